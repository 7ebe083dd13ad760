//! The forms that declare an exchange and bind a queue to it.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    broker::ExchangeKind,
    projection::ExchangeView,
    simulation::{BindingSettings, ExchangeSettings, Field, FieldError},
    ui::components::controls::{RefusalNote, TextField, error_for},
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
    let name = use_state(String::new);
    let kind = use_state(|| ExchangeKind::Direct);
    let durable = use_state(|| true);
    let alternate = use_state(String::new);
    let errors = use_state(Vec::<FieldError>::new);
    let onsubmit = {
        let (name, kind, durable) = (name.clone(), kind.clone(), durable.clone());
        let (alternate, errors) = (alternate.clone(), errors.clone());
        let on_declare = props.on_declare.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let parsed = ExchangeSettings::parse(&name, *kind, *durable, &alternate);
            submit(parsed, &errors, &on_declare);
        })
    };
    let on_kind = {
        let kind = kind.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            kind.set(ExchangeKind::named(&select.value()).unwrap_or(ExchangeKind::Direct));
        })
    };
    let on_durable = {
        let durable = durable.clone();
        Callback::from(move |event: Event| {
            let checkbox: HtmlInputElement = event.target_unchecked_into();
            durable.set(checkbox.checked());
        })
    };
    html! {
        <details class="drawer">
            <summary>{ "Declare an exchange" }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id="new-exchange" label="Exchange name" value={(*name).clone()}
                    error={error_for(&errors, Field::Exchange)} on_edit={typed(&name)} />
                <div class="field">
                    <label for="new-exchange-kind">{ "Type" }</label>
                    <select id="new-exchange-kind" aria-describedby="new-exchange-kind-hint" onchange={on_kind}>
                        { for KINDS.iter().map(|(offered, _)| html! {
                            <option key={offered.name()} value={offered.name()} selected={*offered == *kind}>
                                { offered.name() }
                            </option>
                        }) }
                    </select>
                    <p class="field-hint" id="new-exchange-kind-hint">{ explained(*kind) }</p>
                </div>
                <label class="choice">
                    <input type="checkbox" checked={*durable} onchange={on_durable} />
                    <span>{ "Durable" }<small>{ "The exchange survives a restart of the broker." }</small></span>
                </label>
                <TextField id="new-exchange-alternate" label="Alternate exchange" value={(*alternate).clone()}
                    suggestions="exchange-names" hint="Gets what matches no binding; may be empty."
                    error={error_for(&errors, Field::AlternateExchange)} on_edit={typed(&alternate)} />
                <RefusalNote refusal={props.refusal.clone()} />
                <button type="submit" class="button">{ "Declare exchange" }</button>
            </form>
        </details>
    }
}

/// Props of [`BindQueue`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BindQueueProps {
    /// The exchanges that there are, as suggestions.
    pub exchanges: Vec<ExchangeView>,
    /// What the broker refused.
    pub refusal: Option<Refusal>,
    /// The person wants a binding like that.
    pub on_bind: Callback<BindingSettings>,
}

/// A source, a queue and a key. Any name can be typed, also one that is not there: then the broker
/// says what it thinks of it.
#[component]
pub fn BindQueue(props: &BindQueueProps) -> Html {
    let source = use_state(String::new);
    let queue = use_state(String::new);
    let key = use_state(String::new);
    let errors = use_state(Vec::<FieldError>::new);
    let onsubmit = {
        let (source, queue, key) = (source.clone(), queue.clone(), key.clone());
        let (errors, on_bind) = (errors.clone(), props.on_bind.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let parsed = BindingSettings::parse(&source, &queue, &key);
            submit(parsed, &errors, &on_bind);
        })
    };
    html! {
        <details class="drawer">
            <summary>{ "Bind a queue to an exchange" }</summary>
            <form class="form" novalidate=true {onsubmit}>
                <TextField id="bind-exchange" label="From exchange" value={(*source).clone()}
                    suggestions="exchange-names" error={error_for(&errors, Field::Exchange)}
                    on_edit={typed(&source)} />
                <datalist id="exchange-names">
                    { for props.exchanges.iter().map(|it| html! { <option value={it.name.to_string()} /> }) }
                </datalist>
                <TextField id="bind-queue" label="To queue" value={(*queue).clone()} suggestions="queue-names"
                    error={error_for(&errors, Field::Queue)} on_edit={typed(&queue)} />
                <TextField id="bind-key" label="Binding key" value={(*key).clone()}
                    hint="On a topic exchange * stands for one word and # for any number of them."
                    error={error_for(&errors, Field::BindingKey)} on_edit={typed(&key)} />
                <RefusalNote refusal={props.refusal.clone()} />
                <button type="submit" class="button">{ "Bind" }</button>
            </form>
        </details>
    }
}

/// Hands on what was parsed, or shows what is wrong.
fn submit<T: 'static>(
    parsed: Result<T, Vec<FieldError>>,
    errors: &UseStateHandle<Vec<FieldError>>,
    on_parsed: &Callback<T>,
) {
    match parsed {
        Ok(settings) => {
            errors.set(Vec::new());
            on_parsed.emit(settings);
        }
        Err(wrong) => errors.set(wrong),
    }
}

fn typed(text: &UseStateHandle<String>) -> Callback<String> {
    let text = text.clone();
    Callback::from(move |typed| text.set(typed))
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
        "By the headers of messages. Bindings with arguments come with an import; here they have none, \
         and match everything.",
    ),
];
