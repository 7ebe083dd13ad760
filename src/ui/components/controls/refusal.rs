//! A refusal, at the place that asked.

use yew::prelude::*;

use crate::worker::message::Refusal;

/// Props of [`RefusalNote`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RefusalNoteProps {
    /// What was refused, if anything was.
    pub refusal: Option<Refusal>,
}

/// Says what was refused, with RabbitMQ's code and text, and what would be right. The element is
/// always there, because a screen reader announces only what appears in an alert that it knows
/// already.
#[component]
pub fn RefusalNote(props: &RefusalNoteProps) -> Html {
    let Some(refusal) = &props.refusal else {
        return html! { <div class="refusal" role="alert"></div> };
    };
    html! {
        <div class="refusal refusal-shown" role="alert">
            <p class="refusal-text">
                if let Some(code) = refusal.code {
                    <strong class="refusal-code">{ code }</strong>{ " " }
                }
                { &refusal.message }
            </p>
            if !refusal.advice.is_empty() {
                <p>{ &refusal.advice }</p>
            }
        </div>
    }
}
