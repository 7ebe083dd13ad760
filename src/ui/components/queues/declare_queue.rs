//! The form that declares a queue.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::QueueArguments;
use crate::{
    simulation::{Field, FieldError, QueueSettings},
    ui::{
        components::controls::{RefusalNote, TextField, error_for},
        state::QueueDraft,
    },
    worker::message::Refusal,
};

/// Props of [`DeclareQueue`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DeclareQueueProps {
    /// What the broker refused.
    pub refusal: Option<Refusal>,
    /// The person wants a queue like that.
    pub on_declare: Callback<QueueSettings>,
}

/// A name, whether the queue is durable, and its arguments. What is wrong with them the broker
/// says, in RabbitMQ's words; only what is no value at all never gets there.
#[component]
pub fn DeclareQueue(props: &DeclareQueueProps) -> Html {
    let draft = use_state(QueueDraft::default);
    let errors = use_state(Vec::new);
    let onsubmit = {
        let (draft, errors, on_declare) = (draft.clone(), errors.clone(), props.on_declare.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match draft.parse() {
                Ok(settings) => {
                    errors.set(Vec::new());
                    on_declare.emit(settings);
                }
                Err(wrong) => errors.set(wrong),
            }
        })
    };
    let on_edit = {
        let draft = draft.clone();
        Callback::from(move |edited| draft.set(edited))
    };
    let on_name = edited(&draft, |draft, name| draft.name = name);
    let on_durable = edited(&draft, |draft, event: Event| {
        let checkbox: HtmlInputElement = event.target_unchecked_into();
        draft.durable = checkbox.checked();
    });
    let wrong = all_errors(&errors, props.refusal.as_ref());
    html! {
        <details class="drawer">
            <summary>{ "Declare a queue" }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id="new-queue" label="Queue name" value={draft.name.clone()} on_edit={on_name}
                    error={error_for(&wrong, Field::Queue)} hint="Up to 255 bytes, not starting with amq." />
                <label class="choice">
                    <input type="checkbox" checked={draft.durable} onchange={on_durable} />
                    <span>{ "Durable" }<small>{ "The queue survives a restart of the broker." }</small></span>
                </label>
                <details class="arguments-drawer">
                    <summary>{ "Arguments: type, limits, dead letters, priorities" }</summary>
                    <QueueArguments draft={(*draft).clone()} errors={wrong} {on_edit} />
                </details>
                <RefusalNote refusal={props.refusal.clone()} />
                <button type="submit" class="button">{ "Declare queue" }</button>
            </form>
        </details>
    }
}

/// What is wrong with the fields, also what the broker said of one of them.
fn all_errors(typed: &[FieldError], refusal: Option<&Refusal>) -> Vec<FieldError> {
    let refused = refusal.and_then(|refusal| {
        let field = refusal.field?;
        let message = refusal.advice.clone();
        Some(FieldError { field, message })
    });
    typed.iter().cloned().chain(refused).collect()
}

/// A callback that changes the draft.
fn edited<Event: 'static>(
    draft: &UseStateHandle<QueueDraft>,
    change: impl Fn(&mut QueueDraft, Event) + 'static,
) -> Callback<Event> {
    let draft = draft.clone();
    Callback::from(move |event| {
        let mut changed = (*draft).clone();
        change(&mut changed, event);
        draft.set(changed);
    })
}
