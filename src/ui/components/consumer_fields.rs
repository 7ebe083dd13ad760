//! The fields of a consumer: prefetch, sleep and when it acks.

use yew::prelude::*;

use super::{TextField, field::error_for};
use crate::{
    simulation::{Acknowledgement, Field, FieldError},
    ui::state::ConsumerDraft,
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
        </>
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
