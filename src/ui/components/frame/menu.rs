//! What is better not pressed by accident.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::{ConsumerView, CrashMoment},
    ui::{
        components::{
            breaking::{CrashChoices, FaultChoices},
            controls::ConfirmButton,
        },
        hooks::{MenuNode, use_menu},
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
    let menu = use_menu();
    let on_crash = menu.closing(&props.on_crash);
    let on_fault = menu.closing(&props.on_fault);
    let on_panic = menu.closing(&props.on_panic).reform(|_: MouseEvent| ());
    let on_reset = menu.closing(&props.on_reset);
    let MenuNode {
        node,
        onkeydown,
        onfocusout,
    } = menu;
    html! {
        <details class="menu" ref={node} {onkeydown} {onfocusout}>
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
