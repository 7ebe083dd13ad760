//! What is there until the worker has shown something.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::ui::{components::controls::reading, state::Phase};

/// A start that takes longer than this deserves a word.
const SLOW_START_MS: u32 = 8000;

/// Props of [`Starting`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StartingProps {
    /// How far the start is.
    pub phase: Phase,
}

/// That the broker starts, how far it is with reading, and a word if nothing is heard of it.
#[component]
pub fn Starting(props: &StartingProps) -> Html {
    let slow = use_state(|| false);
    let silent = props.phase == Phase::Starting;
    {
        let slow = slow.clone();
        use_effect_with(silent, move |&silent| {
            slow.set(false);
            let timeout = silent.then(|| Timeout::new(SLOW_START_MS, move || slow.set(true)));
            move || drop(timeout)
        });
    }
    html! {
        <div class="starting">
            <div role="status">
                <p>{ "Starting the broker…" }</p>
                if *slow {
                    <p>{ "This takes longer than it should. If nothing changes, reload the page. A page that \
                        is opened as a file has no worker: serve it, for example with make serve." }</p>
                }
            </div>
            { reading(&props.phase) }
        </div>
    }
}
