//! The timeline: from when on anything is known to the present, what happened where, and the moment
//! that is shown.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    broker::{Millis, Timestamp},
    projection::{Mark, Seek, TimelineView},
    ui::words,
};

/// Props of [`Timeline`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TimelineProps {
    /// How far it goes, and what is marked on it.
    pub timeline: TimelineView,
    /// The moment that is shown.
    pub now: Timestamp,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
    /// The person wants to see another moment.
    pub on_seek: Callback<Seek>,
}

/// A slider with the marks above it. What the marks mean is said below it, and in the log.
#[component]
pub(super) fn Timeline(props: &TimelineProps) -> Html {
    let TimelineView {
        begins,
        ends,
        marks,
        ..
    } = &props.timeline;
    let (begins, ends) = (*begins, (*ends).max(props.now));
    let oninput = props.on_seek.reform(move |event: InputEvent| {
        let slider: HtmlInputElement = event.target_unchecked_into();
        Seek::Time(begins + milliseconds(slider.value_as_number()))
    });
    let length = ends - begins;
    html! {
        <div class="timeline">
            <svg class="timeline-marks" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
                { for marks.iter().map(|mark| tick(mark, begins, length)) }
            </svg>
            <input type="range" class="timeline-slider" aria-label="Moment shown" aria-describedby="timeline-marks"
                min="0" max={length.0.to_string()} step={step(length).to_string()}
                value={(props.now - begins).0.to_string()}
                aria-valuetext={words::time_of_day(props.now, props.minutes_behind_utc)} {oninput} />
            <p class="timeline-legend" id="timeline-marks">
                { for words::marks(marks).into_iter().map(|(class, sentence)| html! {
                    <span key={class} class="timeline-kind">
                        <span class={classes!("timeline-swatch", class)} aria-hidden="true"></span>{ sentence }
                    </span>
                }) }
            </p>
        </div>
    }
}

/// A mark of the kind's own height, so that colour is not all that tells kinds apart.
fn tick(mark: &Mark, begins: Timestamp, length: Millis) -> Html {
    let x = (mark.at - begins).0 * 1_000 / length.0.max(1);
    let (class, height) = words::mark_shape(mark.gravest());
    html! {
        <rect key={mark.at.0} {class} x={x.saturating_sub(2).to_string()} width="4"
            y={(12 - height).to_string()} height={height.to_string()} />
    }
}

/// An arrow key goes a hundredth of the way, as long as that is something.
const fn step(length: Millis) -> u64 {
    let hundredth = length.0 / 100;
    if hundredth == 0 { 1 } else { hundredth }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the slider gives a whole number between its ends"
)]
const fn milliseconds(value: f64) -> Millis {
    Millis(value as u64)
}
