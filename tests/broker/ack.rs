//! Ack, nack and reject: which deliveries they settle, and which tags they refuse.

use super::bench::{Act, Bench, ONE, OTHER, TWO};

#[test]
fn an_ack_takes_the_message_away_for_good() {
    let mut bench = holding(1);
    assert_eq!(bench.on(ONE).ack(1).inside(), ["q@1 acked: client"]);
    assert_eq!(bench.counts("q"), (0, 0));
}

#[test]
fn a_reject_without_requeue_drops_the_message() {
    let mut bench = holding(1);
    assert_eq!(
        bench.on(ONE).reject_drop(1).inside(),
        ["q@1 dropped: reject"]
    );
    assert_eq!(bench.counts("q"), (0, 0));
}

#[test]
fn a_tag_that_was_never_sent_closes_the_channel() {
    let acts: [(Act, &str); 6] = [
        (|bench| bench.on(ONE).ack(99), "60.80"),
        (|bench| bench.on(ONE).ack_multiple(99), "60.80"),
        (|bench| bench.on(ONE).nack_requeue(99), "60.120"),
        (|bench| bench.on(ONE).nack_drop_multiple(99), "60.120"),
        (|bench| bench.on(ONE).reject_drop(99), "60.90"),
        (|bench| bench.on(ONE).reject_requeue(99), "60.90"),
    ];
    for (act, method) in acts {
        let mut bench = holding(2);
        assert_eq!(act(&mut bench).wire(), [unknown(99, method)]);
        assert_eq!(
            bench.ready("q"),
            ["m1 again", "m2 again"],
            "what the channel held is ready again"
        );
    }
}

#[test]
fn a_tag_is_settled_once() {
    let acts: [(Act, &str); 3] = [
        (|bench| bench.on(ONE).ack(1), "60.80"),
        (|bench| bench.on(ONE).nack_requeue(1), "60.120"),
        (|bench| bench.on(ONE).reject_drop(1), "60.90"),
    ];
    for (act, method) in acts {
        let mut bench = holding(2);
        bench.on(ONE).ack(1);
        assert_eq!(act(&mut bench).wire(), [unknown(1, method)]);
    }
}

#[test]
fn a_delivery_with_automatic_acknowledgement_has_no_tag_to_settle() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get_no_ack("q");
    assert_eq!(bench.on(ONE).ack(1).wire(), [unknown(1, "60.80")]);
}

#[test]
fn a_tag_counts_on_its_own_channel_only() {
    let mut bench = holding(1);
    assert_eq!(
        bench.on(TWO).ack(1).wire(),
        ["1.2 channel.close 406 PRECONDITION_FAILED - unknown delivery tag 1 (60.80)"]
    );
    assert_eq!(bench.held(ONE), [1]);
}

#[test]
fn multiple_settles_all_up_to_the_tag() {
    let mut bench = holding(4);
    bench.on(ONE).ack(2);
    assert_eq!(
        bench.on(ONE).ack_multiple(3).inside(),
        ["q@1 acked: client, multiple", "q@3 acked: client, multiple"]
    );
    assert_eq!(bench.held(ONE), [4]);
}

#[test]
fn a_nack_without_requeue_drops_all_up_to_the_tag() {
    let mut bench = holding(3);
    assert_eq!(
        bench.on(ONE).nack_drop_multiple(2).inside(),
        ["q@1 dropped: nack", "q@2 dropped: nack"]
    );
    assert_eq!(bench.held(ONE), [3]);
}

#[test]
fn multiple_is_refused_if_the_tag_itself_is_settled() {
    let mut bench = holding(3);
    bench.on(ONE).ack_multiple(2);
    assert_eq!(bench.on(ONE).ack_multiple(2).wire(), [unknown(2, "60.80")]);
}

#[test]
fn tag_0_with_multiple_means_all_there_are() {
    let mut bench = holding(3);
    assert_eq!(bench.on(ONE).ack_multiple(0).inside().len(), 3);
    assert_eq!(bench.counts("q"), (0, 0));
    assert!(
        bench.on(ONE).ack_multiple(0).wire().is_empty(),
        "even if there are none"
    );
    assert!(bench.on(ONE).nack_requeue_multiple(0).wire().is_empty());
}

#[test]
fn tag_0_alone_is_unknown() {
    assert_eq!(holding(1).on(ONE).ack(0).wire(), [unknown(0, "60.80")]);
    assert_eq!(
        holding(1).on(ONE).reject_requeue(0).wire(),
        [unknown(0, "60.90")]
    );
    assert_eq!(
        holding(1).on(ONE).nack_requeue(0).wire(),
        [unknown(0, "60.120")]
    );
}

#[test]
fn the_greatest_tag_is_a_tag_like_any_other() {
    assert_eq!(
        holding(1).on(ONE).ack_multiple(u64::MAX).wire(),
        [unknown(u64::MAX, "60.80")]
    );
}

#[test]
fn multiple_settles_deliveries_of_every_queue_and_each_delivers_on() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).consume("r", "B");
    bench.on(OTHER).publish_each("q", &["q1", "q2"]);
    bench.on(OTHER).publish_each("r", &["r1", "r2"]);
    let left = bench.on(ONE).ack_multiple(0);
    assert_eq!(left.deliveries(), ["A q2", "B r2"]);
}

/// Channel `ONE` holds messages m1, m2, … of queue `q` under the tags 1, 2, …
fn holding(count: usize) -> Bench {
    let mut bench = Bench::with_queue();
    for number in 1..=count {
        bench.on(OTHER).publish("q", &format!("m{number}"));
        bench.on(ONE).get("q");
    }
    bench
}

fn unknown(tag: u64, method: &str) -> String {
    format!("1.1 channel.close 406 PRECONDITION_FAILED - unknown delivery tag {tag} ({method})")
}
