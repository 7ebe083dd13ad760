//! What is measured over a run, on virtual time: depth, rates, waiting time, utilisation.

use leveret::{
    broker::Millis,
    projection::{Measures, Percentiles},
    simulation::{Acknowledgement, ConsumerSettings},
};

use crate::stage::Stage;

fn measures(stage: &Stage) -> Measures {
    stage.gathered.measures(stage.now)
}

#[test]
fn a_backlog_is_measured_second_by_second() {
    let mut stage = Stage::course();
    stage.publish_orders(3);
    stage.wait(6_000);
    let measures = measures(&stage);
    assert_eq!(measures.interval, Millis(1_000));
    assert_eq!(measures.published, [3, 0, 0, 0, 0, 0]);
    assert_eq!(measures.delivered, [1, 0, 1, 0, 1, 0]);
    // The last ack falls into the second that has just begun.
    assert_eq!(measures.acked, [0, 0, 1, 0, 1, 0]);
    let [depth] = &measures.depth[..] else {
        panic!("one queue, not {:?}", measures.depth);
    };
    assert_eq!(depth.ready, [2, 2, 2, 1, 1, 0]);
    assert_eq!(depth.unacked, [1, 1, 1, 1, 1, 1]);
    assert_eq!(measures.consumers[0].permille, [1_000; 6]);
}

#[test]
fn waiting_is_from_the_queue_to_the_first_delivery() {
    let mut stage = Stage::course();
    stage.publish_orders(100);
    stage.wait(1_000);
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.wait(300_000);
    let Some(Percentiles { p50, p95, p99 }) = measures(&stage).waiting.in_all else {
        panic!("a hundred were delivered");
    };
    // The orders waited 0 s, 3 s, 5 s and so on to 199 s.
    let near =
        |said: Millis, seconds: u64| said.0.abs_diff(seconds * 1_000) <= seconds * 1_000 / 30;
    assert!(
        near(p50, 99) && near(p95, 189) && near(p99, 197),
        "{p50:?} {p95:?} {p99:?}"
    );
}

#[test]
fn utilisation_is_the_share_of_the_time_with_something_in_hand() {
    let mut stage = Stage::course();
    stage.publish_orders(2);
    stage.wait(16_000);
    let measures = measures(&stage);
    let [consumer] = &measures.consumers[..] else {
        panic!("one consumer, not {:?}", measures.consumers);
    };
    assert_eq!(
        (consumer.name.as_str(), consumer.permille_in_all),
        ("consumer-1", 250)
    );
    assert_eq!(consumer.permille[..5], [1_000, 1_000, 1_000, 1_000, 0]);
}

#[test]
fn two_consumers_finish_the_same_backlog_in_half_the_time_and_the_numbers_show_it() {
    let run = |consumers: usize| {
        let mut stage = Stage::producer_only();
        for _ in 0..consumers {
            stage.add_consumer(ConsumerSettings::default());
        }
        stage.publish_orders(40);
        stage.wait(100_000);
        let measures = measures(&stage);
        let busy_until = measures.acked.iter().rposition(|count| *count > 0).unwrap();
        (busy_until, measures.waiting.in_all.unwrap().p95)
    };
    let ((alone, p95_alone), (both, p95_both)) = (run(1), run(2));
    assert_eq!((alone, both), (80, 40));
    assert!(
        p95_alone.0.abs_diff(2 * p95_both.0) < p95_alone.0 / 10,
        "{p95_alone:?} {p95_both:?}"
    );
}

#[test]
fn the_whole_run_stays_on_the_axis_however_long_it_is() {
    let mut stage = Stage::course();
    stage.publish_orders(1_000);
    for _ in 0..24 {
        stage.wait(3_600_000);
        let measures = measures(&stage);
        let points = measures.published.len();
        assert!((75..=150).contains(&points), "{points} points");
        assert!(stage.now.0 - measures.end().0 < 2 * measures.interval.0);
        assert_eq!(measures.start.0, 0);
        for line in [
            &measures.delivered,
            &measures.acked,
            &measures.depth[0].ready,
            &measures.consumers[0].permille,
        ] {
            assert_eq!(line.len(), points);
        }
        assert_eq!(measures.waiting.intervals.len(), points);
        assert_eq!(measures.published.iter().sum::<u64>(), 1_000);
        assert_eq!(measures.acked.iter().sum::<u64>(), 1_000);
    }
}

#[test]
fn the_same_is_measured_whether_somebody_looks_or_sleeps() {
    let run = |looks: u64| {
        let mut stage = Stage::course();
        stage.add_consumer(ConsumerSettings {
            acknowledgement: Acknowledgement::Automatic,
            ..ConsumerSettings::default()
        });
        stage.publish_orders(60);
        for _ in 0..looks {
            stage.wait(400_000 / looks);
            measures(&stage);
        }
        measures(&stage)
    };
    assert_eq!(run(1), run(1_000));
}
