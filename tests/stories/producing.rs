//! Publishing: confirms, returns, many orders at once, and bodies that are no orders.

use leveret::{
    broker::{Alarm, FieldValue, Happening, Method, RoutingKey},
    projection,
    simulation::{Clients, Content, Order, Progress, PublishOrders},
};
use proptest::prelude::*;

use crate::{
    stage::{Keeping, Stage, count, order_1},
    telling::{number, queue_with},
};

#[test]
fn an_order_counts_as_confirmed_only_when_it_is_kept() {
    let mut stage = Stage::producer_only();
    stage.keep();
    stage.keeping = Keeping::Later;
    stage.publish_course_orders();
    let confirmed = |stage: &Stage| stage.world.clients().producer().confirmed();
    assert_eq!(confirmed(&stage), 0);
    stage.keep();
    assert_eq!(confirmed(&stage), 2);
}

#[test]
fn a_mandatory_order_for_no_queue_comes_back() {
    let mut stage = Stage::producer_only();
    let publish = PublishOrders {
        routing_key: RoutingKey::new("nope").unwrap(),
        mandatory: true,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, publish));
    assert_eq!(
        stage.trace(),
        [
            "0.000 producer: Sent order: order_1",
            "0.000 producer: Returned order: order_1 (312 NO_ROUTE): no queue is named nope.",
        ]
    );
    let producer = stage.world.clients().producer();
    assert_eq!(
        (
            producer.published(),
            producer.confirmed(),
            producer.returned()
        ),
        (1, 1, 1)
    );
}

#[test]
fn a_nacked_order_is_counted_and_said() {
    let mut stage = Stage::producer_only();
    let small = queue_with(
        "small",
        [
            ("x-max-length", number(1)),
            ("x-overflow", FieldValue::text("reject-publish")),
        ],
    );
    stage.operate(Method::QueueDeclare(small)).unwrap();
    let publish = PublishOrders {
        routing_key: RoutingKey::new("small").unwrap(),
        count: 3,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, publish));
    assert_eq!(
        stage.trace(),
        [
            "0.000 producer: Sent order: order_1",
            "0.000 producer: Sent order: order_2",
            "0.000 producer: Sent order: order_3",
            "0.000 producer: Nacked: publish 2 of this connection. A queue refused it, so it may be lost.",
            "0.000 producer: Nacked: publish 3 of this connection. A queue refused it, so it may be lost.",
        ]
    );
    let view = projection::producer(stage.world.clients());
    assert_eq!((view.published, view.confirmed, view.nacked), (3, 1, 2));
}

#[test]
fn a_producer_that_is_blocked_waits_until_the_alarm_is_over() {
    let mut stage = Stage::producer_only();
    let state = |stage: &Stage| {
        let view = projection::producer(stage.world.clients());
        (view.published, view.blocked)
    };
    stage.set_alarm(Alarm::Memory, true);
    stage.publish_orders(1);
    assert_eq!(state(&stage), (1, true), "the first is still taken");
    stage.publish_orders(3);
    stage.wait(60_000);
    assert_eq!(state(&stage), (1, true));
    stage.set_alarm(Alarm::Memory, false);
    assert_eq!(state(&stage), (4, false));
    assert_eq!(
        stage.trace(),
        [
            "0.000 producer: Sent order: order_1",
            "0.000 producer: Blocked by the broker: low on memory. Publishes nothing more until it is over.",
            "60.000 producer: No longer blocked: goes on publishing.",
            "60.000 producer: Sent order: order_1",
            "60.000 producer: Sent order: order_2",
            "60.000 producer: Sent order: order_3",
        ]
    );
    let told = stage.take_log().into_iter().map(|line| line.text);
    let told: Vec<String> = told
        .filter(|text| text.starts_with("producer is "))
        .collect();
    assert_eq!(
        told,
        [
            "producer is blocked: it published while the broker is low on memory, so nothing more is read \
             from it",
            "producer is no longer blocked: the broker has enough of everything again",
        ]
    );
}

#[test]
fn the_next_orders_number_stays_above_those_used() {
    let mut stage = Stage::producer_only();
    let next = |stage: &Stage| stage.world.clients().producer().next_order_number();
    assert_eq!(next(&stage), 125);
    stage.publish_course_orders();
    stage.publish_orders(3);
    assert_eq!(next(&stage), 125);
    let publish = PublishOrders {
        count: 2,
        ..PublishOrders::as_the_course_does(Order {
            id: "order_125".to_owned(),
            ..order_1()
        })
    };
    stage.ask(|clients, now| clients.publish(now, publish));
    assert_eq!(next(&stage), 127);
}

