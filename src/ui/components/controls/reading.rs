//! How far a long read of the disk is.

use yew::prelude::*;

use crate::ui::{state::Phase, words::grouped};

/// How many of the stored rows are read; nothing if none are being read. A screen reader can ask
/// for it, and is not told of each step.
pub fn reading(phase: &Phase) -> Html {
    match phase {
        Phase::Loading { read, total } => html! {
            <label class="reading">
                <span>{ format!("Reading {} of {} rows", grouped(*read), grouped(*total)) }</span>
                <progress max={total.to_string()} value={read.to_string()}></progress>
            </label>
        },
        Phase::Waiting
        | Phase::Starting
        | Phase::HeldElsewhere
        | Phase::Running
        | Phase::Crashed
        | Phase::Failed(_) => Html::default(),
    }
}
