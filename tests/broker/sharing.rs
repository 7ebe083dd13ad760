//! How consumers share a queue: priorities, exclusive and single active consumers, and a prefetch
//! that they have in common.

use leveret::broker::{Consume, FieldValue, Method, QueueDeclare};

use super::bench::{Bench, ONE, OTHER, TWO, consumer, durable, table};

fn with_priority(tag: &str, priority: i32) -> Method {
    Method::Consume(Consume {
        arguments: table(&[("x-priority", FieldValue::Int(priority))]),
        ..consumer("q", tag)
    })
}

fn exclusive(tag: &str) -> Method {
    Method::Consume(Consume {
        exclusive: true,
        ..consumer("q", tag)
    })
}

fn single_active() -> Bench {
    let mut bench = Bench::new();
    let argument = [("x-single-active-consumer", FieldValue::Bool(true))];
    bench.on(ONE).declare_with("q", &argument);
    bench
}

fn share(bench: &mut Bench, prefetch_count: u16) -> super::trace::Trace {
    bench.on(ONE).send(Method::Qos {
        prefetch_size: 0,
        prefetch_count,
        global: true,
    })
}

#[test]
fn a_higher_priority_is_asked_first_and_a_lower_one_when_it_is_full() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(2);
    bench.on(TWO).send(with_priority("low", -5));
    bench.on(ONE).send(with_priority("high", 10));
    let left = bench.on(OTHER).publish_each("q", &["1", "2", "3"]);
    assert_eq!(
        left.reasons(),
        [
            "high 1: higher priority",
            "high 2: higher priority",
            "low 3: only one with room, high is full at 2/2",
        ]
    );
    bench.on(ONE).ack(1);
    let left = bench.on(OTHER).publish("q", "4");
    assert_eq!(left.reasons(), ["high 4: higher priority"]);
}

#[test]
fn an_exclusive_consumer_keeps_others_off_and_comes_only_first() {
    const IN_USE: &str = "ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use (60.20)";
    let mut bench = Bench::with_queue();
    bench.on(ONE).send(exclusive("A"));
    let left = bench.on(OTHER).consume("q", "B");
    assert_eq!(left.wire(), [format!("2.1 channel.close 403 {IN_USE}")]);
    bench.on(ONE).cancel("A");
    bench.on(TWO).consume("q", "C");
    let left = bench.on(ONE).send(exclusive("D"));
    assert_eq!(left.wire(), [format!("1.1 channel.close 403 {IN_USE}")]);
}

#[test]
fn only_the_single_active_consumer_gets_messages_until_it_goes() {
    let mut bench = single_active();
    bench.on(ONE).qos(1);
    assert_eq!(bench.on(ONE).consume("q", "A").inside(), ["q active: A"]);
    assert!(bench.on(TWO).consume("q", "B").inside().is_empty());
    let left = bench.on(OTHER).publish_each("q", &["1", "2", "3"]);
    assert_eq!(
        left.reasons(),
        ["A 1: single active"],
        "B waits, though free"
    );
    let left = bench.on(ONE).cancel("A");
    assert_eq!(left.inside(), ["q active: B"]);
    assert_eq!(left.deliveries(), ["B 2", "B 3"]);
    assert_eq!(bench.held(ONE), [1], "A keeps what it holds");
}

#[test]
fn the_next_active_consumer_takes_over_what_a_lost_one_held() {
    let mut bench = single_active();
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).consume("q", "B");
    bench.on(TWO).publish("q", "1");
    let left = bench.on(ONE).close();
    assert_eq!(left.deliveries(), ["B 1 again"]);
}

#[test]
fn a_shared_prefetch_counts_all_consumers_of_the_channel() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    share(&mut bench, 3);
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).consume("r", "B");
    bench.on(OTHER).publish_each("q", &["1", "2"]);
    let left = bench.on(OTHER).publish_each("r", &["3", "4", "5"]);
    assert_eq!(left.deliveries(), ["B 3"]);
    assert_eq!(share(&mut bench, 4).deliveries(), ["B 4"], "raised at once");
    assert_eq!(bench.on(ONE).ack(1).deliveries(), ["B 5"], "whoever acks");
}

