//! The fields for what a queue can be declared with.

use yew::prelude::*;

use crate::{
    simulation::{ArgumentKind, Field, FieldError, QueueArgument},
    ui::{
        components::controls::{SelectField, TextField, error_for, tick},
        hooks::edited,
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
    let on_dead_letters = edited(&props.draft, &props.on_edit, QueueDraft::set_dead_letters);
    html! {
        <div class="arguments">
            { for QueueArgument::ALL.into_iter().filter(|argument| !is_of_dead_letters(*argument))
                .map(|argument| field(argument, props)) }
            { tick("Dead-letter what it gives up", "Instead of dropping what is rejected, expires or is too much.",
                props.draft.dead_letters(), &on_dead_letters) }
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
    html! {
        <TextField key={argument.name()} id={id(argument)} {label} {hint} {input_mode}
            value={props.draft.argument(argument).to_owned()}
            error={error_for(&props.errors, Field::QueueArgument(argument))} on_edit={typed(argument, props)} />
    }
}

fn select(
    argument: QueueArgument,
    values: &'static [&'static str],
    props: &QueueArgumentsProps,
) -> Html {
    let (label, hint) = words::queue_argument(argument);
    // What holds without the argument is not sent.
    let option = |(index, value): (usize, &&'static str)| {
        let sent = if index == 0 { "" } else { *value };
        (AttrValue::from(sent), AttrValue::from(*value))
    };
    let options: Vec<_> = values.iter().enumerate().map(option).collect();
    html! {
        <SelectField key={argument.name()} id={id(argument)} {label} {hint} {options}
            chosen={props.draft.argument(argument).to_owned()}
            error={error_for(&props.errors, Field::QueueArgument(argument))} on_choose={typed(argument, props)} />
    }
}

fn flag(argument: QueueArgument, props: &QueueArgumentsProps) -> Html {
    let (label, hint) = words::queue_argument(argument);
    let on_tick = typed(argument, props).reform(|ticked| {
        let text = if ticked { "true" } else { "" };
        text.to_owned()
    });
    tick(
        label,
        hint,
        !props.draft.argument(argument).is_empty(),
        &on_tick,
    )
}

fn typed(argument: QueueArgument, props: &QueueArgumentsProps) -> Callback<String> {
    edited(&props.draft, &props.on_edit, move |draft, text| {
        draft.set_argument(argument, text);
    })
}

fn id(argument: QueueArgument) -> String {
    format!("new-queue-{}", argument.name())
}
