//! The form that attaches a consumer.

use std::rc::Rc;

use yew::prelude::*;

use super::ConsumerFields;
use crate::{
    projection::QueueView,
    simulation::{ConsumerSettings, Field},
    ui::{
        components::controls::{RefusalNote, TextField, error_for},
        hooks::use_form,
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
    let form = use_form(ConsumerDraft::default, props.refusal.as_ref(), is_of_it);
    let draft = (*form.draft).clone();
    html! {
        <details class="drawer" open={props.open}>
            <summary>{ "Add a consumer" }</summary>
            <form class="form" novalidate=true ref={form.node.clone()}
                onsubmit={form.on_submit(ConsumerDraft::parse, &props.on_add)}>
                <TextField id="new-consumer-queue" label="Queue" value={draft.queue.clone()}
                    suggestions="queue-names" error={error_for(&form.errors, Field::Queue)}
                    on_edit={form.edit(|draft, queue| draft.queue = queue)} />
                <datalist id="queue-names">
                    { for props.queues.iter().map(|queue| html! { <option value={queue.name.to_string()} /> }) }
                </datalist>
                <ConsumerFields id="new-consumer" {draft} errors={form.errors.clone()} on_edit={form.on_edit()} />
                <RefusalNote refusal={form.refusal.clone()} />
                <button type="submit" class="button">{ "Add consumer" }</button>
            </form>
        </details>
    }
}

const fn is_of_it(field: Field) -> bool {
    matches!(
        field,
        Field::Queue
            | Field::Prefetch
            | Field::Sleep
            | Field::RestartAfter
            | Field::ConsumerPriority
    )
}
