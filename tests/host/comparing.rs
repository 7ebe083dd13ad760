//! Two configurations on the same orders: what the course claims, measured.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::Millis,
    host::{Comparing, Refused},
    projection::{ComparisonView, SideView},
    simulation::{Acknowledgement, Arrivals, ComparisonSettings, Configuration, Field},
};

const SIDE: Configuration = Configuration {
    consumers: 1,
    prefetch_count: 1,
    sleep: Millis(500),
    first_sleep: None,
    acknowledgement: Acknowledgement::AfterSleep,
    crash_at: None,
};

const ARRIVALS: Arrivals = Arrivals {
    per_second: 10,
    seconds: 4,
};

fn compare(a: Configuration, b: Configuration) -> ComparisonView {
    compare_in_slices(a, b, 1_000)
}

fn compare_in_slices(a: Configuration, b: Configuration, steps: u32) -> ComparisonView {
    let settings = ComparisonSettings {
        arrivals: ARRIVALS,
        sides: [a, b],
    };
    let mut comparing = Comparing::begin(settings).unwrap();
    let mut before = 0;
    loop {
        let progress = comparing.go_on(steps);
        assert!(progress.done >= before && progress.done <= progress.total);
        assert_eq!(progress.total, 80);
        before = progress.done;
        if let Some(result) = comparing.result() {
            assert!(progress.is_done());
            return result;
        }
    }
}

fn adds_up(side: &SideView) {
    assert_eq!(side.orders.placed, 40);
    assert!(side.orders.adds_up(), "{:?}", side.orders);
    assert_eq!(side.orders.on_the_way, 0);
    assert_eq!(side.measures.published.iter().sum::<u64>(), 40);
}

#[test]
fn three_consumers_are_done_sooner_than_one() {
    let three = Configuration {
        consumers: 3,
        ..SIDE
    };
    let [one, three] = compare(SIDE, three).sides;
    adds_up(&one);
    adds_up(&three);
    // Forty orders of half a second each, one after the other.
    assert_eq!(one.took, Millis(20_000));
    // Fourteen rounds of three; the third order of the first round comes at 0.2 s.
    assert_eq!(three.took, Millis(7_000));
    assert_eq!(three.measures.consumers.len(), 3);
}

#[test]
fn a_small_prefetch_gives_the_fast_consumer_what_the_slow_one_would_hoard() {
    let with_prefetch = |prefetch_count| Configuration {
        consumers: 2,
        prefetch_count,
        sleep: Millis(200),
        first_sleep: Some(Millis(2_000)),
        ..SIDE
    };
    let [one, ten] = compare(with_prefetch(1), with_prefetch(10)).sides;
    adds_up(&one);
    adds_up(&ten);
    assert!(one.took < ten.took, "{:?} {:?}", one.took, ten.took);
    let slowest = |side: &SideView| side.turnaround.unwrap().p99;
    assert!(slowest(&one) < slowest(&ten));
    // In the queue they wait less with ten: they wait in the slow one's hands.
    let waited = |side: &SideView| side.measures.waiting.in_all.unwrap().p50;
    assert!(waited(&ten) < waited(&one));
}

#[test]
fn a_crash_loses_what_was_acked_when_it_was_sent_and_nothing_that_was_not() {
    let manual = Configuration {
        crash_at: Some(Millis(2_000)),
        ..SIDE
    };
    let automatic = Configuration {
        acknowledgement: Acknowledgement::Automatic,
        ..manual
    };
    let [manual, automatic] = compare(manual, automatic).sides;
    adds_up(&manual);
    adds_up(&automatic);
    assert_eq!((manual.orders.lost, manual.redelivered), (0, 1));
    assert_eq!(manual.orders.fulfilled_once, 40);
    assert!(automatic.orders.lost > 10, "{:?}", automatic.orders);
    assert_eq!(automatic.redelivered, 0);
}

#[test]
fn both_sides_have_the_same_axis() {
    let fast = Configuration {
        sleep: Millis(0),
        ..SIDE
    };
    let [slow, fast] = compare(SIDE, fast).sides;
    let axis = |side: &SideView| {
        (
            side.measures.start,
            side.measures.interval,
            side.measures.end(),
        )
    };
    assert_eq!(axis(&slow), axis(&fast));
    assert!(slow.measures.end().0 >= slow.took.0);
    assert_eq!(slow.measures.acked.iter().sum::<u64>(), 40);
    // The slow side worked all its time, whichever side was longer.
    let [longer, same] = compare(
        Configuration {
            sleep: Millis(1_000),
            ..SIDE
        },
        SIDE,
    )
    .sides;
    assert_eq!(longer.measures.consumers[0].permille_in_all, 1_000);
    assert_eq!(same.measures.consumers[0].permille_in_all, 1_000);
}

#[test]
fn the_same_settings_come_to_the_same_end_however_the_work_is_sliced() {
    let crashing = Configuration {
        consumers: 2,
        first_sleep: Some(Millis(1_500)),
        crash_at: Some(Millis(3_100)),
        ..SIDE
    };
    let whole = compare(crashing, SIDE);
    assert_eq!(whole, compare(crashing, SIDE));
    assert_eq!(whole, compare_in_slices(crashing, SIDE, 1));
    assert_eq!(whole, compare_in_slices(crashing, SIDE, 7));
    let [a, b] = compare(SIDE, SIDE).sides;
    assert_eq!(a, b);
}

#[test]
fn what_is_out_of_range_is_refused() {
    let settings = ComparisonSettings {
        arrivals: Arrivals {
            per_second: 0,
            ..ARRIVALS
        },
        sides: [SIDE, SIDE],
    };
    let refused = Comparing::begin(settings).map(drop).unwrap_err();
    let Refused::Field(error) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.field, Field::Rate);
}
