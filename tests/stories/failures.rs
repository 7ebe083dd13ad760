//! Crashes, refusals and restarts, as the programs live through them.

use leveret::{
    broker::{Method, QueueDeclare, QueueName, Table},
    simulation::{
        Acknowledgement, ClientError, ConsumerSettings, ConsumerState, PublishOrders, order_queue,
    },
};

use crate::stage::{Stage, delete_order_queue, order_1};

#[test]
fn with_automatic_acknowledgement_a_crash_loses_what_was_not_processed() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
    });
    stage.publish_orders(4);
    assert_eq!(stage.counts(), (0, 0));
    stage.wait(3_000);
    stage.skip();
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    assert_eq!(
        stage.trace(),
        [
            "3.000 consumer-1: Crashed. It held nothing unacked.",
            "3.000 consumer-1: Lost for good: order_2, order_3, order_4. With automatic \
             acknowledgement the broker had forgotten them on sending.",
        ]
    );
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.wait(10_000);
    assert_eq!(stage.trace(), ["3.000 consumer-1: Waiting for orders..."]);
}

#[test]
fn a_stopped_consumer_finishes_what_it_holds_and_gets_no_more() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 2);
    stage.publish_orders(3);
    stage.wait(1_000);
    stage.skip();
    stage.ask(|clients, now| clients.stop(now, "consumer-1"));
    assert_eq!(stage.counts(), (1, 2));
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Stopped: basic.cancel. It finishes the 2 messages that it holds.",
            "2.000 consumer-1: Completed order: order_1",
            "2.000 consumer-1: Processing order: order_2",
            "4.000 consumer-1: Completed order: order_2",
        ]
    );
    assert_eq!(stage.counts(), (1, 0));
    let stopped_again = stage.try_ask(|clients, now| clients.stop(now, "consumer-1"));
    let refusal = stopped_again.expect_err("it is stopped");
    assert_eq!(refusal.to_string(), "consumer-1 is not running.");

    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.wait(2_000);
    assert_eq!(
        stage.trace(),
        [
            "11.000 consumer-1: Waiting for orders...",
            "11.000 consumer-1: Processing order: order_3",
            "13.000 consumer-1: Completed order: order_3",
        ]
    );
}

#[test]
fn a_consumer_that_is_removed_leaves_what_it_held_to_others() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.ask(|clients, now| clients.remove(now, "consumer-1"));
    assert_eq!(stage.ready(), ["order_123*", "order_124"]);
    assert!(stage.world.clients().consumers().is_empty());
    stage.add_consumer(ConsumerSettings::default());
    assert_eq!(stage.world.clients().consumers()[0].name(), "consumer-2");
    let gone = stage.try_ask(|clients, now| clients.start(now, "consumer-1"));
    assert_eq!(
        gone,
        Err(ClientError::NoSuchConsumer {
            name: "consumer-1".to_owned()
        })
    );
}

#[test]
fn a_deleted_queue_cancels_its_consumers() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.skip();
    stage
        .operate(delete_order_queue())
        .expect("it may be deleted");
    assert_eq!(
        stage.world.clients().consumers()[0].state(),
        &ConsumerState::CancelledByBroker
    );
    stage.wait(5_000);
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Cancelled by the broker: queue order_queue was deleted.",
            "2.000 consumer-1: Completed order: order_123",
        ]
    );
    // Its program declares the queue when it is run again, as the course's does.
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    assert_eq!(stage.counts(), (0, 0));
    assert_eq!(stage.trace(), ["6.000 consumer-1: Waiting for orders..."]);
}

#[test]
fn a_consumer_of_a_queue_that_is_not_there_is_told_404() {
    let mut stage = Stage::producer_only();
    stage.add_consumer(ConsumerSettings {
        queue: QueueName::new("nope").unwrap(),
        ..ConsumerSettings::default()
    });
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Channel closed by the broker: 404 NOT_FOUND - no queue 'nope' in vhost \
             '/'. The program ends."
        ]
    );
    assert_eq!(
        stage.world.clients().consumers()[0].state(),
        &ConsumerState::ChannelClosed {
            code: 404,
            text: "NOT_FOUND - no queue 'nope' in vhost '/'".to_owned()
        }
    );
    stage
        .operate(declare("nope", false))
        .expect("it may be declared");
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    assert_eq!(stage.trace(), ["0.000 consumer-1: Waiting for orders..."]);
}

#[test]
fn after_a_restart_the_programs_resume_and_unfinished_orders_come_again() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    let transient = PublishOrders {
        persistent: false,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, transient));
    stage.wait(1_000);
    stage.skip();
    stage.restart();
    stage.wait(10_000);
    let closed = "320 CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'";
    assert_eq!(
        stage.trace(),
        [
            &format!("1.000 producer: Connection closed by the broker: {closed}."),
            &format!(
                "1.000 consumer-1: Connection closed: {closed}. Unfinished, to come again: order_123."
            ),
            "1.000 producer: The broker is back: connects again.",
            "1.000 consumer-1: The broker is back: connects again and resumes.",
            "1.000 consumer-1: Waiting for orders...",
            "1.000 consumer-1: Processing order: order_123",
            "3.000 consumer-1: Completed order: order_123",
            "3.000 consumer-1: Processing order: order_124",
            "5.000 consumer-1: Completed order: order_124",
        ]
    );
}

#[test]
fn a_restart_does_not_touch_what_a_program_has_in_memory() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
    });
    stage.publish_orders(2);
    stage.wait(1_000);
    stage.restart();
    stage.skip();
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Completed order: order_1",
            "2.000 consumer-1: Processing order: order_2",
            "4.000 consumer-1: Completed order: order_2",
        ]
    );
}

#[test]
fn an_operators_refused_request_costs_nothing_but_a_look_at_it() {
    let mut stage = Stage::course();
    let refused = stage.operate(declare("amq.mine", true));
    let exception = refused.expect_err("the name is reserved");
    assert_eq!(exception.code.code(), 403);
    let refused = stage.operate(declare("order_queue", false));
    let exception = refused.expect_err("it is durable");
    assert_eq!(exception.code.code(), 406);
    stage.operate(declare("mine", true)).expect("a good name");
    stage.restart();
    stage.operate(declare("mine", true)).expect("it is back");
    let purge = Method::QueuePurge {
        queue: order_queue(),
    };
    stage.operate(purge).expect("it may be purged");
}

fn declare(queue: &str, durable: bool) -> Method {
    Method::QueueDeclare(QueueDeclare {
        queue: QueueName::new(queue).expect("a short name"),
        passive: false,
        durable,
        exclusive: false,
        auto_delete: false,
        arguments: Table::default(),
    })
}
