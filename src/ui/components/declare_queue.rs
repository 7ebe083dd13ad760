//! The form that declares a queue.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{RefusalNote, TextField};
use crate::{broker::QueueName, simulation::parse_queue_name, worker::message::Refusal};

/// Props of [`DeclareQueue`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DeclareQueueProps {
    /// What the broker refused.
    pub refusal: Option<Refusal>,
    /// The person wants a queue of that name; `true` for a durable one.
    pub on_declare: Callback<(QueueName, bool)>,
}

/// A name and whether the queue is durable. What is wrong with a name the broker says, in
/// RabbitMQ's words; only none at all, or one that is too long for AMQP, never gets there.
#[component]
pub fn DeclareQueue(props: &DeclareQueueProps) -> Html {
    let name = use_state(String::new);
    let durable = use_state(|| true);
    let error = use_state(|| None::<AttrValue>);
    let onsubmit = {
        let (name, durable, error) = (name.clone(), durable.clone(), error.clone());
        let on_declare = props.on_declare.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match parse_queue_name(&name) {
                Ok(queue) => {
                    error.set(None);
                    on_declare.emit((queue, *durable));
                }
                Err(wrong) => error.set(Some(AttrValue::from(wrong.message))),
            }
        })
    };
    let on_edit = {
        let name = name.clone();
        Callback::from(move |text| name.set(text))
    };
    let on_durable = {
        let durable = durable.clone();
        Callback::from(move |event: Event| {
            let checkbox: HtmlInputElement = event.target_unchecked_into();
            durable.set(checkbox.checked());
        })
    };
    html! {
        <details class="drawer">
            <summary>{ "Declare a queue" }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id="new-queue" label="Queue name" value={(*name).clone()} {on_edit}
                    error={(*error).clone()} hint="Up to 255 bytes, not starting with amq." />
                <label class="choice">
                    <input type="checkbox" checked={*durable} onchange={on_durable} />
                    <span>{ "Durable" }<small>{ "The queue survives a restart of the broker." }</small></span>
                </label>
                <RefusalNote refusal={props.refusal.clone()} />
                <button type="submit" class="button">{ "Declare queue" }</button>
            </form>
        </details>
    }
}
