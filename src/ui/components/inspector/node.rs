//! A node of the flow, whole: a producer, an exchange, a queue or a consumer with its channels and
//! bindings. What can be done with it stands on its card.

use yew::prelude::*;

use super::content::fact;
use crate::{
    broker::ExchangeName,
    projection::{NodeInspection, Spot},
    ui::hooks::use_dialog,
};

/// How any part of the page asks to see a node whole.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectNode(pub Callback<Spot>);

/// Props of [`NodeButton`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct NodeButtonProps {
    /// The node.
    pub spot: Spot,
    /// What it is called.
    pub name: AttrValue,
}

/// A button on the card of a node that shows all that is known of it.
#[component]
pub fn NodeButton(props: &NodeButtonProps) -> Html {
    let inspect = use_context::<InspectNode>();
    let spot = props.spot.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(InspectNode(on_inspect)) = &inspect {
            on_inspect.emit(spot.clone());
        }
    });
    html! {
        <button type="button" class="button" aria-haspopup="dialog" {onclick}
            aria-label={format!("Inspect {}", props.name)}>{ "Inspect" }</button>
    }
}

/// Props of [`NodeInspector`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct NodeInspectorProps {
    /// The node, if one is looked at.
    pub node: Option<NodeInspection>,
    /// The person has seen enough.
    pub on_close: Callback<()>,
}

/// A dialog. Escape closes it, and the focus goes back to where it was. It shows the node as it is,
/// as long as it is open.
#[component]
pub fn NodeInspector(props: &NodeInspectorProps) -> Html {
    let dialog = use_dialog(props.node.is_some());
    let onclose = props.on_close.reform(|_: Event| ());
    let on_done = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={dialog} class="confirm inspector" aria-labelledby="node-heading" {onclose}>
            <h2 id="node-heading">{ props.node.as_ref().map(|node| heading(&node.spot)) }</h2>
            if let Some(node) = &props.node {
                { for node.sections.iter().enumerate().map(|(index, section)| html! {
                    <section key={index}>
                        <h3>{ &section.heading }</h3>
                        if section.facts.is_empty() {
                            <p class="empty">{ "None." }</p>
                        }
                        <dl class="inspector-facts">
                            { for section.facts.iter().map(|(name, value)| fact(name, value)) }
                        </dl>
                    </section>
                }) }
            }
            <div class="confirm-buttons">
                <button type="button" class="button" onclick={on_done}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

fn heading(spot: &Spot) -> String {
    match spot {
        Spot::Producer => "Producer".to_owned(),
        Spot::Exchange(name) if *name == ExchangeName::default_exchange() => {
            "Exchange (AMQP default)".to_owned()
        }
        Spot::Exchange(name) => format!("Exchange {name}"),
        Spot::Queue(name) => format!("Queue {name}"),
        Spot::Consumer(name) => format!("Consumer {name}"),
        Spot::End(_) => String::new(),
    }
}
