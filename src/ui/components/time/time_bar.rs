//! Time: whether it goes, how fast, one step at a time, and back.

use yew::prelude::*;

use super::timeline::Timeline;
use crate::{
    broker::Timestamp,
    projection::{Play, PlayState, Seek, Speed, TimelineView},
    ui::{
        components::controls::{BusyButton, Pick, RefusalNote},
        hooks::use_clock,
        words,
    },
    worker::message::Refusal,
};

/// Props of [`TimeBar`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TimeBarProps {
    /// The view's moment.
    pub now: Timestamp,
    /// How time goes.
    pub play: Play,
    /// When something happens next by itself, if something is going to.
    pub next_due: Option<Timestamp>,
    /// How far one can go back, and whether somebody has.
    pub timeline: TimelineView,
    /// Whether a past moment is being made the present.
    pub busy: bool,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
    /// The person wants time to go on, or to stand still.
    pub on_play_state: Callback<PlayState>,
    /// The person wants the next thing to happen.
    pub on_step: Callback<()>,
    /// The person wants time to go so fast.
    pub on_speed: Callback<Speed>,
    /// The person wants to see another moment.
    pub on_seek: Callback<Seek>,
    /// The person wants to go on from the past moment that is shown.
    pub on_go_on: Callback<()>,
}

/// The buttons, the speed, and what time it is.
#[component]
pub fn TimeBar(props: &TimeBarProps) -> Html {
    let now = use_clock(props.now, props.play, true);
    let on_step = props.on_step.reform(|_: MouseEvent| ());
    let on_back = props.on_seek.reform(|_: MouseEvent| Seek::Back);
    html! {
        <section class="panel time" aria-label="Time">
            <div class="time-buttons">
                <button type="button" class="button" onclick={on_back}>{ mark(BACK) }{ "Step back" }</button>
                { play_button(props) }
                <button type="button" class="button" aria-describedby="time-next" onclick={on_step}>
                    { mark(STEP) }{ "Step" }
                </button>
            </div>
            <p class="time-now">
                <span class="time-of-day">{ words::time_of_day(now, props.minutes_behind_utc) }</span>
                <span>{ words::playing(props.play) }</span>
                <span id="time-next" class="time-next">{ words::next_due(now, props.next_due) }</span>
            </p>
            <Pick<Speed> name="speed" legend="Speed" options={speeds(props.play.speed)} is_so={props.play.speed}
                refused={props.refusal.is_some()} on_pick={props.on_speed.clone()} />
            <Timeline timeline={props.timeline.clone()} {now} minutes_behind_utc={props.minutes_behind_utc}
                on_seek={props.on_seek.clone()} />
            if props.timeline.is_past {
                { past(props, now) }
            }
            <RefusalNote refusal={props.refusal.clone()} />
        </section>
    }
}

/// What can be done about a past moment.
fn past(props: &TimeBarProps, now: Timestamp) -> Html {
    let on_present = props.on_seek.reform(|_: MouseEvent| Seek::Present);
    html! {
        <div class="time-past">
            <p>
                <strong>{ words::how_long_ago(props.timeline.ends - now) }</strong>
                { " It can be looked at and played again. What you do needs a present:" }
            </p>
            <div class="time-buttons">
                <button type="button" class="button button-primary" onclick={on_present}>
                    { "Back to the present" }
                </button>
                <BusyButton label="Go on from here" busy_label="Going on from here…"
                    busy={props.busy} on_press={props.on_go_on.clone()} />
            </div>
            <p class="field-hint">{ "Going on from here forgets everything that came after, also on disk." }</p>
        </div>
    }
}

/// One button, so that whoever presses it twice is where they were.
fn play_button(props: &TimeBarProps) -> Html {
    let (shape, label, wanted) = match props.play.state {
        PlayState::Playing => (PAUSE, "Pause", PlayState::Paused),
        PlayState::Paused => (PLAY, "Play", PlayState::Playing),
    };
    let onclick = props.on_play_state.reform(move |_: MouseEvent| wanted);
    html! {
        <button type="button" class="button time-play" {onclick}>{ mark(shape) }{ label }</button>
    }
}

/// Drawn, because not every font has these signs.
fn mark(path: &'static str) -> Html {
    html! { <svg class="time-mark" viewBox="0 0 12 12" aria-hidden="true"><path d={path} /></svg> }
}

/// The speeds on offer, and the one that is so if it is none of them.
fn speeds(is_so: Speed) -> Vec<(AttrValue, Speed)> {
    let offered = SPEEDS_IN_TENTHS
        .iter()
        .filter_map(|&tenths| Speed::of_tenths(tenths).ok());
    let mut speeds: Vec<Speed> = offered.collect();
    if !speeds.contains(&is_so) {
        speeds.push(is_so);
        speeds.sort();
    }
    speeds
        .into_iter()
        .map(|speed| (AttrValue::from(speed.to_string()), speed))
        .collect()
}

const PLAY: &str = "M2 1v10l9-5z";
const PAUSE: &str = "M2 1h3v10H2zM7 1h3v10H7z";
const BACK: &str = "M11 1v10L4 6zM1 1h2.5v10H1z";
const STEP: &str = "M1 1v10l7-5zM8.5 1H11v10H8.5z";

/// From slow motion to a minute in less than a second.
const SPEEDS_IN_TENTHS: [u16; 6] = [1, 5, 10, 20, 100, 1_000];
