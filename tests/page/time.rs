//! The time bar: what time it is, whether it goes, and what a person does about it.

use leveret::{
    broker::{Millis, Timestamp},
    projection::{Play, PlayState, Speed},
    ui::components::{TimeBar, TimeBarProps},
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
        refusal: None,
        minutes_behind_utc: 0,
        on_play_state: yew::Callback::noop(),
        on_step: yew::Callback::noop(),
        on_speed: yew::Callback::noop(),
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
