//! How slow the disk is.

use yew::prelude::*;

use super::choice::{Choice, radio};
use crate::{broker::Millis, ui::hooks::use_chosen};

/// Props of [`WriteDelay`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct WriteDelayProps {
    /// How long changes wait before they are written.
    pub delay: Millis,
    /// Whether another choice was refused.
    pub refused: bool,
    /// The person wants them to wait so long.
    pub on_delay: Callback<Millis>,
}

/// The choice.
#[component]
pub fn WriteDelay(props: &WriteDelayProps) -> Html {
    let (shown, on_chosen) = use_chosen(props.delay, props.refused);
    let on_delay = props.on_delay.reform(move |delay| {
        on_chosen.emit(delay);
        delay
    });
    html! {
        <fieldset class="write-delay" aria-describedby="write-delay-hint">
            <legend>{ "Slow the disk down" }</legend>
            <div class="write-delay-choices">
                { for DELAYS.iter().map(|&(label, delay)| {
                    let choice = Choice {
                        name: "write-delay",
                        label,
                        hint: "",
                        described_by: None,
                        checked: shown == delay,
                    };
                    radio(&choice, &on_delay.reform(move |_: Event| delay))
                }) }
                <p class="field-hint" id="write-delay-hint">
                    { "So that you can watch a record on its way." }
                </p>
            </div>
        </fieldset>
    }
}

const DELAYS: [(&str, Millis); 3] = [
    ("Off", Millis(0)),
    ("1 s", Millis(1000)),
    ("3 s", Millis(3000)),
];
