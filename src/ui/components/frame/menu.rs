//! What is better not pressed by accident.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDetailsElement, Node};
use yew::prelude::*;

use crate::{
    projection::{ConsumerView, CrashMoment},
    ui::{
        components::{
            breaking::{CrashChoices, FaultChoices},
            controls::ConfirmButton,
        },
        hooks::focus,
    },
    worker::message::Fault,
};

/// Props of [`Menu`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MenuProps {
    /// The consumers, to which something can happen.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// The person wants something broken between a program and the broker, or mended.
    pub on_fault: Callback<Fault>,
    /// The person wants the broker to crash at that moment.
    pub on_crash: Callback<CrashMoment>,
    /// The person wants everything forgotten.
    pub on_reset: Callback<()>,
    /// The person wants to see a panic.
    pub on_panic: Callback<()>,
}

/// The menu. Escape closes it, and so does whatever is chosen.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
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
    let on_crash = {
        let menu = menu.clone();
        props.on_crash.reform(move |moment| {
            close(&menu);
            moment
        })
    };
    let on_fault = {
        let menu = menu.clone();
        props.on_fault.reform(move |fault| {
            close(&menu);
            fault
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
                <FaultChoices consumers={props.consumers.clone()} {on_fault} />
                <CrashChoices {on_crash} />
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

/// What was chosen is not there any more, so the focus goes back to what opened the menu.
fn close(menu: &NodeRef) {
    let Some(menu) = menu.cast::<HtmlDetailsElement>() else {
        return;
    };
    let focus_inside = menu.contains(active_element().as_ref());
    menu.set_open(false);
    if focus_inside && let Ok(Some(summary)) = menu.query_selector("summary") {
        focus(&summary);
    }
}

fn active_element() -> Option<Node> {
    let document = web_sys::window().and_then(|window| window.document())?;
    Some(document.active_element()?.into())
}
