//! The moment between two views.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::{
    broker::{Millis, Timestamp},
    projection::{Play, PlayState},
};

/// Often enough for a bar that fills, seldom enough to cost nothing.
const TICK_MS: u32 = 100;

/// The view's moment, carried on by the time that has passed since it came, as fast as time goes.
/// It ticks only while something on screen depends on it and time goes at all.
#[hook]
pub(in crate::ui) fn use_clock(view_now: Timestamp, play: Play, needed: bool) -> Timestamp {
    let ticking = needed && play.state == PlayState::Playing;
    let arrived = use_memo((view_now, play), |_| passed_ms());
    let tick = use_force_update();
    use_effect_with(ticking, move |&ticking| {
        let interval = ticking.then(|| Interval::new(TICK_MS, move || tick.force_update()));
        move || drop(interval)
    });
    if !ticking {
        return view_now;
    }
    let passed = passed_ms().saturating_sub(*arrived);
    view_now + Millis(passed * u64::from(play.speed.tenths()) / 10)
}

/// Milliseconds since the page was opened.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser's clock starts at 0 and the fraction is of no interest"
)]
pub(in crate::ui) fn passed_ms() -> u64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0, |performance| performance.now() as u64)
}