#[test]
fn both_prefetches_hold_together_and_get_counts_for_neither() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).publish_each("q", &["1", "2", "3", "4"]);
    share(&mut bench, 3);
    bench.on(ONE).qos(1);
    bench.on(ONE).get("q");
    assert_eq!(bench.on(ONE).consume("q", "A").deliveries(), ["A 2"]);
    assert_eq!(bench.on(ONE).consume("q", "B").deliveries(), ["B 3"]);
    assert_eq!(bench.counts("q"), (1, 3));
}

#[test]
fn what_get_holds_when_a_shared_prefetch_is_set_counts_until_that_is_lifted() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).publish_each("q", &["1", "2", "3", "4"]);
    bench.on(ONE).get("q");
    share(&mut bench, 2);
    assert_eq!(bench.on(ONE).consume("q", "A").deliveries(), ["A 2"]);
    let none: [&str; 0] = [];
    assert_eq!(bench.on(ONE).ack(1).deliveries(), none, "even when acked");
    assert_eq!(bench.on(ONE).ack(2).deliveries(), ["A 3"]);
    share(&mut bench, 0);
    assert_eq!(share(&mut bench, 2).deliveries(), none);
    assert_eq!(bench.on(ONE).ack(3).deliveries(), none, "all is delivered");
    let left = bench.on(OTHER).publish_each("q", &["5", "6"]);
    assert_eq!(left.deliveries(), ["A 5"], "4 and 5 are held now");
}

#[test]
fn an_auto_delete_queue_goes_with_its_last_consumer_and_not_before_its_first() {
    let mut bench = Bench::new();
    let auto_delete = QueueDeclare {
        auto_delete: true,
        ..durable("q")
    };
    bench.on(ONE).send(Method::QueueDeclare(auto_delete));
    bench.on(ONE).get("q");
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).consume("q", "B");
    assert!(bench.on(ONE).cancel("A").inside().is_empty());
    let left = bench.on(OTHER).close();
    assert_eq!(left.inside(), ["q deleted: auto-delete"]);
    assert_eq!(left.records(), ["q deleted"]);
}

#[test]
fn an_exclusive_queue_is_its_connections_and_goes_with_it() {
    const LOCKED: &str = "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in \
                          vhost '/'. It could be originally declared on another connection or the \
                          exclusive property value does not match that of the original declaration.";
    let mut bench = Bench::new();
    let exclusive = QueueDeclare {
        exclusive: true,
        ..durable("q")
    };
    bench.on(ONE).send(Method::QueueDeclare(exclusive));
    bench.on(TWO).consume("q", "same connection");
    bench.on(OTHER).publish("q", "anybody may publish");
    assert_eq!(
        bench.on(OTHER).get("q").wire(),
        [format!("2.1 channel.close 405 {LOCKED} (60.70)")]
    );
    let left = bench.close_connection(1, leveret::broker::Disconnect::Lost);
    assert!(
        left.inside()
            .contains(&"q deleted: its owner is gone".to_owned())
    );
}

#[test]
fn recover_hands_everything_out_again() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).publish_each("q", &["1", "2"]);
    assert_eq!(
        bench.on(ONE).send(Method::Recover { requeue: true }).wire(),
        [
            "1.1 basic.recover-ok",
            "1.1 basic.deliver A #3 1 again",
            "1.1 basic.deliver A #4 2 again",
        ]
    );
    let left = bench.on(ONE).send(Method::Recover { requeue: false });
    assert_eq!(
        left.wire(),
        ["connection 1: close 540 NOT_IMPLEMENTED - requeue=false (60.110)"]
    );
}
