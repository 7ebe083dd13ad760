//! The top of the page: what this is, where it is kept, and the broker's own buttons.

use std::rc::Rc;

use yew::prelude::*;

use super::Menu;
use crate::{
    projection::{ConsumerView, CrashMoment, StorageState},
    ui::{
        components::{controls::RefusalNote, sharing::ScenariosMenu},
        words,
    },
    worker::message::{Fault, Refusal},
};

/// Props of [`Header`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HeaderProps {
    /// Where the broker's state is kept, once that is known.
    pub storage: Option<StorageState>,
    /// Whether the broker can be asked for anything.
    pub running: bool,
    /// The consumers, to which something can happen.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// Where the same is to be seen on a page of its own, if this one stands in another.
    pub full_version: Option<AttrValue>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants the broker restarted.
    pub on_restart: Callback<()>,
    /// The person wants something broken between a program and the broker, or mended.
    pub on_fault: Callback<Fault>,
    /// The person wants to hand the set-up on.
    pub on_share: Callback<()>,
    /// The person wants to know what keys do.
    pub on_shortcuts: Callback<()>,
    /// The person wants the broker to crash at that moment.
    pub on_crash: Callback<CrashMoment>,
    /// The person wants everything forgotten.
    pub on_reset: Callback<()>,
    /// The person wants to see a panic.
    pub on_panic: Callback<()>,
}

/// The header.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let on_restart = props.on_restart.reform(|_: MouseEvent| ());
    let on_share = props.on_share.reform(|_: MouseEvent| ());
    let on_shortcuts = props.on_shortcuts.reform(|_: MouseEvent| ());
    html! {
        <header class="top">
            <div class="brand">
                <img src="./leveret.svg" alt="" width="44" height="44" />
                <div>
                    <h1>{ "Leveret" }</h1>
                    <p>{ "A message broker in this browser tab: RabbitMQ's rules, orders you can touch." }</p>
                </div>
            </div>
            if let Some(address) = &props.full_version {
                <a class="full-version" href={address} target="_blank" rel="noopener">
                    { "Open full version" }<span aria-hidden="true">{ " ↗" }</span>
                    <span class="visually-hidden">{ " in a new tab" }</span>
                </a>
            }
            <div class="top-tools">
                <div class="top-chip">{ storage_chip(props.storage.as_ref()) }</div>
                <ScenariosMenu />
                if props.running {
                    <button type="button" class="button" aria-haspopup="dialog" onclick={on_share}>{ "Share" }</button>
                    <button type="button" class="button" onclick={on_restart}>{ "Restart broker" }</button>
                    <Menu consumers={props.consumers.clone()} on_fault={props.on_fault.clone()}
                        on_crash={props.on_crash.clone()} on_reset={props.on_reset.clone()}
                        on_panic={props.on_panic.clone()} />
                }
                <button type="button" class="button shortcuts-button" aria-haspopup="dialog"
                    aria-label="Keyboard shortcuts" title="Keyboard shortcuts" onclick={on_shortcuts}>
                    <span aria-hidden="true">{ "?" }</span>
                </button>
            </div>
            <RefusalNote refusal={props.refusal.clone()} />
        </header>
    }
}

fn storage_chip(storage: Option<&StorageState>) -> Html {
    let Some(storage) = storage else {
        return Html::default();
    };
    let (class, mark) = match storage {
        StorageState::Saved => ("chip-good", "✓ "),
        StorageState::TakenOver => ("chip-quiet", "■ "),
        StorageState::Full { .. }
        | StorageState::Interrupted { .. }
        | StorageState::Gone { .. }
        | StorageState::NotSaved { .. } => ("chip-bad", "! "),
    };
    html! {
        <span class={classes!("chip", class)}>
            <span aria-hidden="true">{ mark }</span>{ words::storage_in_short(storage) }
        </span>
    }
}
