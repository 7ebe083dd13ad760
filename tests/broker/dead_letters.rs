//! Messages that go on when a queue gives them up.

use leveret::broker::{DeathReason, FieldValue, Message};

use super::{
    asking::{int, text},
    bench::{Bench, ONE, OTHER},
};

/// `q` sends its dead letters to `dead`, by way of the fanout exchange `dlx`.
fn bench() -> Bench {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_with("q", &[("x-dead-letter-exchange", text("dlx"))]);
    bench.on(ONE).declare("dead");
    bench.on(ONE).exchange("dlx", "fanout");
    bench.on(ONE).bind("dlx", "", "dead");
    bench
}

#[test]
fn a_refused_message_goes_on_with_its_history() {
    let mut bench = bench();
    bench.on(ONE).publish_expiring("q", "m", "60000");
    bench.on(OTHER).get("q");
    let left = bench.on(OTHER).reject_drop(1);
    assert_eq!(
        left.inside(),
        [
            "q@1 dropped: reject",
            "q dead-lettered (rejected) to 'dlx': dead",
            "dead@1 enqueued: kept"
        ]
    );
    assert_eq!(left.records(), ["q@1 removed", "dead@1 enqueued"]);
    let got = bench.on(OTHER).get("dead");
    assert_eq!(got.wire(), ["2.1 basic.get-ok #2 m, 0 left"]);
    let message = got.message();
    assert_eq!(message.exchange.as_str(), "dlx");
    assert_eq!(message.routing_key.as_str(), "q");
    assert_eq!(message.properties.expiration, None);
    assert_eq!(
        header(message, "x-first-death-reason"),
        Some(&text("rejected"))
    );
    assert_eq!(header(message, "x-last-death-queue"), Some(&text("q")));
}

#[test]
fn without_an_exchange_to_go_to_a_dead_letter_is_gone() {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_with("q", &[("x-dead-letter-exchange", text("nowhere"))]);
    bench.on(ONE).publish("q", "m");
    bench.on(OTHER).get("q");
    let left = bench.on(OTHER).reject_drop(1);
    assert!(left.wire().is_empty());
    assert_eq!(
        left.inside(),
        [
            "q@1 dropped: reject",
            "q dead-lettered (rejected) to 'nowhere': no exchange"
        ]
    );
}

#[test]
fn purging_and_deleting_send_nothing_on() {
    let mut bench = bench();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    bench.on(ONE).purge("q");
    bench.on(ONE).publish("q", "m3");
    bench.on(ONE).delete("q");
    assert!(bench.ready("dead").is_empty());
}

#[test]
fn a_client_that_writes_the_history_itself_is_not_believed() {
    let mut bench = bench();
    bench
        .on(ONE)
        .publish_with("q", "m", &[("x-death", text("a lie"))]);
    bench.on(OTHER).get("q");
    bench.on(OTHER).reject_drop(1);
    let got = bench.on(OTHER).get("dead");
    let deaths = got.message().deaths.as_ref().expect("it died");
    let told: Vec<_> = deaths
        .entries
        .iter()
        .map(|death| (death.reason, death.count))
        .collect();
    assert_eq!(told, [(DeathReason::Rejected, 1)]);
    assert!(matches!(
        header(got.message(), "x-death"),
        Some(FieldValue::Array(entries)) if entries.len() == 1
    ));
}

#[test]
fn a_round_that_nobody_stops_is_cut() {
    let mut bench = Bench::new();
    for (name, next) in [("a", "b"), ("b", "a")] {
        bench.on(ONE).declare_with(
            name,
            &[
                ("x-message-ttl", int(10)),
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-routing-key", text(next)),
            ],
        );
    }
    bench.on(ONE).publish("a", "m");
    assert_eq!(
        bench.wait(100).inside(),
        [
            "a@1 dropped: expired",
            "a dead-lettered (expired) to '': b",
            "b@1 enqueued: kept until 28",
            "b@1 dropped: expired",
            "b dead-lettered (expired) to '': nowhere, not again to a"
        ]
    );
}

#[test]
fn a_retry_goes_round_as_often_as_the_consumer_refuses() {
    let mut bench = Bench::new();
    bench.on(ONE).declare_with(
        "work",
        &[
            ("x-dead-letter-exchange", text("")),
            ("x-dead-letter-routing-key", text("wait")),
        ],
    );
    bench.on(ONE).declare_with(
        "wait",
        &[
            ("x-message-ttl", int(1000)),
            ("x-dead-letter-exchange", text("")),
            ("x-dead-letter-routing-key", text("work")),
        ],
    );
    bench.on(OTHER).consume("work", "A");
    bench.on(ONE).publish("work", "m");
    for round in 1..=3 {
        bench.on(OTHER).reject_drop(round);
        let left = bench.wait(1000);
        assert_eq!(left.deliveries(), ["A m"]);
        let deaths = left.message().deaths.as_ref().expect("it died");
        let told: Vec<_> = deaths
            .entries
            .iter()
            .map(|death| (death.queue.as_str(), death.reason.name(), death.count))
            .collect();
        assert_eq!(
            told,
            [("wait", "expired", round), ("work", "rejected", round)]
        );
    }
}

#[test]
fn the_history_outlives_a_restart() {
    let mut bench = bench();
    bench.on(ONE).publish("q", "m");
    bench.on(OTHER).get("q");
    bench.on(OTHER).reject_drop(1);
    bench.ask(leveret::broker::Command::Restart);
    bench.open_all();
    let got = bench.on(ONE).get("dead");
    assert!(got.message().deaths.is_some());
    assert_eq!(
        header(got.message(), "x-first-death-queue"),
        Some(&text("q"))
    );
}

fn header<'a>(message: &'a Message, name: &str) -> Option<&'a FieldValue> {
    message.properties.headers.as_ref()?.find(name)
}
