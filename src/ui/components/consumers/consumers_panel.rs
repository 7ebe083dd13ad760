//! The right of the page: the consumers.

use std::rc::Rc;

use yew::prelude::*;

use super::{AddConsumer, ConsumerCard};
use crate::{
    broker::Timestamp,
    projection::{ConsumerView, Play, QueueView},
    ui::{
        hooks::{use_clock, use_focus_after},
        state::{Refusals, Subject},
    },
    worker::message::Call,
};

/// Props of [`ConsumersPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ConsumersPanelProps {
    /// The consumers.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// The queues, as suggestions for another consumer.
    pub queues: Vec<Rc<QueueView>>,
    /// The view's moment.
    pub now: Timestamp,
    /// How time goes on from there.
    pub play: Play,
    /// What was refused, and to whom.
    pub refusals: Rc<Refusals>,
    /// Something is asked for.
    pub on_ask: Callback<(Subject, Call)>,
}

/// All consumers, and the form for another.
#[component]
pub fn ConsumersPanel(props: &ConsumersPanelProps) -> Html {
    let waits = |consumer: &Rc<ConsumerView>| {
        !consumer.held.is_empty() || consumer.network.is_some() || consumer.restarts_at.is_some()
    };
    let now = use_clock(props.now, props.play, props.consumers.iter().any(waits));
    let (heading, on_pressed) = use_focus_after(props.consumers.len());
    let on_add = props
        .on_ask
        .reform(|settings| (Subject::NewConsumer, Call::AddConsumer(settings)));
    html! {
        <section class="column column-consumers" aria-labelledby="consumers-heading">
            <h2 id="consumers-heading" class="column-heading" tabindex="-1" ref={heading}>{ "Consumers" }</h2>
            if props.consumers.is_empty() {
                <p class="empty card">
                    { "No consumer is attached, so messages wait in their queue. Add one to process them." }
                </p>
            }
            { for props.consumers.iter().map(|consumer| card(consumer, now, props, &on_pressed)) }
            <AddConsumer queues={props.queues.clone()} refusal={props.refusals.get(&Subject::NewConsumer).cloned()}
                open={props.consumers.is_empty()} {on_add} />
        </section>
    }
}

fn card(
    consumer: &Rc<ConsumerView>,
    now: Timestamp,
    props: &ConsumersPanelProps,
    on_pressed: &Callback<()>,
) -> Html {
    let subject = Subject::Consumer(consumer.name.clone());
    let refusal = props.refusals.get(&subject).cloned();
    let name = consumer.name.clone();
    let on_call = props
        .on_ask
        .reform(move |call: Call| (subject.clone(), call));
    let on_settle = {
        let name = name.clone();
        on_call.reform(move |(delivery_tag, settlement)| Call::Settle {
            name: name.clone(),
            delivery_tag,
            settlement,
        })
    };
    let on_ack_tag = {
        let name = name.clone();
        on_call.reform(move |(delivery_tag, multiple)| Call::AckTag {
            name: name.clone(),
            delivery_tag,
            multiple,
        })
    };
    let on_inspect = {
        let queue = consumer.settings.queue.clone();
        on_call.reform(move |position| Call::Inspect(Some((queue.clone(), position))))
    };
    let on_action = {
        let (name, on_pressed) = (name.clone(), on_pressed.clone());
        on_call.reform(move |action| {
            on_pressed.emit(());
            Call::Consumer {
                name: name.clone(),
                action,
            }
        })
    };
    let on_fault = on_call.reform(Call::Fault);
    let on_change = {
        let name = name.clone();
        on_call.reform(move |settings| Call::ChangeConsumer {
            name: name.clone(),
            settings,
        })
    };
    html! {
        <ConsumerCard key={name} consumer={Rc::clone(consumer)} {now} {refusal}
            {on_settle} {on_inspect} {on_ack_tag} {on_action} {on_change} {on_fault} />
    }
}
