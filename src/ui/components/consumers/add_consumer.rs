//! The form that attaches a consumer.

use std::rc::Rc;

use yew::prelude::*;

use super::ConsumerFields;
use crate::{
    projection::QueueView,
    simulation::{ConsumerSettings, Field},
    ui::{
        components::controls::{RefusalNote, TextField, error_for},
        state::ConsumerDraft,
    },
    worker::message::Refusal,
};

/// Props of [`AddConsumer`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AddConsumerProps {
    /// The queues that there are, as suggestions.
    pub queues: Vec<Rc<QueueView>>,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// Whether the form is open from the start.
    pub open: bool,
    /// The person wants a consumer set so.
    pub on_add: Callback<ConsumerSettings>,
}

/// The form. Any queue can be named, also one that is not there: then the broker says what it
/// thinks of it.
#[component]
pub fn AddConsumer(props: &AddConsumerProps) -> Html {
    let draft = use_state(ConsumerDraft::default);
    let errors = use_state(Vec::new);
    let on_edit = {
        let draft = draft.clone();
        Callback::from(move |edited| draft.set(edited))
    };
    let on_queue = {
        let draft = draft.clone();
        Callback::from(move |queue| {
            draft.set(ConsumerDraft {
                queue,
                ..(*draft).clone()
            });
        })
    };
    let onsubmit = {
        let (draft, errors, on_add) = (draft.clone(), errors.clone(), props.on_add.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match draft.parse() {
                Ok(settings) => {
                    errors.set(Vec::new());
                    on_add.emit(settings);
                }
                Err(wrong) => errors.set(wrong),
            }
        })
    };
    html! {
        <details class="drawer" open={props.open}>
            <summary>{ "Add a consumer" }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id="new-consumer-queue" label="Queue" value={draft.queue.clone()}
                    suggestions="queue-names" error={error_for(&errors, Field::Queue)} on_edit={on_queue} />
                <datalist id="queue-names">
                    { for props.queues.iter().map(|queue| html! { <option value={queue.name.to_string()} /> }) }
                </datalist>
                <ConsumerFields id="new-consumer" draft={(*draft).clone()} errors={(*errors).clone()} {on_edit} />
                <RefusalNote refusal={props.refusal.clone()} />
                <button type="submit" class="button">{ "Add consumer" }</button>
            </form>
        </details>
    }
}
