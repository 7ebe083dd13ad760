//! The top of the page: what this is, where it is kept, and the broker's own buttons.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDetailsElement, Node};
use yew::prelude::*;

use super::{ConfirmButton, RefusalNote};
use crate::{projection::StorageState, worker::message::Refusal};

/// Props of [`Header`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HeaderProps {
    /// Where the broker's state is kept, once that is known.
    pub storage: Option<StorageState>,
    /// Whether the broker can be asked for anything.
    pub running: bool,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants the broker restarted.
    pub on_restart: Callback<()>,
    /// The person wants everything forgotten.
    pub on_reset: Callback<()>,
    /// The person wants to see a panic.
    pub on_panic: Callback<()>,
}

/// The header.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let on_restart = props.on_restart.reform(|_: MouseEvent| ());
    html! {
        <header class="top">
            <div class="brand">
                <img src="./leveret.svg" alt="" width="44" height="44" />
                <div>
                    <h1>{ "Leveret" }</h1>
                    <p>{ "A message broker in this browser tab: RabbitMQ's rules, orders you can touch." }</p>
                </div>
            </div>
            <div class="top-tools">
                <div class="top-chip">{ storage_chip(props.storage.as_ref()) }</div>
                if props.running {
                    <button type="button" class="button" onclick={on_restart}>{ "Restart broker" }</button>
                    <Menu ..props.clone() />
                }
            </div>
            <RefusalNote refusal={props.refusal.clone()} />
        </header>
    }
}

fn storage_chip(storage: Option<&StorageState>) -> Html {
    match storage {
        None | Some(StorageState::TakenOver) => Html::default(),
        Some(StorageState::Saved) => html! {
            <span class="chip chip-good"><span aria-hidden="true">{ "✓ " }</span>{ "Saved in this browser" }</span>
        },
        Some(
            StorageState::Full { reason }
            | StorageState::Interrupted { reason }
            | StorageState::NotSaved { reason },
        ) => html! {
            <span class="chip chip-bad"><span aria-hidden="true">{ "! " }</span>
                { format!("Not saved here: {reason}") }</span>
        },
    }
}

/// What is better not pressed by accident.
#[component]
fn Menu(props: &HeaderProps) -> Html {
    let menu = use_node_ref();
    let onkeydown = {
        let menu = menu.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close(&menu);
            }
        })
    };
    // A press outside takes the focus out of the menu.
    let onfocusout = {
        let menu = menu.clone();
        Callback::from(move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|to| to.dyn_into::<Node>().ok());
            let inside = menu
                .cast::<Node>()
                .is_some_and(|menu| menu.contains(to.as_ref()));
            if !inside {
                close(&menu);
            }
        })
    };
    let on_panic = {
        let menu = menu.clone();
        props.on_panic.reform(move |_: MouseEvent| close(&menu))
    };
    let on_reset = {
        let menu = menu.clone();
        props.on_reset.reform(move |()| close(&menu))
    };
    html! {
        <details class="menu" ref={menu} {onkeydown} {onfocusout}>
            <summary class="button">{ "Break things" }</summary>
            <div class="menu-items" tabindex="-1">
                <div>
                    <button type="button" class="button button-danger" onclick={on_panic}>
                        { "Crash the worker (panic)" }
                    </button>
                    <p>
                        { "The program that holds the broker dies at once. \
                            You can start it again from what was saved." }
                    </p>
                </div>
                <div>
                    <ConfirmButton label="Reset everything" question="Reset everything?"
                        consequence="All queues, messages and consumers are forgotten, here and on disk. \
                            The page begins again with the course's set-up."
                        confirm="Reset everything" on_confirm={on_reset} />
                    <p>{ "Forget all and begin with the course's set-up." }</p>
                </div>
            </div>
        </details>
    }
}

fn close(menu: &NodeRef) {
    if let Some(menu) = menu.cast::<HtmlDetailsElement>() {
        menu.set_open(false);
    }
}
