//! Declaring queues: once, again, and in ways that are refused.

use leveret::broker::{FieldValue, Happening, Method, QueueDeclare, ShortString, Table};

use super::{
    bench::{Act, Bench, ONE, OTHER, TWO, durable},
    trace::Trace,
};

#[test]
fn a_new_queue_is_empty_and_nobody_consumes_from_it() {
    let left = Bench::new().on(ONE).declare("q");
    assert_eq!(
        left.wire(),
        ["1.1 queue.declare-ok q: 0 ready, 0 consumers"]
    );
    assert!(is_created(&left));
}

#[test]
fn declaring_again_creates_nothing_and_counts_the_ready_messages_only() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    bench.on(OTHER).qos(1);
    bench.on(OTHER).consume("q", "A");
    let left = bench.on(ONE).declare("q");
    assert_eq!(
        left.wire(),
        ["1.1 queue.declare-ok q: 2 ready, 1 consumers"]
    );
    assert!(!is_created(&left));
    assert!(left.records().is_empty());
}

#[test]
fn a_durable_queue_cannot_be_declared_transient() {
    let left = Bench::with_queue().on(ONE).declare_transient("q");
    assert_eq!(
        left.wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' \
             in vhost '/': received 'false' but current is 'true' (50.10)"
        ]
    );
}

#[test]
fn a_transient_queue_cannot_be_declared_durable() {
    let mut bench = Bench::new();
    bench.on(ONE).declare_transient("q");
    assert_eq!(
        bench.on(ONE).declare("q").wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' \
             in vhost '/': received 'true' but current is 'false' (50.10)"
        ]
    );
}

#[test]
fn line_breaks_are_dropped_from_a_name_that_is_declared_or_deleted_and_from_no_other() {
    let mut bench = Bench::new();
    assert_eq!(
        bench.on(ONE).declare("q\r\n1").wire(),
        ["1.1 queue.declare-ok q1: 0 ready, 0 consumers"]
    );
    assert_eq!(
        bench.on(ONE).declare_passive("\nq1").wire(),
        ["1.1 queue.declare-ok q1: 0 ready, 0 consumers"]
    );
    assert_eq!(
        bench.on(TWO).get("q1\n").wire(),
        ["1.2 channel.close 404 NOT_FOUND - no queue 'q1\n' in vhost '/' (60.70)"]
    );
    assert_eq!(
        bench.on(ONE).delete("q1\n").wire(),
        ["1.1 queue.delete-ok q1: 0"]
    );
}

#[test]
fn names_that_start_with_amq_are_reserved() {
    assert_eq!(
        Bench::new().on(ONE).declare("amq.foo").wire(),
        [
            "1.1 channel.close 403 ACCESS_REFUSED - queue name 'amq.foo' contains reserved \
             prefix 'amq.*' (50.10)"
        ]
    );
}

#[test]
fn a_passive_declaration_compares_nothing() {
    let left = Bench::with_queue().on(TWO).declare_passive("q");
    assert_eq!(
        left.wire(),
        ["1.2 queue.declare-ok q: 0 ready, 0 consumers"]
    );
    assert!(!is_created(&left));
}

#[test]
fn a_passive_declaration_of_a_missing_queue_is_refused_whatever_its_name() {
    for name in ["nope", "amq.nope", ""] {
        let mut bench = Bench::new();
        bench.on(ONE).declare("q");
        assert_eq!(
            bench.on(ONE).declare_passive(name).wire(),
            [format!(
                "1.1 channel.close 404 NOT_FOUND - no queue '{name}' in vhost '/' (50.10)"
            )]
        );
    }
}

#[test]
fn an_empty_name_means_the_queue_last_declared_on_the_channel() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    bench.on(ONE).publish("r", "m1");
    bench.on(ONE).declare_passive("q");
    assert_eq!(bench.on(ONE).get("").wire(), ["1.1 basic.get-empty"]);
    bench.on(ONE).declare("r");
    let mut client = bench.on(ONE);
    assert_eq!(client.purge("").wire(), ["1.1 queue.purge-ok r: 1"]);
    assert_eq!(client.consume("", "A").wire(), ["1.1 basic.consume-ok A"]);
    assert_eq!(
        client.delete("").wire(),
        ["1.1 queue.delete-ok r: 0", "1.1 basic.cancel A"]
    );
}

#[test]
fn an_empty_name_means_nothing_where_no_queue_was_declared() {
    let acts: [(Act, &str); 4] = [
        (|bench| bench.on(TWO).purge(""), "50.30"),
        (|bench| bench.on(TWO).delete(""), "50.40"),
        (|bench| bench.on(TWO).consume("", "A"), "60.20"),
        (|bench| bench.on(TWO).get(""), "60.70"),
    ];
    for (act, method) in acts {
        assert_eq!(
            act(&mut Bench::with_queue()).wire(),
            [format!(
                "1.2 channel.close 404 NOT_FOUND - no previously declared queue ({method})"
            )]
        );
    }
}

#[test]
fn a_refused_declaration_leaves_the_queue_as_it_was() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).declare_transient("q");
    assert_eq!(bench.ready("q"), ["m1"]);
}

#[test]
fn a_stream_is_refused_instead_of_being_taken_for_a_queue() {
    let declare = with_argument("x-queue-type", FieldValue::text("stream"));
    let left = Bench::new().on(ONE).send(Method::QueueDeclare(declare));
    assert_eq!(
        left.wire(),
        ["connection 1: close 540 NOT_IMPLEMENTED - queue type 'stream' (50.10)"]
    );
    assert!(left.records().is_empty());
}

#[test]
fn a_queue_type_that_means_nothing_is_refused() {
    let values = [
        (FieldValue::text("bad"), "\"unsupported queue type 'bad'\""),
        (FieldValue::Int(1), "{unacceptable_type,signedint}"),
    ];
    for (value, why) in values {
        let declare = with_argument("x-queue-type", value);
        let left = Bench::new().on(ONE).send(Method::QueueDeclare(declare));
        assert_eq!(
            left.wire(),
            [format!(
                "1.1 channel.close 406 PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue \
                 'q' in vhost '/': {why} (50.10)"
            )]
        );
    }
}

#[test]
fn arguments_that_mean_nothing_are_taken_and_not_compared() {
    let mut bench = Bench::new();
    let mut client = bench.on(ONE);
    let classic = with_argument("x-queue-type", FieldValue::text("classic"));
    client.send(Method::QueueDeclare(classic));
    let unknown = with_argument("x-colour", FieldValue::text("red"));
    let left = client.send(Method::QueueDeclare(unknown));
    assert_eq!(
        left.wire(),
        ["1.1 queue.declare-ok q: 0 ready, 0 consumers"]
    );
}

fn with_argument(name: &str, value: FieldValue) -> QueueDeclare {
    QueueDeclare {
        arguments: Table(vec![(ShortString::of(name), value)]),
        ..durable("q")
    }
}

fn is_created(left: &Trace) -> bool {
    left.events
        .iter()
        .any(|event| matches!(event.what, Happening::QueueDeclared { created: true, .. }))
}
