//! Publisher confirms: everything published is confirmed, a full queue that rejects says so.

use futures_util::future::join_all;
use lapin::{
    BasicProperties, Confirmation,
    options::{BasicPublishOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable},
};

use super::story::{
    Story, bodies, body, confirming, consume, counts, next, send, short, table, tell, text,
};

#[test]
fn confirms() {
    tell("confirms", async |story| {
        many_in_flight(story).await;
        full_queue_rejects(story).await;
        confirmed_when_consumed(story).await;
    });
}

/// Hundreds of open confirms: each publish gets its own.
async fn many_in_flight(story: &Story) {
    let connection = story.connect().await;
    let channel = confirming(&connection).await;
    let durable = QueueDeclareOptions::durable();
    let queue = story
        .queue(&channel, "window", durable, FieldTable::default())
        .await;
    let expected: Vec<String> = (0..500).map(|number| number.to_string()).collect();
    let mut open = Vec::new();
    for body in &expected {
        let (options, persistent) = (
            BasicPublishOptions::default(),
            BasicProperties::default().with_delivery_mode(2),
        );
        let sent = channel.basic_publish(
            short(""),
            short(&queue),
            options,
            body.as_bytes(),
            persistent,
        );
        open.push(sent.await.expect("the message can be sent"));
    }
    for confirm in join_all(open).await {
        assert_eq!(
            confirm.expect("the channel is not closed"),
            Confirmation::Ack(None)
        );
    }
    counts(&channel, &queue, 500, 0).await;
    assert_eq!(bodies(&channel, &queue).await, expected);
    // Without mandatory, a message that no queue takes is confirmed all the same.
    send(
        &channel,
        &story.name("nowhere"),
        "lost",
        BasicProperties::default(),
    )
    .await;
}

/// With reject-publish the newest is refused by a nack, and the queue keeps what it has.
async fn full_queue_rejects(story: &Story) {
    let connection = story.connect().await;
    let channel = confirming(&connection).await;
    let full = table([
        ("x-max-length", AMQPValue::LongInt(2)),
        ("x-overflow", text("reject-publish")),
    ]);
    let queue = story
        .queue(&channel, "full", QueueDeclareOptions::default(), full)
        .await;
    let mut answers = Vec::new();
    for number in 0..5 {
        let (options, properties) = (BasicPublishOptions::default(), BasicProperties::default());
        let number = number.to_string();
        let sent = channel.basic_publish(
            short(""),
            short(&queue),
            options,
            number.as_bytes(),
            properties,
        );
        let confirm = sent.await.expect("the message can be sent").await;
        answers.push(confirm.expect("the channel is not closed").is_ack());
    }
    assert_eq!(answers, [true, true, false, false, false]);
    assert_eq!(bodies(&channel, &queue).await, ["0", "1"]);
    send(&channel, &queue, "again", BasicProperties::default()).await;
    assert_eq!(
        bodies(&channel, &queue).await,
        ["again"],
        "there was room again"
    );
}

/// A confirm does not wait for a consumer, nor does a consumer disturb it.
async fn confirmed_when_consumed(story: &Story) {
    let connection = story.connect().await;
    let channel = confirming(&connection).await;
    let durable = QueueDeclareOptions::durable();
    let queue = story
        .queue(&channel, "live", durable, FieldTable::default())
        .await;
    let mut consumer = consume(&channel, &queue, 0).await;
    for number in 0..20 {
        let persistent = BasicProperties::default().with_delivery_mode(2);
        send(&channel, &queue, &number.to_string(), persistent).await;
    }
    for number in 0..20 {
        assert_eq!(body(&next(&mut consumer).await), number.to_string());
    }
}
