//! The course's program: persistent orders in a durable queue, worked off one at a time and
//! acknowledged.

use lapin::{
    BasicProperties,
    options::{BasicAckOptions, BasicCancelOptions, QueueDeclareOptions, QueueDeleteOptions},
    types::FieldTable,
};
use serde_json::{Value, json};

use super::story::{
    Story, bodies, body, channel, consume, counts, next, nothing_comes, send, short, tell,
};

const QUEUE: &str = "order_queue";

fn orders() -> [Value; 3] {
    [
        json!({ "id": "order_123", "user": "john", "total": 99.99 }),
        json!({ "id": "order_124", "user": "jane", "total": 149.5 }),
        json!({ "id": "order_125", "user": "Zoë", "total": 0 }),
    ]
}

#[test]
fn course() {
    tell("course", async |story| {
        produce(story).await;
        consume_one_at_a_time(story).await;
        share(story).await;
    });
}

/// The first program: it declares, publishes and goes.
async fn produce(story: &Story) {
    let connection = story.connect().await;
    let channel = channel(&connection).await;
    let deleted = channel
        .queue_delete(short(QUEUE), QueueDeleteOptions::default())
        .await;
    deleted.expect("a queue of an earlier run goes");
    let declared = channel.queue_declare(
        short(QUEUE),
        QueueDeclareOptions::durable(),
        FieldTable::default(),
    );
    declared.await.expect("the queue can be declared");
    for order in orders() {
        let persistent = BasicProperties::default().with_delivery_mode(2);
        send(&channel, QUEUE, &order.to_string(), persistent).await;
    }
    counts(&channel, QUEUE, 3, 0).await;
    (connection.close(200, "done".into()).await).expect("the connection can be closed");
}

/// The second program: one order at a time. Holding the first, it must not be given another.
async fn consume_one_at_a_time(story: &Story) {
    let connection = story.connect().await;
    let channel = channel(&connection).await;
    let mut consumer = consume(&channel, QUEUE, 1).await;
    for (order, tag) in orders().into_iter().zip(1..) {
        let delivery = next(&mut consumer).await;
        let processed: Value = serde_json::from_str(body(&delivery)).expect("an order is JSON");
        assert_eq!(processed, order);
        assert_eq!(*delivery.properties.delivery_mode(), Some(2));
        assert_eq!((delivery.delivery_tag, delivery.redelivered), (tag, false));
        assert_eq!(
            (delivery.exchange.as_str(), delivery.routing_key.as_str()),
            ("", QUEUE)
        );
        nothing_comes(&mut consumer).await;
        (delivery.ack(BasicAckOptions::default()).await).expect("the order is acknowledged");
    }
    let cancelled = channel
        .basic_cancel(consumer.tag(), BasicCancelOptions::default())
        .await;
    cancelled.expect("the consumer can be cancelled");
    counts(&channel, QUEUE, 0, 0).await;
}

/// Two consumers with a prefetch of 1: while one is busy, the other gets what comes.
async fn share(story: &Story) {
    let connection = story.connect().await;
    let publisher = channel(&connection).await;
    let (busy_lane, free_lane) = (channel(&connection).await, channel(&connection).await);
    let mut busy = consume(&busy_lane, QUEUE, 1).await;
    let mut free = consume(&free_lane, QUEUE, 1).await;
    for number in 0..5 {
        send(
            &publisher,
            QUEUE,
            &format!("order {number}"),
            BasicProperties::default(),
        )
        .await;
    }
    assert_eq!(body(&next(&mut busy).await), "order 0");
    for number in 1..5 {
        let delivery = next(&mut free).await;
        assert_eq!(body(&delivery), format!("order {number}"));
        (delivery.ack(BasicAckOptions::default()).await).expect("the order is acknowledged");
    }
    nothing_comes(&mut busy).await;

    // The busy one dies: what it held goes to the other, marked.
    (busy_lane.close(200, "dies".into()).await).expect("the channel can be closed");
    let delivery = next(&mut free).await;
    assert_eq!((body(&delivery), delivery.redelivered), ("order 0", true));
    (delivery.ack(BasicAckOptions::default()).await).expect("the order is acknowledged");
    assert_eq!(
        bodies(&publisher, QUEUE).await,
        [""; 0],
        "every order was acknowledged"
    );
    let cancelled = free_lane
        .basic_cancel(free.tag(), BasicCancelOptions::default())
        .await;
    cancelled.expect("the consumer can be cancelled");
    let deleted = publisher
        .queue_delete(short(QUEUE), QueueDeleteOptions::default())
        .await;
    assert_eq!(deleted.expect("the queue can be deleted"), 0);
}
