//! What a consumer holds, and what can be done with each message.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    broker::{DeliveryTag, Position, Timestamp},
    projection::{ConsumerView, HeldMessage},
    simulation::{Acknowledgement, ConsumerState, Settlement},
    ui::{
        components::queues::badges,
        hooks::use_focus_after,
        words::{count, duration},
    },
};

/// Props of [`HeldMessages`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HeldMessagesProps {
    /// The consumer.
    pub consumer: Rc<ConsumerView>,
    /// The moment, for how long a message has been held.
    pub now: Timestamp,
    /// The person settles a delivery.
    pub on_settle: Callback<(DeliveryTag, Settlement)>,
    /// The person wants to see one message whole, by its place in the consumer's queue.
    pub on_inspect: Callback<Position>,
}

/// The held messages, oldest first.
#[component]
pub fn HeldMessages(props: &HeldMessagesProps) -> Html {
    let (list, on_pressed) = use_focus_after(props.consumer.clone());
    let on_settle = {
        let on_settle = props.on_settle.clone();
        Callback::from(move |settlement| {
            on_pressed.emit(());
            on_settle.emit(settlement);
        })
    };
    let consumer = &props.consumer;
    let more = consumer
        .held_count
        .saturating_sub(consumer.held.len() as u64);
    html! {
        <div class="held-messages" ref={list} tabindex="-1" role="group"
            aria-label={format!("Held by {}", consumer.name)}>
            if consumer.held.is_empty() {
                <p class="held-none">{ nothing_held(consumer) }</p>
            }
            <ul>
                { for consumer.held.iter().map(|held| item(held, props.now, &on_settle, &props.on_inspect)) }
            </ul>
            if more > 0 {
                <p class="messages-note">{ format!("and {} more", count(more, "message")) }</p>
            }
        </div>
    }
}

fn nothing_held(consumer: &ConsumerView) -> &'static str {
    match consumer.state {
        ConsumerState::Consuming => match consumer.settings.acknowledgement {
            Acknowledgement::Automatic if consumer.backlog > 0 => "Working through its backlog.",
            Acknowledgement::AfterSleep | Acknowledgement::Automatic | Acknowledgement::ByHand => {
                "Waiting for orders..."
            }
        },
        ConsumerState::Stopped
        | ConsumerState::Crashed
        | ConsumerState::CancelledByBroker
        | ConsumerState::ChannelClosed { .. } => "Holds nothing.",
    }
}

fn item(
    held: &HeldMessage,
    now: Timestamp,
    on_settle: &Callback<(DeliveryTag, Settlement)>,
    on_inspect: &Callback<Position>,
) -> Html {
    let position = held.message.position;
    let on_inspect = on_inspect.reform(move |_: MouseEvent| position);
    let tag = held.delivery_tag;
    let button = |label: &'static str, settlement: Settlement| {
        let onclick = on_settle.reform(move |_: MouseEvent| (tag, settlement));
        let name = format!("{label} {}, delivery tag {}", held.message.label, tag.0);
        html! { <button type="button" class="button" aria-label={name} {onclick}>{ label }</button> }
    };
    html! {
        <li key={tag.0} class="held">
            <p class="held-head">
                <span class="message-label">{ &held.message.label }</span>
                <span class="held-tag">{ format!("delivery tag {}", tag.0) }</span>
                { badges(&held.message) }
            </p>
            { time(held, now) }
            <div class="held-actions">
                { button("Ack", Settlement::Ack) }
                { button("Requeue", Settlement::Requeue) }
                { button("Drop", Settlement::Drop) }
                <button type="button" class="button" onclick={on_inspect}
                    aria-label={format!("Inspect {}", held.message.label)}>{ "Inspect" }</button>
            </div>
        </li>
    }
}

/// How long it has been held, and how far its processing is.
fn time(held: &HeldMessage, now: Timestamp) -> Html {
    let for_so_long = format!("held for {}", duration(now - held.held_since));
    let Some(done_at) = held.done_at else {
        return html! { <p class="held-time">{ for_so_long }</p> };
    };
    let whole = (done_at - held.held_since).0.max(1);
    let passed = (now - held.held_since).0.min(whole);
    html! {
        <p class="held-time">
            <span>{ for_so_long }</span>
            <progress max={whole.to_string()} value={passed.to_string()}
                aria-label={format!("Processing {}", held.message.label)}></progress>
        </p>
    }
}
