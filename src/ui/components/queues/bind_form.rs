//! The form that binds a queue or an exchange to an exchange.

use yew::prelude::*;

use crate::{
    projection::ExchangeView,
    simulation::{BindingSettings, Field, XMatch},
    ui::{
        components::controls::{
            Choice, RefusalNote, SelectField, TableFields, TextField, error_for, radio,
        },
        hooks::{Form, use_form},
        state::BindingDraft,
    },
    worker::message::Refusal,
};

/// Props of [`BindForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BindFormProps {
    /// The exchanges that there are, as suggestions.
    pub exchanges: Vec<ExchangeView>,
    /// What the broker refused.
    pub refusal: Option<Refusal>,
    /// The person wants a binding like that.
    pub on_bind: Callback<BindingSettings>,
}

/// A source, a destination and a key. Any name can be typed, also one that is not there: then the
/// broker says what it thinks of it.
#[component]
pub fn BindForm(props: &BindFormProps) -> Html {
    // Which of two exchanges the broker means stands in its text alone.
    let form = use_form(BindingDraft::default, props.refusal.as_ref(), |_| false);
    let draft = &*form.draft;
    html! {
        <details class="drawer">
            <summary>{ "Bind to an exchange" }</summary>
            <form class="form" novalidate=true ref={form.node.clone()}
                onsubmit={form.on_submit(BindingDraft::parse, &props.on_bind)}>
                <TextField id="bind-exchange" label="From exchange" value={draft.source.clone()}
                    suggestions="exchange-names" error={error_for(&form.errors, Field::Exchange)}
                    on_edit={form.edit(|draft, name| draft.source = name)} />
                <datalist id="exchange-names">
                    { for props.exchanges.iter().map(|it| html! { <option value={it.name.to_string()} /> }) }
                </datalist>
                { destination(&form) }
                <TextField id="bind-key" label="Binding key" value={draft.key.clone()}
                    hint="On a topic exchange * stands for one word and # for any number of them."
                    error={error_for(&form.errors, Field::BindingKey)}
                    on_edit={form.edit(|draft, key| draft.key = key)} />
                <details class="arguments-drawer">
                    <summary>{ "Arguments, for a headers exchange" }</summary>
                    <div class="arguments">{ arguments(&form) }</div>
                </details>
                <RefusalNote refusal={form.refusal.clone()} />
                <button type="submit" class="button">{ "Bind" }</button>
            </form>
        </details>
    }
}

fn destination(form: &Form<BindingDraft>) -> Html {
    let draft = &*form.draft;
    let choice = |label: &'static str, to_exchange: bool| {
        let choice = Choice {
            name: "bind-to",
            label,
            hint: "",
            described_by: None,
            checked: draft.to_exchange == to_exchange,
        };
        radio(
            &choice,
            &form.edit(move |draft, _: Event| draft.to_exchange = to_exchange),
        )
    };
    let (label, suggestions) = if draft.to_exchange {
        ("To exchange", "exchange-names")
    } else {
        ("To queue", "queue-names")
    };
    html! {
        <>
            <fieldset class="choices-row">
                <legend>{ "Leads to" }</legend>
                { choice("A queue", false) }
                { choice("An exchange", true) }
            </fieldset>
            <TextField id="bind-queue" {label} value={draft.destination.clone()} {suggestions}
                error={error_for(&form.errors, Field::Destination)}
                on_edit={form.edit(|draft, name| draft.destination = name)} />
        </>
    }
}

fn arguments(form: &Form<BindingDraft>) -> Html {
    let draft = &*form.draft;
    let on_match = form.edit(|draft, value: String| {
        draft.x_match = XMatch::ALL.into_iter().find(|it| it.name() == value);
    });
    let unset = [(AttrValue::from(""), AttrValue::from("not set, as all"))];
    let named = XMatch::ALL.map(|it| (AttrValue::from(it.name()), AttrValue::from(it.name())));
    html! {
        <>
            <SelectField id="bind-match" label="x-match" options={[&unset[..], &named[..]].concat()}
                chosen={draft.x_match.map_or("", XMatch::name)} hint={explained(draft.x_match)}
                on_choose={on_match} />
            <TableFields id="bind-header" row="header" rows={draft.headers.clone()} errors={form.errors.clone()}
                on_edit={form.edit(|draft, rows| draft.headers = rows)} />
        </>
    }
}

const fn explained(x_match: Option<XMatch>) -> &'static str {
    match x_match {
        None | Some(XMatch::All) => {
            "A message must have every header below; those that begin with x- do not count."
        }
        Some(XMatch::Any) => {
            "A message must have one of the headers below; those that begin with x- do not count."
        }
        Some(XMatch::AllWithX) => "A message must have every header below.",
        Some(XMatch::AnyWithX) => "A message must have one of the headers below.",
    }
}
