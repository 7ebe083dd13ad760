//! The fields of a consumer: prefetch, sleep, when it acks, how it fails, how it shares its queue.

use yew::prelude::*;

use crate::{
    simulation::{Acknowledgement, Field, FieldError, OnFailure},
    ui::{
        components::controls::{SelectField, TextField, error_for, tick},
        hooks::edited,
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
    let draft = &props.draft;
    let edit = |change: fn(&mut ConsumerDraft, String)| edited(draft, &props.on_edit, change);
    html! {
        <>
            <div class="field-pair">
                <TextField id={format!("{}-prefetch", props.id)} label="Prefetch"
                    value={draft.prefetch.clone()} input_mode="numeric" hint="0 = unlimited"
                    error={error_for(&props.errors, Field::Prefetch)}
                    on_edit={edit(|draft, text| draft.prefetch = text)} />
                <TextField id={format!("{}-sleep", props.id)} label="Sleep, in seconds"
                    value={draft.sleep.clone()} input_mode="decimal" hint="0 = at once"
                    error={error_for(&props.errors, Field::Sleep)}
                    on_edit={edit(|draft, text| draft.sleep = text)} />
            </div>
            <fieldset>
                <legend>{ "Acknowledge" }</legend>
                { for MODES.iter().map(|&(mode, label, hint)| choice(props, mode, label, hint)) }
            </fieldset>
            { failure(props) }
            <TextField id={format!("{}-restart", props.id)} label="Restart after a crash, in seconds"
                value={draft.restart.clone()} input_mode="decimal"
                hint="Such as 2, as a supervisor would. Empty = never"
                error={error_for(&props.errors, Field::RestartAfter)}
                on_edit={edit(|draft, text| draft.restart = text)} />
            <details class="arguments-drawer">
                <summary>{ "Sharing the queue: priority, exclusive" }</summary>
                <div class="arguments">{ sharing(props) }</div>
            </details>
        </>
    }
}

fn sharing(props: &ConsumerFieldsProps) -> Html {
    let draft = &props.draft;
    let on_priority = edited(draft, &props.on_edit, |draft, text| draft.priority = text);
    let on_exclusive = edited(draft, &props.on_edit, |draft, ticked| {
        draft.exclusive = ticked;
    });
    html! {
        <>
            <TextField id={format!("{}-priority", props.id)} label="Priority, x-priority"
                value={draft.priority.clone()} input_mode="numeric"
                hint="Who has room and the highest one is served first. Empty = 0"
                error={error_for(&props.errors, Field::ConsumerPriority)} on_edit={on_priority} />
            { tick("Exclusive", "It wants the queue to itself: while there is another consumer it gets 403 \
                ACCESS_REFUSED, and while it is there the others do.", draft.exclusive, &on_exclusive) }
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
    let chosen = props.draft.on_failure;
    let on_choose = edited(&props.draft, &props.on_edit, |draft, value: String| {
        let picked = FAILURES.iter().find(|(offered, _)| *offered == value);
        draft.on_failure = picked.map_or(draft.on_failure, |(_, on_failure)| *on_failure);
    });
    let options = FAILURES.map(|(value, on_failure)| {
        let label = words::on_failure(on_failure).0;
        (AttrValue::from(value), AttrValue::from(label))
    });
    let value = FAILURES.iter().find(|(_, offered)| *offered == chosen);
    html! {
        <SelectField id={format!("{}-failure", props.id)} label="When processing fails"
            options={options.to_vec()} chosen={value.map_or("", |(value, _)| *value)}
            hint={words::on_failure(chosen).1} {on_choose} />
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
    let checked = props.draft.acknowledgement == mode;
    let onchange = edited(&props.draft, &props.on_edit, move |draft, _: Event| {
        draft.acknowledgement = mode;
    });
    html! {
        <label class="choice">
            <input type="radio" name={format!("{}-mode", props.id)} {checked} {onchange} />
            <span>{ label }<small>{ hint }</small></span>
        </label>
    }
}
