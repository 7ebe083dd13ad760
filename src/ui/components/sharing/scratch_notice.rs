//! What is shown is a scratch copy, and what can be done with it.

use yew::prelude::*;

use crate::{
    ui::{
        components::controls::{BusyButton, RefusalNote},
        state::{Link, Source},
    },
    worker::message::Refusal,
};

/// Props of [`ScratchNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ScratchNoticeProps {
    /// What it is a copy of.
    pub source: Source,
    /// Whether there is a broker of the visitor's own that could be it from now on.
    pub can_keep: bool,
    /// Whether it is being written down, to be kept.
    pub busy: bool,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants to keep it.
    pub on_keep: Callback<()>,
    /// The person wants to see their own broker.
    pub on_leave: Callback<()>,
}

/// The notice. It is there for as long as the copy is shown.
#[component]
pub fn ScratchNotice(props: &ScratchNoticeProps) -> Html {
    let (heading, about) = match &props.source {
        Source::Own => return Html::default(),
        Source::Link(Link::BuiltIn(scenario)) => (scenario.title, scenario.about.to_owned()),
        Source::Link(Link::Elsewhere(address)) => {
            ("A scratch copy", format!("It comes from {address}."))
        }
        Source::Link(Link::Packed(_)) => ("A scratch copy", "It came with the link.".to_owned()),
        Source::Text(_) => (
            "A scratch copy",
            "It begins as it was written down.".to_owned(),
        ),
    };
    let on_leave = props.on_leave.reform(|_: MouseEvent| ());
    html! {
        <section class="notice notice-scratch" aria-labelledby="scratch-heading">
            <div class="notice-text">
                <h2 id="scratch-heading">{ heading }</h2>
                <p>{ about }</p>
                if props.can_keep {
                    <p>{ "Nothing of it is saved, and your own broker stays as you left it." }</p>
                }
            </div>
            if props.can_keep {
                <div class="notice-buttons">
                    <BusyButton label="Keep…" busy_label="Writing it down…" busy={props.busy}
                        on_press={props.on_keep.clone()} />
                    <button type="button" class="button" onclick={on_leave}>{ "Back to my broker" }</button>
                </div>
            }
            <RefusalNote refusal={props.refusal.clone()} />
        </section>
    }
}
