//! The fields for what a queue can be declared with.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    simulation::{ArgumentKind, Field, FieldError, QueueArgument},
    ui::{
        components::controls::{TextField, error_for},
        state::QueueDraft,
        words,
    },
};

/// Props of [`QueueArguments`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct QueueArgumentsProps {
    /// What is typed.
    pub draft: QueueDraft,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The person has changed it.
    pub on_edit: Callback<QueueDraft>,
}

/// A field for each argument, explained where it is set.
#[component]
pub fn QueueArguments(props: &QueueArgumentsProps) -> Html {
    let on_dead_letters = edited(props, |draft, event: Event| {
        draft.set_dead_letters(checked(&event));
    });
    html! {
        <div class="arguments">
            { for QueueArgument::ALL.into_iter().filter(|argument| !is_of_dead_letters(*argument))
                .map(|argument| field(argument, props)) }
            <label class="choice">
                <input type="checkbox" checked={props.draft.dead_letters()} onchange={on_dead_letters} />
                <span>{ "Dead-letter what it gives up" }
                    <small>{ "Instead of dropping what is rejected, expires or is too much." }</small></span>
            </label>
            if props.draft.dead_letters() {
                { for QueueArgument::ALL.into_iter().filter(|argument| is_of_dead_letters(*argument))
                    .map(|argument| field(argument, props)) }
            }
        </div>
    }
}

const fn is_of_dead_letters(argument: QueueArgument) -> bool {
    matches!(
        argument,
        QueueArgument::DeadLetterExchange | QueueArgument::DeadLetterRoutingKey
    )
}

fn field(argument: QueueArgument, props: &QueueArgumentsProps) -> Html {
    match argument.kind() {
        ArgumentKind::Number => text_field(argument, "numeric", props),
        ArgumentKind::Text => text_field(argument, "text", props),
        ArgumentKind::OneOf(values) => select(argument, values, props),
        ArgumentKind::Flag => flag(argument, props),
    }
}

fn text_field(
    argument: QueueArgument,
    input_mode: &'static str,
    props: &QueueArgumentsProps,
) -> Html {
    let (label, hint) = words::queue_argument(argument);
    let on_edit = edited(props, move |draft, text| draft.set_argument(argument, text));
    html! {
        <TextField key={argument.name()} id={id(argument)} {label} {hint} {input_mode}
            value={props.draft.argument(argument).to_owned()}
            error={error_for(&props.errors, Field::QueueArgument(argument))} {on_edit} />
    }
}

fn select(
    argument: QueueArgument,
    values: &'static [&'static str],
    props: &QueueArgumentsProps,
) -> Html {
    let (label, hint) = words::queue_argument(argument);
    let (id, chosen) = (id(argument), props.draft.argument(argument));
    let hint_id = format!("{id}-hint");
    let onchange = edited(props, move |draft, event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        draft.set_argument(argument, select.value());
    });
    // What holds without the argument is not sent.
    let option = |(index, value): (usize, &&'static str)| {
        let sent = if index == 0 { "" } else { *value };
        html! { <option key={*value} value={sent} selected={chosen == sent}>{ *value }</option> }
    };
    html! {
        <div key={argument.name()} class="field">
            <label for={id.clone()}>{ label }</label>
            <select {id} aria-describedby={hint_id.clone()} {onchange}>
                { for values.iter().enumerate().map(option) }
            </select>
            if let Some(error) = error_for(&props.errors, Field::QueueArgument(argument)) {
                <p class="field-error" id={hint_id}>{ error }</p>
            } else {
                <p class="field-hint" id={hint_id}>{ hint }</p>
            }
        </div>
    }
}

fn flag(argument: QueueArgument, props: &QueueArgumentsProps) -> Html {
    let (label, hint) = words::queue_argument(argument);
    let onchange = edited(props, move |draft, event: Event| {
        let text = if checked(&event) { "true" } else { "" };
        draft.set_argument(argument, text.to_owned());
    });
    let is_set = !props.draft.argument(argument).is_empty();
    html! {
        <label key={argument.name()} class="choice">
            <input type="checkbox" checked={is_set} {onchange} />
            <span>{ label }<small>{ hint }</small></span>
        </label>
    }
}

fn checked(event: &Event) -> bool {
    let checkbox: HtmlInputElement = event.target_unchecked_into();
    checkbox.checked()
}

fn id(argument: QueueArgument) -> String {
    format!("new-queue-{}", argument.name())
}

/// A callback that changes a copy of the draft and hands it on.
fn edited<Event: 'static>(
    props: &QueueArgumentsProps,
    change: impl Fn(&mut QueueDraft, Event) + 'static,
) -> Callback<Event> {
    let draft = props.draft.clone();
    props.on_edit.reform(move |event| {
        let mut draft = draft.clone();
        change(&mut draft, event);
        draft
    })
}
