//! A scratch copy is what its scenario says, and the same scenario is the same run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds nothing where something must be has failed"
)]

use std::{fs, path::Path};

use leveret::{
    broker::{Millis, Timestamp},
    host::Host,
    projection::{Play, View},
    ui::state::BUILT_IN,
};

/// When the runs of the built-in scenarios begin.
const BEGINS_AT: Timestamp = Timestamp(1_767_225_600_000);

fn scenario(name: &str) -> String {
    let path = Path::new("static/scenarios").join(format!("{name}.json"));
    fs::read_to_string(path).unwrap()
}

/// Plays a scenario for some time, a turn of the loop each tenth of a second, and gives every view.
fn played(name: &str, seconds: u64) -> Vec<View> {
    let mut host = Host::open(&scenario(name), Play::default()).unwrap();
    let mut now = host.take_leap().unwrap();
    assert_eq!(now, BEGINS_AT);
    let mut views = vec![host.view(now)];
    for _ in 0..seconds * 10 {
        now = now + Millis(100);
        host.advance(now);
        views.push(host.view(now));
    }
    views
}

fn ready(view: &View, queue: &str) -> u64 {
    let queue = view
        .queues
        .iter()
        .find(|shown| shown.name.as_str() == queue);
    queue.unwrap().ready
}

#[test]
fn a_built_in_scenario_is_written_as_it_would_be_saved() {
    for built_in in &BUILT_IN {
        let text = scenario(built_in.name);
        let host = Host::open(&text, Play::default()).unwrap();
        // Opening it delivers some already.
        let saved = host
            .scenario(true)
            .replace("\"deliveries\": 1", "\"deliveries\": 0");
        if saved != text {
            let name = format!("{}.json", built_in.name);
            let right = std::env::temp_dir().join(name);
            fs::write(&right, saved).unwrap();
            panic!("{} differs from {}", built_in.name, right.display());
        }
    }
}

#[test]
fn the_same_scenario_is_the_same_run() {
    for built_in in &BUILT_IN {
        let first = played(built_in.name, 30);
        assert!(first == played(built_in.name, 30), "{}", built_in.name);
    }
}

#[test]
fn a_backlog_waits_for_its_consumer() {
    let views = played("backlog", 30);
    assert_eq!(ready(views.last().unwrap(), "order_queue"), 20);
}

#[test]
fn a_fast_consumer_is_idle_while_the_slow_one_hoards() {
    let views = played("fair-dispatch", 20);
    let held = |view: &View, index: usize| view.consumers[index].held_count;
    let unfair = |view: &View| held(view, 0) > 5 && held(view, 1) == 0;
    assert!(views.iter().any(unfair));
}

#[test]
fn a_poison_order_comes_back_for_ever_and_holds_up_the_others() {
    let views = played("poison", 60);
    let last = views.last().unwrap();
    assert_eq!(last.orders.fulfilled_once, 2);
    assert_eq!(ready(last, "order_queue") + last.consumers[0].held_count, 6);
}

#[test]
fn what_is_rejected_or_too_old_is_dead_lettered() {
    let views = played("dead-letters", 60);
    let last = views.last().unwrap();
    assert_eq!(ready(last, "short_lived_orders"), 0);
    assert!(last.orders.fulfilled_once > 0);
    assert_eq!(
        last.orders.fulfilled_once + ready(last, "orders_to_look_at"),
        10
    );
}

#[test]
fn every_queue_has_its_copy_of_what_is_published_to_all() {
    let views = played("publish-subscribe", 30);
    let last = views.last().unwrap();
    for consumer in &last.consumers {
        assert_eq!(consumer.completed, 3, "{}", consumer.name);
    }
}

#[test]
fn a_scenario_that_cannot_be_is_refused_by_its_place() {
    let broken = scenario("backlog").replacen("\"position\": 2,", "\"position\": 1,", 1);
    let error = Host::open(&broken, Play::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("messages[1]"), "{error}");
    let too_late = scenario("backlog").replacen("1767225600000", "253402300800000", 1);
    let error = Host::open(&too_late, Play::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("begins_at"), "{error}");
}
