//! Two tabs and one broker: which of them has it.

use yew::prelude::*;

use crate::{
    ui::{
        components::controls::{BusyButton, RefusalNote},
        hooks::use_focus_if_lost,
    },
    worker::message::Refusal,
};

/// Props of [`HeldElsewhere`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HeldElsewhereProps {
    /// Whether the answer to a choice is still to come.
    pub busy: bool,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants the broker in this tab.
    pub on_take_over: Callback<()>,
    /// The person wants another broker in memory.
    pub on_work_in_memory: Callback<()>,
}

/// What is shown in the tab that came second.
#[component]
pub fn HeldElsewhere(props: &HeldElsewhereProps) -> Html {
    let place = use_focus_if_lost(Some(()));
    html! {
        <section class="notice notice-tabs" tabindex="-1" ref={place} aria-labelledby="held-heading">
            <div class="notice-text">
                <h2 id="held-heading">{ "Another tab holds this broker" }</h2>
                <p role="status">
                    { "Only one tab at a time writes to it, so that nothing gets mixed up. As soon as the other \
                        tab is closed, the broker starts here by itself." }
                </p>
                <ul class="tabs-choices">
                    <li>
                        <BusyButton label="Take over" busy_label="Taking over…" busy={props.busy}
                            class="button-strong" on_press={props.on_take_over.clone()} />
                        <p>
                            { "The broker moves to this tab, with all that is saved. The other tab turns \
                                read-only." }
                        </p>
                    </li>
                    <li>
                        <BusyButton label="Open a separate broker in memory" busy_label="Opening…"
                            busy={props.busy} on_press={props.on_work_in_memory.clone()} />
                        <p>{ "The other tab goes on undisturbed. What you do here is gone with this tab." }</p>
                    </li>
                </ul>
                <RefusalNote refusal={props.refusal.clone()} />
            </div>
        </section>
    }
}

/// Props of [`TakenOver`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TakenOverProps {
    /// Whether another tab has it.
    pub taken_over: bool,
    /// Whether the answer to the button is still to come.
    pub busy: bool,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants the broker back.
    pub on_take_back: Callback<()>,
}

/// What is shown in the tab that had it first.
#[component]
pub fn TakenOver(props: &TakenOverProps) -> Html {
    let place = use_focus_if_lost(props.taken_over.then_some(()));
    html! {
        <>
            <p class="visually-hidden" role="alert">
                if props.taken_over {
                    { "Another tab has taken over this broker." }
                }
            </p>
            if props.taken_over {
                <section class="notice notice-tabs" tabindex="-1" ref={place} aria-labelledby="taken-heading">
                    <div class="notice-text">
                        <h2 id="taken-heading">{ "Another tab has taken over this broker" }</h2>
                        <p>{ "What you see here is how it was, read-only." }</p>
                        <RefusalNote refusal={props.refusal.clone()} />
                    </div>
                    <BusyButton label="Take it back" busy_label="Taking it back…" busy={props.busy}
                        on_press={props.on_take_back.clone()} />
                </section>
            }
        </>
    }
}
