//! The time bar: what time it is, whether it goes, and what a person does about it.

use leveret::{
    broker::{Millis, Timestamp},
    projection::{Mark, MarkKind, Play, PlayState, Seek, Speed, TimelineView},
    ui::components::time::{TimeBar, TimeBarProps},
    worker::message::Refusal,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::{Calls, Page, text};

const NOON: Timestamp = Timestamp(1_763_812_800_000);

fn bar(state: PlayState) -> TimeBarProps {
    TimeBarProps {
        now: NOON,
        play: Play {
            state,
            speed: Speed::REAL,
        },
        next_due: Some(NOON + Millis(1_500)),
        timeline: TimelineView {
            begins: Timestamp(NOON.0 - 60_000),
            ends: NOON,
            ..TimelineView::default()
        },
        busy: false,
        refusal: None,
        minutes_behind_utc: 0,
        on_play_state: yew::Callback::noop(),
        on_step: yew::Callback::noop(),
        on_speed: yew::Callback::noop(),
        on_seek: yew::Callback::noop(),
        on_go_on: yew::Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn one_button_pauses_and_plays() {
    let wanted = Calls::default();
    for (state, label, expected) in [
        (PlayState::Playing, "Pause", PlayState::Paused),
        (PlayState::Paused, "Play", PlayState::Playing),
    ] {
        let page = Page::of::<TimeBar>(TimeBarProps {
            on_play_state: wanted.callback(),
            ..bar(state)
        })
        .await;
        page.press(label).await;
        assert_eq!(wanted.taken(), [expected]);
    }
}

#[wasm_bindgen_test]
async fn paused_the_time_stands_and_the_next_thing_is_announced_to_who_steps() {
    let stepped = Calls::default();
    let page = Page::of::<TimeBar>(TimeBarProps {
        on_step: stepped.callback(),
        ..bar(PlayState::Paused)
    })
    .await;
    page.says("12:00:00");
    page.says("paused");
    page.says("Next in 1.5 s.");
    let described = page.one("[aria-describedby=time-next]");
    assert_eq!(text(&described), "Step");
    page.press("Step").await;
    assert_eq!(stepped.taken(), [()]);
}

#[wasm_bindgen_test]
async fn a_speed_is_picked_and_stays_picked_while_the_answer_is_on_its_way() {
    let picked = Calls::default();
    let page = Page::of::<TimeBar>(TimeBarProps {
        on_speed: picked.callback(),
        ..bar(PlayState::Playing)
    })
    .await;
    page.says("playing at 1×");
    page.click("label:last-of-type input[name=speed]").await;
    assert_eq!(picked.taken(), [Speed::MAX]);
    let fastest: HtmlInputElement = page
        .one("label:last-of-type input[name=speed]")
        .unchecked_into();
    assert!(fastest.checked());
}

#[wasm_bindgen_test]
async fn a_speed_that_is_not_on_offer_stands_among_the_others() {
    let mut odd = bar(PlayState::Playing);
    odd.play.speed = Speed::of_tenths(30).unwrap();
    let page = Page::of::<TimeBar>(odd).await;
    let names: Vec<String> = page.all(".choice").iter().map(text).collect();
    assert_eq!(names, ["0.1×", "0.5×", "1×", "2×", "3×", "10×", "100×"]);
}

#[wasm_bindgen_test]
async fn a_step_that_cannot_be_made_says_why_where_it_was_asked_for() {
    let page = Page::of::<TimeBar>(TimeBarProps {
        refusal: Some(Refusal {
            field: None,
            code: None,
            message: "Nothing is going to happen by itself.".to_owned(),
            advice: "Publish an order.".to_owned(),
        }),
        next_due: None,
        ..bar(PlayState::Paused)
    })
    .await;
    page.says("Nothing is due by itself.");
    assert!(text(&page.one("[role=alert]")).contains("Nothing is going to happen by itself."));
}

#[wasm_bindgen_test]
async fn the_slider_goes_to_the_moment_that_it_shows() {
    let sought = Calls::default();
    let page = Page::of::<TimeBar>(TimeBarProps {
        on_seek: sought.callback(),
        ..bar(PlayState::Paused)
    })
    .await;
    let slider: HtmlInputElement = page.one("input[type=range]").unchecked_into();
    assert_eq!(slider.value(), "60000", "it stands at the present");
    assert_eq!(
        slider.get_attribute("aria-valuetext").as_deref(),
        Some("12:00:00")
    );
    slider.set_value("15000");
    let event = web_sys::InputEvent::new("input").unwrap();
    slider.dispatch_event(&event).unwrap();
    page.press("Step back").await;
    let then = Timestamp(NOON.0 - 45_000);
    assert_eq!(sought.taken(), [Seek::Time(then), Seek::Back]);
}

#[wasm_bindgen_test]
async fn a_past_moment_says_so_and_what_can_be_done() {
    let (sought, gone_on) = (Calls::default(), Calls::default());
    let mut props = TimeBarProps {
        now: Timestamp(NOON.0 - 2_500),
        on_seek: sought.callback(),
        on_go_on: gone_on.callback(),
        ..bar(PlayState::Paused)
    };
    let page = Page::of::<TimeBar>(props.clone()).await;
    assert!(page.all(".time-past").is_empty());
    props.timeline.is_past = true;
    let page = Page::of::<TimeBar>(props).await;
    page.says("A past moment, 2.5 s ago.");
    page.press("Back to the present").await;
    page.press("Go on from here").await;
    assert_eq!(sought.taken(), [Seek::Present]);
    assert_eq!(gone_on.taken(), [()]);
}

#[wasm_bindgen_test]
async fn marks_stand_where_things_happened_and_are_told_in_words() {
    let mut props = bar(PlayState::Paused);
    let fault = Mark::new(Timestamp(NOON.0 - 30_000), MarkKind::Fault);
    props.timeline.marks = vec![fault.and(fault)];
    let page = Page::of::<TimeBar>(props).await;
    let mark = page.one(".timeline-marks rect");
    assert_eq!(mark.get_attribute("x").as_deref(), Some("498"));
    page.says("2 faults");
}
