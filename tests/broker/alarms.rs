//! Alarms: who publishes while a resource is short is blocked, and nobody else.

use leveret::broker::{Alarm, Command};

use super::{
    bench::{Bench, ONE, OTHER},
    trace::Trace,
};

fn set(bench: &mut Bench, alarm: Alarm, raised: bool) -> Trace {
    bench.ask(Command::SetAlarm { alarm, raised })
}

#[test]
fn the_first_publish_blocks_its_connection_and_is_still_taken() {
    let mut bench = Bench::with_queue();
    assert!(set(&mut bench, Alarm::Memory, true).events.is_empty());
    let left = bench.on(ONE).publish("q", "m1");
    assert_eq!(left.wire(), ["connection 1: blocked, low on memory"]);
    assert_eq!(bench.counts("q"), (1, 0));
    assert!(
        bench.on(ONE).publish("q", "m2").wire().is_empty(),
        "said once"
    );
    assert!(bench.on(OTHER).get("q").wire().len() == 1, "others go on");
}

#[test]
fn it_is_over_when_the_last_alarm_is() {
    let mut bench = Bench::with_queue();
    set(&mut bench, Alarm::Memory, true);
    set(&mut bench, Alarm::Disk, true);
    bench.on(ONE).publish("q", "m1");
    assert!(set(&mut bench, Alarm::Memory, false).events.is_empty());
    assert_eq!(
        set(&mut bench, Alarm::Disk, false).wire(),
        ["connection 1: unblocked"]
    );
    assert!(bench.on(ONE).publish("q", "m2").wire().is_empty());
}
