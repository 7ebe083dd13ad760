//! The fields of a consumer: prefetch, sleep, when it acks, and how it fails.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::{
    simulation::{Acknowledgement, Field, FieldError, OnFailure},
    ui::{
        components::controls::{TextField, error_for},
        state::ConsumerDraft,
        words,
    },
};

/// Props of [`ConsumerFields`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ConsumerFieldsProps {
    /// What the ids of the fields begin with; unique on the page.
    pub id: AttrValue,
    /// What is typed.
    pub draft: ConsumerDraft,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// The person has changed it.
    pub on_edit: Callback<ConsumerDraft>,
}

/// The fields that both the form for a new consumer and the settings of a running one have.
#[component]
pub fn ConsumerFields(props: &ConsumerFieldsProps) -> Html {
    let edit = |change: fn(&mut ConsumerDraft, String)| {
        let draft = props.draft.clone();
        props.on_edit.reform(move |text: String| {
            let mut draft = draft.clone();
            change(&mut draft, text);
            draft
        })
    };
    html! {
        <>
            <div class="field-pair">
                <TextField id={format!("{}-prefetch", props.id)} label="Prefetch"
                    value={props.draft.prefetch.clone()} input_mode="numeric" hint="0 = unlimited"
                    error={error_for(&props.errors, Field::Prefetch)}
                    on_edit={edit(|draft, text| draft.prefetch = text)} />
                <TextField id={format!("{}-sleep", props.id)} label="Sleep, in seconds"
                    value={props.draft.sleep.clone()} input_mode="decimal" hint="0 = at once"
                    error={error_for(&props.errors, Field::Sleep)}
                    on_edit={edit(|draft, text| draft.sleep = text)} />
            </div>
            <fieldset>
                <legend>{ "Acknowledge" }</legend>
                { for MODES.iter().map(|&(mode, label, hint)| choice(props, mode, label, hint)) }
            </fieldset>
            { failure(props) }
            <TextField id={format!("{}-restart", props.id)} label="Restart after a crash, in seconds"
                value={props.draft.restart.clone()} input_mode="decimal"
                hint="Such as 2, as a supervisor would. Empty = never"
                error={error_for(&props.errors, Field::RestartAfter)}
                on_edit={edit(|draft, text| draft.restart = text)} />
        </>
    }
}

const FAILURES: [(&str, OnFailure); 4] = [
    ("crash", OnFailure::Crash),
    ("nack-requeue", OnFailure::Requeue),
    ("nack-discard", OnFailure::Discard),
    ("reject", OnFailure::Reject),
];

/// What it does when it fails on an order.
fn failure(props: &ConsumerFieldsProps) -> Html {
    let id = format!("{}-failure", props.id);
    let hint_id = format!("{id}-hint");
    let chosen = props.draft.on_failure;
    let draft = props.draft.clone();
    let onchange = props.on_edit.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let picked = FAILURES.iter().find(|(value, _)| *value == select.value());
        ConsumerDraft {
            on_failure: picked.map_or(chosen, |(_, on_failure)| *on_failure),
            ..draft.clone()
        }
    });
    html! {
        <div class="field">
            <label for={id.clone()}>{ "When processing fails" }</label>
            <select {id} aria-describedby={hint_id.clone()} {onchange}>
                { for FAILURES.iter().map(|&(value, on_failure)| html! {
                    <option key={value} {value} selected={on_failure == chosen}>
                        { words::on_failure(on_failure).0 }
                    </option>
                }) }
            </select>
            <p class="field-hint" id={hint_id}>{ words::on_failure(chosen).1 }</p>
        </div>
    }
}

const MODES: [(Acknowledgement, &str, &str); 3] = [
    (
        Acknowledgement::AfterSleep,
        "After the sleep",
        "As in the course: basic_ack once the order is processed.",
    ),
    (
        Acknowledgement::Automatic,
        "Automatic",
        "no_ack: the broker forgets a message as it sends it.",
    ),
    (
        Acknowledgement::ByHand,
        "By hand",
        "It waits until you press Ack, Requeue or Drop.",
    ),
];

fn choice(
    props: &ConsumerFieldsProps,
    mode: Acknowledgement,
    label: &'static str,
    hint: &'static str,
) -> Html {
    let draft = props.draft.clone();
    let checked = draft.acknowledgement == mode;
    let onchange = props.on_edit.reform(move |_: Event| ConsumerDraft {
        acknowledgement: mode,
        ..draft.clone()
    });
    html! {
        <label class="choice">
            <input type="radio" name={format!("{}-mode", props.id)} {checked} {onchange} />
            <span>{ label }<small>{ hint }</small></span>
        </label>
    }
}
