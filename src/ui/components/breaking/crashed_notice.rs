//! What is shown between a crash of the broker and its return.

use yew::prelude::*;

use crate::ui::{
    components::controls::reading,
    hooks::use_focus_if_lost,
    state::{Phase, State},
};

/// Props of [`CrashedNotice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CrashedNoticeProps {
    /// How far the return is; nothing if there was no crash.
    pub phase: Option<Phase>,
}

impl CrashedNoticeProps {
    /// The props in that state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let phase = match &state.phase {
            Phase::Crashed => Some(state.phase.clone()),
            Phase::Starting | Phase::Loading { .. } => {
                state.untold.is_some().then(|| state.phase.clone())
            }
            Phase::Waiting | Phase::HeldElsewhere | Phase::Running | Phase::Failed(_) => None,
        };
        Self { phase }
    }
}

/// Says that it crashed, and that it comes back by itself.
#[component]
pub fn CrashedNotice(props: &CrashedNoticeProps) -> Html {
    let place = use_focus_if_lost(props.phase.is_some().then_some(()));
    let Some(phase) = &props.phase else {
        return html! { <p class="visually-hidden" role="alert"></p> };
    };
    html! {
        <>
            <p class="visually-hidden" role="alert">{ "The broker has crashed." }</p>
            <section class="notice notice-crash" tabindex="-1" ref={place} aria-labelledby="crashed-heading">
                <div class="notice-text">
                    <h2 id="crashed-heading">{ "The broker has crashed" }</h2>
                    <p>
                        { "Its process ended without another step. Another one starts by itself, from what \
                            is on disk." }
                    </p>
                    { reading(phase) }
                </div>
            </section>
        </>
    }
}
