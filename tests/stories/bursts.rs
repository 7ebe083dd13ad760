//! Bursts: many orders from several producers, exact on the virtual clock.

use leveret::{
    broker::{Alarm, Happening, QueueName, Timestamp},
    simulation::{BurstPace, BurstSettings, ClientError, Label, Progress, order_queue},
};

use crate::stage::{Keeping, Stage, delete_order_queue};

fn burst(producers: u8, pace: BurstPace) -> BurstSettings {
    BurstSettings {
        queue: order_queue(),
        producers,
        pace,
    }
}

fn steady(producers: u8, per_second: u32, seconds: u32) -> BurstSettings {
    let pace = BurstPace::Steady {
        per_second,
        seconds,
    };
    burst(producers, pace)
}

fn begin(stage: &mut Stage, settings: &BurstSettings) {
    stage.ask(|clients, now| clients.begin_burst(now, settings));
}

/// When which order was published, and by whom.
fn published(stage: &Stage) -> Vec<(Timestamp, String, String)> {
    let published = stage.events.iter().filter_map(|event| {
        let Happening::Published {
            channel, message, ..
        } = &event.what
        else {
            return None;
        };
        let by = stage.world.name(channel.connection).to_owned();
        Some((event.at, Label::of(&message.body).text, by))
    });
    published.collect()
}

#[test]
fn producers_of_a_burst_take_turns_and_leave_when_all_is_confirmed() {
    let mut stage = Stage::producer_only();
    stage.skip();
    begin(&mut stage, &burst(3, BurstPace::AtOnce { count: 7 }));
    assert_eq!(
        stage.trace(),
        [
            "0.000 producer-2: Sent order: order_125",
            "0.000 producer-2: Sent order: order_128",
            "0.000 producer-2: Sent order: order_131",
            "0.000 producer-3: Sent order: order_126",
            "0.000 producer-3: Sent order: order_129",
            "0.000 producer-4: Sent order: order_127",
            "0.000 producer-4: Sent order: order_130",
        ]
    );
    let clients = stage.world.clients();
    let burst = clients.burst().expect("there was one");
    assert!(!burst.is_running() && !burst.is_stopped());
    assert_eq!(burst.progress(), Progress { sent: 7, total: 7 });
    let confirmed: Vec<(&str, u64)> = burst
        .producers()
        .iter()
        .map(|producer| (producer.name(), producer.confirmed()))
        .collect();
    assert_eq!(
        confirmed,
        [("producer-2", 3), ("producer-3", 2), ("producer-4", 2)]
    );
    assert_eq!(clients.attached_count(), 1, "the page's own stays");
    assert_eq!(clients.producer().next_order_number(), 132);
    assert_eq!(clients.producer().published(), 0);
}

#[test]
fn a_steady_burst_sends_each_order_at_its_moment_however_often_somebody_looks() {
    let run = |frame: u64| {
        let mut stage = Stage::producer_only();
        stage.wait(1_000);
        begin(&mut stage, &steady(3, 7, 2));
        for _ in 0..(3_000 / frame) {
            stage.oversleep(frame);
        }
        published(&stage)
    };
    let exact = run(1);
    let times: Vec<u64> = exact.iter().map(|(at, _, _)| at.0).collect();
    let expected: Vec<u64> = (0..14).map(|index| 1_000 + index * 1_000 / 7).collect();
    assert_eq!(times, expected);
    let orders: Vec<String> = exact.iter().map(|(_, order, _)| order.clone()).collect();
    let counted: Vec<String> = (125..139).map(|number| format!("order_{number}")).collect();
    assert_eq!(orders, counted);
    let by: Vec<&str> = exact.iter().take(4).map(|(_, _, by)| &**by).collect();
    assert_eq!(by, ["producer-2", "producer-3", "producer-4", "producer-2"]);
    for frame in [16, 100, 1_000, 3_000] {
        assert_eq!(run(frame), exact, "one look every {frame} ms");
    }
}

