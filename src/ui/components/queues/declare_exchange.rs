//! The form that declares an exchange.

use yew::prelude::*;

use crate::{
    broker::ExchangeKind,
    simulation::{ExchangeSettings, Field},
    ui::{
        components::controls::{RefusalNote, SelectField, TextField, error_for, tick},
        hooks::{edited, use_form},
        state::ExchangeDraft,
    },
    worker::message::Refusal,
};

/// Props of [`DeclareExchange`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DeclareExchangeProps {
    /// What the broker refused.
    pub refusal: Option<Refusal>,
    /// The person wants an exchange like that.
    pub on_declare: Callback<ExchangeSettings>,
}

/// A name, how it routes, and where it sends what it cannot route.
#[component]
pub fn DeclareExchange(props: &DeclareExchangeProps) -> Html {
    let form = use_form(ExchangeDraft::default, props.refusal.as_ref(), |field| {
        field == Field::Exchange
    });
    let draft = &*form.draft;
    let on_kind = form.edit(|draft, kind: String| {
        draft.kind = ExchangeKind::named(&kind).unwrap_or(draft.kind);
    });
    let on_durable = form.edit(|draft, ticked| draft.durable = ticked);
    let kinds = KINDS.map(|(kind, _)| (AttrValue::from(kind.name()), AttrValue::from(kind.name())));
    html! {
        <details class="drawer">
            <summary>{ "Declare an exchange" }</summary>
            <form class="form" novalidate=true ref={form.node.clone()}
                onsubmit={form.on_submit(ExchangeDraft::parse, &props.on_declare)}>
                <TextField id="new-exchange" label="Exchange name" value={draft.name.clone()}
                    error={error_for(&form.errors, Field::Exchange)}
                    on_edit={form.edit(|draft, name| draft.name = name)} />
                <SelectField id="new-exchange-kind" label="Type" options={kinds.to_vec()}
                    chosen={draft.kind.name()} hint={explained(draft.kind)} on_choose={on_kind} />
                { tick("Durable", "The exchange survives a restart of the broker.", draft.durable, &on_durable) }
                <details class="arguments-drawer">
                    <summary>{ "More: alternate exchange, internal, auto-delete" }</summary>
                    <div class="arguments">
                        <TextField id="new-exchange-alternate" label="Alternate exchange"
                            value={draft.alternate.clone()} suggestions="exchange-names"
                            hint="Gets what matches no binding; may be empty."
                            error={error_for(&form.errors, Field::AlternateExchange)}
                            on_edit={form.edit(|draft, name| draft.alternate = name)} />
                        { lifetime(draft, &form.on_edit()) }
                    </div>
                </details>
                <RefusalNote refusal={form.refusal.clone()} />
                <button type="submit" class="button">{ "Declare exchange" }</button>
            </form>
        </details>
    }
}

fn lifetime(draft: &ExchangeDraft, on_edit: &Callback<ExchangeDraft>) -> Html {
    let on_internal = edited(draft, on_edit, |draft, ticked| draft.internal = ticked);
    let on_auto_delete = edited(draft, on_edit, |draft, ticked| draft.auto_delete = ticked);
    html! {
        <>
            { tick("Internal", "Only other exchanges may send to it; who publishes to it gets 403 ACCESS_REFUSED.",
                draft.internal, &on_internal) }
            { tick("Auto-delete", "It goes when the last binding from it does.", draft.auto_delete, &on_auto_delete) }
        </>
    }
}

fn explained(kind: ExchangeKind) -> &'static str {
    let found = KINDS.iter().find(|(offered, _)| *offered == kind);
    found.map_or("", |(_, explained)| explained)
}

const KINDS: [(ExchangeKind, &str); 4] = [
    (
        ExchangeKind::Direct,
        "To the queues whose binding key is the routing key.",
    ),
    (
        ExchangeKind::Fanout,
        "To every queue that is bound, whatever the keys.",
    ),
    (
        ExchangeKind::Topic,
        "To the queues whose binding key, a pattern of words, matches the routing key.",
    ),
    (
        ExchangeKind::Headers,
        "By the headers of messages, compared with the arguments of each binding.",
    ),
];
