//! A network that stands still, and the button that heals it.

use yew::prelude::*;

use crate::{
    broker::Timestamp,
    projection::NetworkView,
    ui::{hooks::use_focus_if_lost, words},
    worker::message::Fault,
};

/// Props of [`NetworkNote`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct NetworkNoteProps {
    /// Whose network it is.
    pub name: AttrValue,
    /// How it stands still, if it does.
    pub network: Option<NetworkView>,
    /// The moment.
    pub now: Timestamp,
    /// The person wants it healed.
    pub on_fault: Callback<Fault>,
}

/// The note, while there is something to say.
#[component]
pub fn NetworkNote(props: &NetworkNoteProps) -> Html {
    // Who paused it was at a button that is gone now.
    let note = use_focus_if_lost(props.network.map(|_| ()));
    let Some(network) = &props.network else {
        return Html::default();
    };
    let name = props.name.to_string();
    let onclick = props
        .on_fault
        .reform(move |_: MouseEvent| Fault::HealNetwork { name: name.clone() });
    html! {
        <div class="explanation explanation-bad fault-note" ref={note} tabindex="-1">
            <p>{ words::network(network, props.now) }</p>
            <button type="button" class="button"
                aria-label={format!("Heal the network of {}", props.name)} {onclick}>
                { "Heal the network" }
            </button>
        </div>
    }
}