#[test]
fn a_burst_can_be_stopped_and_another_begun() {
    let mut stage = Stage::producer_only();
    begin(&mut stage, &steady(2, 10, 60));
    let another = stage.try_ask(|clients, now| clients.begin_burst(now, &steady(1, 1, 1)));
    assert_eq!(
        another.expect_err("one is under way").to_string(),
        "A burst is under way, 1 of 600 sent. Wait for it or stop it."
    );
    stage.wait(950);
    stage.skip();
    stage.ask(leveret::simulation::Clients::stop_burst);
    assert_eq!(
        stage.trace(),
        [
            "0.950 producer-2: Stopped publishing: 5 of 300 sent.",
            "0.950 producer-3: Stopped publishing: 5 of 300 sent.",
        ]
    );
    stage.wait(60_000);
    assert_eq!(stage.counts(), (10, 0));
    let burst = stage.world.clients().burst().expect("there was one");
    assert!(burst.is_stopped() && !burst.is_running());
    let again = stage.try_ask(leveret::simulation::Clients::stop_burst);
    assert_eq!(again, Err(ClientError::NothingToStop));
    begin(&mut stage, &burst_of_one());
    assert_eq!(stage.counts(), (11, 0));
    let last = published(&stage).pop().expect("it was published");
    assert_eq!(last.1, "order_725", "no id is given twice");
}

fn burst_of_one() -> BurstSettings {
    burst(1, BurstPace::AtOnce { count: 1 })
}

#[test]
fn of_a_long_steady_burst_the_log_tells_each_tenth() {
    let mut stage = Stage::producer_only();
    begin(&mut stage, &steady(1, 100, 10));
    stage.skip();
    stage.wait(20_000);
    let lines = stage.trace();
    assert_eq!(lines.len(), 10);
    assert_eq!(
        lines[9],
        "9.990 producer-2: Sent 1000 of 1000 orders so far, the last one order_1124"
    );
}

#[test]
fn a_burst_waits_for_its_confirms_and_while_the_broker_is_short_of_something() {
    let mut stage = Stage::producer_only();
    stage.keeping = Keeping::Later;
    begin(&mut stage, &burst(2, BurstPace::AtOnce { count: 10 }));
    let burst_now = |stage: &Stage| stage.world.clients().burst().expect("one").clone();
    assert!(burst_now(&stage).is_running(), "nothing is confirmed yet");
    stage.keep();
    assert!(!burst_now(&stage).is_running());

    stage.keeping = Keeping::AtOnce;
    begin(&mut stage, &steady(1, 10, 2));
    stage.set_alarm(Alarm::Disk, true);
    stage.wait(5_000);
    let sent = burst_now(&stage).progress().sent;
    assert!(sent < 5, "{sent} were sent in spite of the alarm");
    stage.set_alarm(Alarm::Disk, false);
    stage.wait(1);
    assert_eq!(
        burst_now(&stage).progress().sent,
        20,
        "what was due is sent"
    );
}

#[test]
fn a_restart_of_the_broker_interrupts_a_burst_and_does_not_wake_one_that_is_over() {
    let mut stage = Stage::producer_only();
    begin(&mut stage, &steady(2, 10, 2));
    stage.wait(500);
    stage.restart();
    assert_eq!(stage.world.clients().attached_count(), 3);
    stage.wait(5_000);
    assert_eq!(stage.counts(), (20, 0));
    stage.restart();
    assert_eq!(stage.world.clients().attached_count(), 1);
}

#[test]
fn a_burst_that_the_broker_refuses_ends() {
    let mut stage = Stage::producer_only();
    stage.operate(delete_order_queue()).expect("it is there");
    let declare = leveret::broker::Method::QueueDeclare(leveret::broker::QueueDeclare {
        queue: order_queue(),
        passive: false,
        durable: false,
        exclusive: false,
        auto_delete: false,
        arguments: leveret::broker::Table::default(),
    });
    stage.operate(declare).expect("it may be declared so");
    begin(&mut stage, &burst(2, BurstPace::AtOnce { count: 10 }));
    let burst = stage.world.clients().burst().expect("there was one");
    assert!(!burst.is_running());
    assert_eq!(burst.progress(), Progress { sent: 0, total: 10 });
}

#[test]
fn a_burst_out_of_range_is_refused_and_uses_no_number() {
    let mut stage = Stage::producer_only();
    let wrong = BurstSettings {
        queue: QueueName::new("order_queue").unwrap(),
        producers: 200,
        pace: BurstPace::AtOnce { count: 0 },
    };
    let refused = stage.try_ask(|clients, now| clients.begin_burst(now, &wrong));
    assert!(matches!(refused, Err(ClientError::Fields(errors)) if errors.len() == 2));
    assert_eq!(stage.world.clients().producer().next_order_number(), 125);
    assert!(stage.world.clients().burst().is_none());
}
