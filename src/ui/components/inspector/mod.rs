//! One message, whole: where it stands, what can be done with it, what it says and what happened to
//! it.
//!
//! Everything in it may come from a stranger and is shown as text.

mod actions;
mod content;
mod history;
mod node;

use yew::prelude::*;

pub use self::node::{InspectNode, NodeButton, NodeButtonProps, NodeInspector, NodeInspectorProps};

use self::{actions::actions, content::content, history::history};
use crate::{
    broker::QueueName,
    projection::{Inspection, ShovelView},
    ui::{
        components::controls::RefusalNote,
        hooks::{use_dialog, use_focus_after},
    },
    worker::message::{Call, Refusal},
};

/// Props of [`Inspector`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct InspectorProps {
    /// The message, if one is looked at.
    pub inspected: Option<Inspection>,
    /// The queues that it can be moved to.
    pub queues: Vec<QueueName>,
    /// The shovel, if it was used.
    pub shovel: Option<ShovelView>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
    /// Something is asked for.
    pub on_ask: Callback<Call>,
}

/// A dialog. Escape closes it, and the focus goes back to where it was.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let dialog = use_dialog(props.inspected.is_some());
    let reach = props
        .inspected
        .as_ref()
        .map(|message| message.reach.clone());
    let (heading, on_pressed) = use_focus_after(reach);
    let on_act = props.on_ask.reform(move |call: Call| {
        on_pressed.emit(());
        call
    });
    let onclose = props.on_ask.reform(|_: Event| Call::Inspect(None));
    let on_done = props.on_ask.reform(|_: MouseEvent| Call::Inspect(None));
    html! {
        <dialog ref={dialog} class="confirm inspector" aria-labelledby="inspector-heading" {onclose}>
            <h2 id="inspector-heading" tabindex="-1" ref={heading}>
                { props.inspected.as_ref().map(|message|
                    format!("Message {} of {}", message.position.0, message.queue)) }
            </h2>
            { props.inspected.as_ref().map(|message| inspection(message, props, &on_act)) }
            <div class="confirm-buttons">
                <button type="button" class="button" onclick={on_done}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

fn inspection(message: &Inspection, props: &InspectorProps, on_act: &Callback<Call>) -> Html {
    html! {
        <>
            { actions(message, props, on_act) }
            <RefusalNote refusal={props.refusal.clone()} />
            if let Some(content) = &message.content {
                { self::content(content) }
            } else {
                <p>{ "It is not there any more, and what it said is forgotten." }</p>
            }
            if let Some(history) = &message.history {
                { self::history(history, props.minutes_behind_utc) }
            } else {
                <p>{ "Nothing has happened to it since the page was opened, or it is forgotten." }</p>
            }
        </>
    }
}
