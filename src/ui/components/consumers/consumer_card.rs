//! A consumer: what it does, what it holds, and what can be done to it.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    AckByTag, ChangeConsumer, ConsumerFaults, HeldMessages, Slots,
    consumer_state::{state_chip, why_not_consuming},
};
use crate::{
    broker::{DeliveryTag, Position, Timestamp},
    projection::{ConsumerView, Spot},
    simulation::{ConsumerSettings, ConsumerState, Settlement, seconds},
    ui::{
        components::{breaking::NetworkNote, controls::RefusalNote, inspector::NodeButton},
        hooks::use_focus_after,
        words,
    },
    worker::message::{ConsumerAction, Fault, Refusal},
};

/// Props of [`ConsumerCard`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ConsumerCardProps {
    /// The consumer.
    pub consumer: Rc<ConsumerView>,
    /// The moment, for what depends on time.
    pub now: Timestamp,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person settles a delivery.
    pub on_settle: Callback<(DeliveryTag, Settlement)>,
    /// The person wants to see a held message whole, by its place in the consumer's queue.
    pub on_inspect: Callback<Position>,
    /// The person acks by tag; `true` for all up to it.
    pub on_ack_tag: Callback<(DeliveryTag, bool)>,
    /// The person starts, stops, crashes or removes it.
    pub on_action: Callback<ConsumerAction>,
    /// The person changes its settings.
    pub on_change: Callback<ConsumerSettings>,
    /// The person wants something broken about it, or mended.
    pub on_fault: Callback<Fault>,
}

/// A consumer's card.
#[component]
pub fn ConsumerCard(props: &ConsumerCardProps) -> Html {
    let consumer = &props.consumer;
    let name = AttrValue::from(consumer.name.clone());
    let heading_id = format!("consumer-heading-{name}");
    let (heading, on_pressed) = use_focus_after(consumer.network.is_some());
    let on_heal = props.on_fault.reform(move |fault| {
        on_pressed.emit(());
        fault
    });
    html! {
        <article class="card consumer" aria-labelledby={heading_id.clone()}>
            <header class="card-head">
                <h3 id={heading_id} class="name" tabindex="-1" ref={heading}>{ &name }</h3>
                { state_chip(&consumer.state) }
            </header>
            <p class="consumer-line">{ settings_line(&consumer.settings) }</p>
            { why_not_consuming(consumer) }
            if let Some(to_come) = words::to_come(consumer, props.now) {
                <p class="explanation explanation-bad">{ to_come }</p>
            }
            <NetworkNote name={name.clone()} network={consumer.network} now={props.now}
                on_fault={on_heal} />
            if can_hold(consumer) {
                <Slots consumer={Rc::clone(consumer)} />
                <HeldMessages consumer={Rc::clone(consumer)} now={props.now}
                    on_settle={props.on_settle.clone()} on_inspect={props.on_inspect.clone()} />
            }
            <RefusalNote refusal={props.refusal.clone().filter(|refusal| !says_the_same(refusal, &consumer.state))} />
            <div class="card-actions">
                { for actions(consumer).iter().map(|&(label, action)| {
                    let onclick = props.on_action.reform(move |_: MouseEvent| action);
                    let class = classes!("button", (action == ConsumerAction::Crash).then_some("button-danger"));
                    html! {
                        <button key={label} type="button" {class} {onclick}
                            aria-label={format!("{label} {name}")}>{ label }</button>
                    }
                }) }
                <NodeButton spot={Spot::Consumer(consumer.name.clone())} name={name.clone()} />
                <span class="completed">{ format!("Completed {}", words::grouped(consumer.completed)) }</span>
            </div>
            <div class="drawers">
                <ChangeConsumer name={name.clone()} settings={consumer.settings.clone()}
                    on_change={props.on_change.clone()} />
                <ConsumerFaults consumer={Rc::clone(consumer)} on_change={props.on_change.clone()}
                    on_fault={props.on_fault.clone()} />
                <AckByTag {name} on_ack={props.on_ack_tag.clone()} />
            </div>
        </article>
    }
}

fn settings_line(settings: &ConsumerSettings) -> String {
    format!(
        "{}, {}, sleeps {} s, {}{}{}",
        settings.queue,
        words::prefetch(settings.prefetch_count),
        seconds(settings.sleep),
        words::acknowledgement(settings.acknowledgement),
        words::when_it_fails(settings),
        words::sharing(settings),
    )
}

/// A refusal that closed the channel is told by the state already.
fn says_the_same(refusal: &Refusal, state: &ConsumerState) -> bool {
    matches!(state, ConsumerState::ChannelClosed { code, .. } if refusal.code == Some(*code))
}

/// Without a channel there is nothing to hold and no room to fill.
fn can_hold(consumer: &ConsumerView) -> bool {
    match consumer.state {
        ConsumerState::Consuming => true,
        ConsumerState::Stopped
        | ConsumerState::Crashed
        | ConsumerState::CancelledByBroker
        | ConsumerState::ChannelClosed { .. } => consumer.held_count > 0 || consumer.backlog > 0,
    }
}

fn actions(consumer: &ConsumerView) -> &'static [(&'static str, ConsumerAction)] {
    match consumer.state {
        ConsumerState::Consuming => &[
            ("Stop", ConsumerAction::Stop),
            ("Crash", ConsumerAction::Crash),
            ("Remove", ConsumerAction::Remove),
        ],
        ConsumerState::Stopped | ConsumerState::CancelledByBroker => {
            if consumer.held_count > 0 || consumer.backlog > 0 {
                &[
                    ("Start", ConsumerAction::Start),
                    ("Crash", ConsumerAction::Crash),
                    ("Remove", ConsumerAction::Remove),
                ]
            } else {
                &[
                    ("Start", ConsumerAction::Start),
                    ("Remove", ConsumerAction::Remove),
                ]
            }
        }
        ConsumerState::Crashed if consumer.restarts_at.is_some() => &[
            ("Start again", ConsumerAction::Start),
            ("Stay down", ConsumerAction::Stop),
            ("Remove", ConsumerAction::Remove),
        ],
        ConsumerState::Crashed | ConsumerState::ChannelClosed { .. } => &[
            ("Start again", ConsumerAction::Start),
            ("Remove", ConsumerAction::Remove),
        ],
    }
}