#[test]
fn many_orders_go_out_in_portions_and_never_far_ahead_of_their_confirms() {
    let mut stage = Stage::producer_only();
    stage.keeping = Keeping::Later;
    stage.publish_orders(5_000);
    let progress = |stage: &Stage| stage.world.clients().producer().progress();
    let sent_of_5000 = |sent| Some(Progress { sent, total: 5_000 });
    assert_eq!(progress(&stage), sent_of_5000(500));
    stage.wait(1_000);
    assert_eq!(progress(&stage), sent_of_5000(2_000));
    assert_eq!(stage.world.poll_timeout(), None);
    stage.keep();
    stage.wait(1);
    assert_eq!(progress(&stage), sent_of_5000(3_000));
    for _ in 0..3 {
        stage.wait(10);
        stage.keep();
    }
    assert_eq!(progress(&stage), None);
    assert_eq!(stage.counts(), (5_000, 0));
    let producer = stage.world.clients().producer();
    assert_eq!((producer.published(), producer.confirmed()), (5_000, 5_000));
    let trace = stage.trace();
    assert_eq!(trace.len(), 10);
    assert_eq!(
        trace[0],
        "0.000 producer: Sent 500 orders: order_1 to order_500 (500 of 5000)"
    );
    assert_eq!(
        trace[9].split_once(' ').unwrap().1,
        "producer: Sent 500 orders: order_4501 to order_5000 (5000 of 5000)"
    );
}

#[test]
fn a_publish_of_many_can_be_stopped() {
    let mut stage = Stage::producer_only();
    stage.publish_orders(100_000);
    stage.wait(9);
    stage.ask(Clients::stop_publishing);
    stage.wait(60_000);
    assert_eq!(stage.counts(), (5_000, 0));
    assert_eq!(
        stage.trace().last().unwrap(),
        "0.009 producer: Stopped publishing: 5000 of 100000 sent."
    );
    let nothing = stage.try_ask(Clients::stop_publishing);
    assert_eq!(
        nothing.expect_err("nothing is under way").to_string(),
        "No publish of many is under way."
    );
}

#[test]
fn what_waits_to_be_published_is_bounded() {
    let mut stage = Stage::producer_only();
    stage.publish_orders(100_000);
    let more = PublishOrders {
        count: 501,
        ..PublishOrders::as_the_course_does(order_1())
    };
    let refused = stage.try_ask(|clients, now| clients.publish(now, more));
    assert_eq!(
        refused.expect_err("99,500 wait").to_string(),
        "A publish of many is under way, 500 of 100000 sent. Wait for it or stop it."
    );
    // A single one finds room, and its turn after those that wait.
    stage.ask(|clients, now| clients.publish(now, PublishOrders::as_the_course_does(order_1())));
    stage.wait(1_000);
    assert_eq!(stage.counts(), (100_001, 0));
}

#[test]
fn a_restart_in_the_middle_of_many_says_what_cannot_be_known() {
    let mut stage = Stage::producer_only();
    stage.keep();
    stage.keeping = Keeping::Later;
    stage.publish_orders(1_000);
    stage.skip();
    stage.restart();
    let trace = stage.trace();
    assert_eq!(
        trace[0],
        "0.000 producer: Connection closed by the broker: 320 CONNECTION_FORCED - broker forced connection \
         closure with reason 'shutdown'. 500 publishes were unconfirmed; whether the broker kept them the \
         program cannot know."
    );
    stage.keeping = Keeping::AtOnce;
    stage.wait(1_000);
    assert_eq!(stage.world.clients().producer().published(), 1_000);
    assert_eq!(stage.counts(), (1_000, 0));
}

#[test]
fn a_text_that_is_no_order_is_processed_and_said_to_be_none() {
    let mut stage = Stage::course();
    let publish = PublishOrders {
        content: Content::Raw("hello\nworld".to_owned()),
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, publish));
    stage.wait(2_000);
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Waiting for orders...",
            "0.000 producer: Sent order: hello world (not a JSON order)",
            "0.000 consumer-1: Processing order: hello world (not a JSON order)",
            "2.000 consumer-1: Completed order: hello world (not a JSON order)",
        ]
    );
}

#[test]
fn a_publish_before_the_connection_is_open_waits_for_it() {
    let mut clients = Clients::course();
    let now = leveret::broker::Timestamp(0);
    clients.publish_course_orders(now).expect("it is taken");
    let stage = Stage::with(leveret::broker::Broker::new(), clients);
    let published = count(&stage.events, |what| {
        matches!(
            what,
            Happening::Published {
                publish_seq: Some(_),
                ..
            }
        )
    });
    assert_eq!(published, 2);
}

fn any_order() -> impl Strategy<Value = Order> {
    let total = any::<f64>().prop_filter("finite", |total| total.is_finite());
    (any::<String>(), any::<String>(), total).prop_map(|(id, user, total)| Order {
        id,
        user,
        total,
    })
}

proptest! {
    #[test]
    fn every_order_reads_back_from_its_json(order in any_order()) {
        let json = order.to_json();
        prop_assert!(json.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        prop_assert_eq!(Order::parse(json.as_bytes()), Ok(order));
    }

    #[test]
    fn any_bytes_have_a_short_label_in_one_line(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let label = leveret::simulation::Label::of(&body);
        prop_assert!(!label.text.is_empty());
        prop_assert!(label.text.chars().count() <= leveret::simulation::LABEL_CHARS_MAX + 1);
        prop_assert!(!label.text.contains(char::is_control));
        let turns_direction = label.text.contains(['\u{2028}', '\u{202e}', '\u{2066}']);
        prop_assert!(!turns_direction);
    }

    #[test]
    fn any_text_as_an_id_has_a_label_in_one_line(id in any::<String>()) {
        let order = Order { id, ..order_1() };
        let label = leveret::simulation::Label::of(order.to_json().as_bytes());
        prop_assert_eq!(label.is_order, !order.id.is_empty());
        prop_assert!(!label.text.contains(char::is_control));
    }
}
