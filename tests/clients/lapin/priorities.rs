//! Priorities: of messages in a queue that has them, and of consumers that share a queue.

use lapin::{
    BasicProperties,
    options::{BasicAckOptions, BasicGetOptions, BasicNackOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable},
};

use super::story::{
    Story, bodies, body, channel, closes_channel, confirming, consume, consume_with, next,
    nothing_comes, send, short, table, tell,
};

#[test]
fn priorities() {
    tell("priorities", async |story| {
        of_messages(story).await;
        overtaking(story).await;
        of_consumers(story).await;
        refused(story).await;
    });
}

fn with_priorities(highest: i32) -> FieldTable {
    table([("x-max-priority", AMQPValue::LongInt(highest))])
}

/// The highest first, equal ones in order; above the queue's maximum counts as it, none as 0.
async fn of_messages(story: &Story) {
    let connection = story.connect().await;
    let channel = channel(&connection).await;
    let transient = QueueDeclareOptions::default();
    let queue = story
        .queue(&channel, "messages", transient, with_priorities(5))
        .await;
    send(&channel, &queue, "0", BasicProperties::default()).await;
    for (number, priority) in [(1, 1), (2, 5), (3, 3), (4, 9), (5, 0), (6, 5), (7, 3)] {
        let properties = BasicProperties::default().with_priority(priority);
        send(&channel, &queue, &number.to_string(), properties).await;
    }
    for redelivered in [false, true] {
        let first = channel
            .basic_get(short(&queue), BasicGetOptions::default())
            .await;
        let first = first
            .expect("the queue can be read")
            .expect("it is not empty");
        assert_eq!((body(&first), *first.properties.priority()), ("2", Some(5)));
        assert_eq!(
            first.redelivered, redelivered,
            "it goes back to the head of its priority"
        );
        if redelivered {
            first
                .ack(BasicAckOptions::default())
                .await
                .expect("it is acknowledged");
        } else {
            let requeue = BasicNackOptions {
                requeue: true,
                ..BasicNackOptions::default()
            };
            first.nack(requeue).await.expect("it is handed back");
        }
    }
    assert_eq!(
        bodies(&channel, &queue).await,
        ["4", "6", "3", "7", "1", "0", "5"]
    );
}

/// A message that comes later overtakes those that wait, but not the one that is already delivered.
async fn overtaking(story: &Story) {
    let connection = story.connect().await;
    // Confirmed, so that all three are in the queue before the first is acknowledged.
    let publisher = confirming(&connection).await;
    let transient = QueueDeclareOptions::default();
    let queue = story
        .queue(&publisher, "overtaking", transient, with_priorities(2))
        .await;
    let lane = channel(&connection).await;
    let mut consumer = consume(&lane, &queue, 1).await;
    for (body, priority) in [("first", 0), ("second", 0), ("urgent", 2)] {
        let properties = BasicProperties::default().with_priority(priority);
        send(&publisher, &queue, body, properties).await;
    }
    for expected in ["first", "urgent", "second"] {
        let delivery = next(&mut consumer).await;
        assert_eq!(body(&delivery), expected);
        delivery
            .ack(BasicAckOptions::default())
            .await
            .expect("it is acknowledged");
    }
}

/// The consumer of higher priority gets all it can hold; the lower one gets the rest.
async fn of_consumers(story: &Story) {
    let connection = story.connect().await;
    let publisher = channel(&connection).await;
    let transient = QueueDeclareOptions::default();
    let queue = story
        .queue(&publisher, "consumers", transient, FieldTable::default())
        .await;
    let (low_lane, high_lane) = (channel(&connection).await, channel(&connection).await);
    let priority = |priority| table([("x-priority", AMQPValue::LongInt(priority))]);
    let mut low = consume_with(&low_lane, &queue, 10, priority(-1)).await;
    let mut high = consume_with(&high_lane, &queue, 2, priority(10)).await;
    for number in 0..5 {
        send(
            &publisher,
            &queue,
            &number.to_string(),
            BasicProperties::default(),
        )
        .await;
    }
    for (consumer, expected) in [(&mut high, &["0", "1"][..]), (&mut low, &["2", "3", "4"])] {
        for expected in expected {
            assert_eq!(body(&next(consumer).await), *expected);
        }
        nothing_comes(consumer).await;
    }
}

/// A maximum that no queue can have.
async fn refused(story: &Story) {
    let connection = story.connect().await;
    let queue = story.name("refused");
    let text = format!(
        "PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue '{queue}' in vhost '/': \
         {{max_value_exceeded,300}}"
    );
    let transient = QueueDeclareOptions::default();
    closes_channel(&connection, 406, &text, async |channel| {
        channel
            .queue_declare(short(&queue), transient, with_priorities(300))
            .await
    })
    .await;
}
