//! Messages settled by hand, and the tags that a person may get wrong.

use leveret::{
    broker::{DeliveryTag, Happening},
    simulation::{Acknowledgement, ClientError, ConsumerState, Settlement},
};

use crate::stage::{Stage, count, delete_order_queue};

/// A consumer that acks by hand and holds three orders.
fn by_hand() -> Stage {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.prefetch_count = 3;
        settings.acknowledgement = Acknowledgement::ByHand;
    });
    stage.publish_orders(3);
    stage.wait(60_000);
    stage
}

fn settle(stage: &mut Stage, tag: u64, settlement: Settlement) -> Result<(), ClientError> {
    stage.try_ask(|clients, now| clients.settle(now, "consumer-1", DeliveryTag(tag), settlement))
}

#[test]
fn messages_wait_for_the_hand_and_are_acked_requeued_or_dropped() {
    let mut stage = by_hand();
    assert_eq!(stage.counts(), (0, 3));
    settle(&mut stage, 2, Settlement::Ack).expect("held");
    settle(&mut stage, 3, Settlement::Drop).expect("held");
    settle(&mut stage, 1, Settlement::Requeue).expect("held");
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Waiting for orders...",
            "0.000 consumer-1: Now with prefetch 3: cancels and consumes again, since the broker takes \
             these only when a consumer starts.",
            "0.000 producer: Sent order: order_1",
            "0.000 producer: Sent order: order_2",
            "0.000 producer: Sent order: order_3",
            "0.000 consumer-1: Processing order: order_1",
            "0.000 consumer-1: Processing order: order_2",
            "0.000 consumer-1: Processing order: order_3",
            "60.000 consumer-1: Completed order: order_2",
            "60.000 consumer-1: Dropped order: order_3 (basic.reject)",
            "60.000 consumer-1: Requeued order: order_1 (basic.nack)",
            "60.000 consumer-1: Processing order: order_1",
        ]
    );
    assert_eq!(stage.counts(), (0, 1));
    let held: Vec<_> = stage.world.clients().consumers()[0]
        .held()
        .map(|(work, done_at)| (work.delivery_tag.0, work.redelivered, done_at))
        .collect();
    assert_eq!(held, [(4, true, None)]);
}

#[test]
fn a_message_acked_by_hand_is_not_acked_again_after_the_sleep() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.skip();
    settle(&mut stage, 1, Settlement::Ack).expect("held");
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Completed order: order_123",
            "1.000 consumer-1: Processing order: order_124",
            "3.000 consumer-1: Completed order: order_124",
        ]
    );
    let consumer = &stage.world.clients().consumers()[0];
    assert_eq!(consumer.state(), &ConsumerState::Consuming);
    assert_eq!(consumer.completed(), 2);
}

#[test]
fn a_hand_that_comes_too_late_is_told_so_and_nothing_breaks() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(2_000);
    let late = settle(&mut stage, 1, Settlement::Drop).expect_err("acked in the meantime");
    assert_eq!(
        late.to_string(),
        "consumer-1 does not hold delivery tag 1 any more: it was acked, requeued or dropped in the \
         meantime."
    );
    assert_eq!(
        stage.world.clients().consumers()[0].state(),
        &ConsumerState::Consuming
    );
}

#[test]
fn an_unknown_tag_closes_the_channel_and_ends_the_program() {
    let mut stage = by_hand();
    stage.skip();
    stage.ask(|clients, now| clients.ack_tag(now, "consumer-1", DeliveryTag(99), false));
    assert_eq!(
        stage.trace(),
        [
            "60.000 consumer-1: Channel closed by the broker: 406 PRECONDITION_FAILED - unknown delivery \
             tag 99. The program ends, and the broker requeues what it held."
        ]
    );
    assert_eq!(
        stage.world.clients().consumers()[0].state(),
        &ConsumerState::ChannelClosed {
            code: 406,
            text: "PRECONDITION_FAILED - unknown delivery tag 99".to_owned()
        }
    );
    assert_eq!(stage.ready(), ["order_1*", "order_2*", "order_3*"]);
    let refused = settle(&mut stage, 1, Settlement::Ack).expect_err("no channel");
    assert_eq!(
        refused.to_string(),
        "consumer-1 has no open channel; start it first."
    );
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    assert_eq!(stage.counts(), (0, 3));
}

#[test]
fn any_tag_that_is_outstanding_can_be_acked_alone_or_with_all_before_it() {
    let ack = |tag, multiple| {
        let mut stage = by_hand();
        stage.skip();
        stage.ask(|clients, now| clients.ack_tag(now, "consumer-1", DeliveryTag(tag), multiple));
        let acked = count(&stage.events, |what| {
            matches!(what, Happening::Acked { .. })
        });
        let consumer = &stage.world.clients().consumers()[0];
        assert_eq!(consumer.state(), &ConsumerState::Consuming);
        assert_eq!(consumer.completed(), acked as u64);
        assert_eq!(consumer.held().count() as u64, stage.counts().1);
        acked
    };
    assert_eq!(ack(2, false), 1);
    assert_eq!(ack(2, true), 2);
    assert_eq!(ack(0, true), 3);
}

#[test]
fn a_delivery_of_a_deleted_queue_can_be_acked_once() {
    let mut stage = by_hand();
    stage
        .operate(delete_order_queue())
        .expect("it may be deleted");
    stage.skip();
    settle(&mut stage, 1, Settlement::Ack).expect("held");
    stage.ask(|clients, now| clients.ack_tag(now, "consumer-1", DeliveryTag(3), true));
    assert_eq!(
        stage.trace(),
        [
            "60.000 consumer-1: Completed order: order_1",
            "60.000 consumer-1: Completed order: order_2",
            "60.000 consumer-1: Completed order: order_3",
        ]
    );
    assert_eq!(
        stage.world.clients().consumers()[0].state(),
        &ConsumerState::CancelledByBroker
    );
}

#[test]
fn a_consumer_changed_to_acking_by_hand_lays_down_its_work_and_takes_it_up_again() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.skip();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::ByHand;
    });
    stage.wait(10_000);
    assert_eq!(stage.trace(), Vec::<String>::new());
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::AfterSleep;
    });
    stage.wait(2_000);
    assert_eq!(
        stage.trace(),
        [
            "13.000 consumer-1: Completed order: order_123",
            "13.000 consumer-1: Processing order: order_124",
        ]
    );
}
