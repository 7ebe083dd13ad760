//! The exchanges that route somewhere, with their bindings.

use yew::prelude::*;

use crate::{
    broker::ExchangeName,
    projection::{BindingView, ExchangeView, Spot},
    ui::{
        components::{
            controls::{ConfirmButton, RefusalNote},
            inspector::NodeButton,
        },
        state::{Refusals, Subject},
        words::count,
    },
};

/// Props of [`ExchangeList`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ExchangeListProps {
    /// All exchanges but the default one.
    pub exchanges: Vec<ExchangeView>,
    /// What was refused, and to whom.
    pub refusals: std::rc::Rc<Refusals>,
    /// The person wants a binding gone.
    pub on_unbind: Callback<(ExchangeName, BindingView)>,
    /// The person wants an exchange gone.
    pub on_delete: Callback<ExchangeName>,
}

/// A card for each. What every broker has is shown once something is bound to it.
#[component]
pub fn ExchangeList(props: &ExchangeListProps) -> Html {
    let shown = |exchange: &&ExchangeView| !exchange.predeclared || !exchange.bindings.is_empty();
    html! {
        { for props.exchanges.iter().filter(shown).map(|exchange| card(exchange, props)) }
    }
}

fn card(exchange: &ExchangeView, props: &ExchangeListProps) -> Html {
    let name = exchange.name.to_string();
    let subject = Subject::Exchange(exchange.name.clone());
    html! {
        <article key={name.clone()} id={format!("exchange-card-{name}")} class="card exchange" tabindex="-1"
            aria-label={format!("Exchange {name}")}>
            <header class="card-head">
                <h3 class="name">{ &name }</h3>
                <span class="badges">
                    <span class="badge">{ format!("{} exchange", exchange.kind) }</span>
                    if !exchange.durable {
                        <span class="badge badge-transient">{ "transient" }</span>
                    }
                    if exchange.internal {
                        <span class="badge">{ "internal" }</span>
                    }
                    if exchange.auto_delete {
                        <span class="badge">{ "auto-delete" }</span>
                    }
                </span>
            </header>
            { arguments(&exchange.arguments) }
            if exchange.bindings.is_empty() {
                <p class="empty">{ "Nothing is bound to it, so what it gets goes nowhere." }</p>
            }
            <ul class="bindings">
                { for exchange.bindings.iter().enumerate().map(|(index, it)| binding(index, it, exchange, props)) }
            </ul>
            <RefusalNote refusal={props.refusals.get(&subject).cloned()} />
            <div class="card-actions">
                <NodeButton spot={Spot::Exchange(exchange.name.clone())} name={name.clone()} />
                if !exchange.predeclared {
                    { delete_button(exchange, props) }
                }
            </div>
        </article>
    }
}

fn binding(
    index: usize,
    binding: &BindingView,
    exchange: &ExchangeView,
    props: &ExchangeListProps,
) -> Html {
    let unbound = (exchange.name.clone(), binding.clone());
    let onclick = props.on_unbind.reform(move |_: MouseEvent| unbound.clone());
    let to = if binding.to_exchange { "exchange " } else { "" };
    let line = format!("{} → {to}{}", key(binding), binding.destination);
    html! {
        <li key={index} class="binding">
            <span class="binding-line"><code>{ &line }</code>{ arguments(&binding.arguments) }</span>
            <button type="button" class="link" aria-label={format!("Unbind {line} from {}", exchange.name)}
                {onclick}>{ "Unbind" }</button>
        </li>
    }
}

/// An empty key is one, too.
fn key(binding: &BindingView) -> &str {
    if binding.key.is_empty() {
        "(empty key)"
    } else {
        &binding.key
    }
}

fn delete_button(exchange: &ExchangeView, props: &ExchangeListProps) -> Html {
    let name = exchange.name.clone();
    let consequence = match exchange.bindings.len() as u64 {
        0 => "The exchange will be gone.".to_owned(),
        bindings => format!(
            "The exchange will be gone, with {}.",
            count(bindings, "binding")
        ),
    };
    html! {
        <ConfirmButton label="Delete" name={format!("Delete exchange {name}")} question={format!("Delete {name}?")}
            {consequence} confirm="Delete" on_confirm={props.on_delete.reform(move |()| name.clone())} />
    }
}

/// What something was declared with, by RabbitMQ's names.
pub(super) fn arguments(arguments: &[(String, String)]) -> Html {
    if arguments.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="declared" aria-label="Arguments">
            { for arguments.iter().map(|(name, value)| html! {
                <li key={name.clone()}><code>{ format!("{name}: {value}") }</code></li>
            }) }
        </ul>
    }
}
