//! What was measured and what became of orders belong to the moment that is shown.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{Millis, Timestamp},
    projection::{OrderCounts, PlayState, Seek, Speed},
    worker::message::{Call, ConsumerAction},
};

use crate::page::Page;

fn fates(page: &mut Page) -> [u64; 4] {
    let counts: OrderCounts = page.view().orders;
    [
        counts.fulfilled_once,
        counts.fulfilled_twice,
        counts.lost,
        counts.on_the_way,
    ]
}

fn after_the_course_orders() -> Page {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    page
}

#[test]
fn measures_go_to_the_page_once_for_what_is_new_in_them() {
    let mut page = after_the_course_orders();
    assert!(page.view().measures.is_some(), "a new page has none");
    assert!(page.view().measures.is_none(), "and then it has them");
    page.pass(Millis(3_000));
    let measures = page.view().measures.unwrap();
    assert_eq!(measures.published, [2, 0, 0]);
    assert_eq!(measures.end(), measures.start + Millis(3_000));
    page.pass(Millis(900));
    assert!(page.view().measures.is_none(), "no interval has ended");
}

#[test]
fn however_fast_the_clock_goes_measures_go_five_times_a_second() {
    let mut page = after_the_course_orders();
    page.call(Call::SetSpeed(Speed::MAX)).unwrap();
    let mut sent = 0;
    for _frame in 0..60 {
        page.pass(Millis(100_000 / 60));
        sent += u64::from(page.view().measures.is_some());
    }
    assert!((4..=6).contains(&sent), "{sent} in a second");
}

#[test]
fn a_past_moment_has_the_fates_and_the_measures_of_its_time() {
    let mut page = after_the_course_orders();
    let begin = page.now;
    page.pass(Millis(10_000));
    assert_eq!(fates(&mut page), [2, 0, 0, 0]);
    page.view();
    page.call(Call::Seek(Seek::Time(begin + Millis(3_000))))
        .unwrap();
    let view = page.view();
    let measures = view.measures.unwrap();
    assert_eq!(measures.end(), begin + Millis(3_000));
    assert_eq!(measures.acked, [0, 0, 1]);
    assert_eq!(fates(&mut page), [1, 0, 0, 1]);
    page.call(Call::Seek(Seek::Present)).unwrap();
    assert_eq!(page.view().measures.unwrap().acked.iter().sum::<u64>(), 2);
    assert_eq!(fates(&mut page), [2, 0, 0, 0]);
}

#[test]
fn whoever_goes_on_from_the_past_counts_on_from_there() {
    let mut page = after_the_course_orders();
    let begin: Timestamp = page.now;
    page.pass(Millis(10_000));
    page.call(Call::Seek(Seek::Time(begin + Millis(3_000))))
        .unwrap();
    page.go_on_from_here().unwrap();
    assert_eq!(fates(&mut page), [1, 0, 0, 1]);
    page.call(Call::Consumer {
        name: "consumer-1".to_owned(),
        action: ConsumerAction::Crash,
    })
    .unwrap();
    page.call(Call::SetPlayState(PlayState::Playing)).unwrap();
    page.pass(Millis(7_000));
    let measures = page.view().measures.unwrap();
    assert_eq!(measures.acked.iter().sum::<u64>(), 1);
    assert_eq!(fates(&mut page), [1, 0, 0, 1]);
}
