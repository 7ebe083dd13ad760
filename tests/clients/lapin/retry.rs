//! Dead letters: a retry with a pause, built of a rejection, a waiting queue with a TTL, and a
//! count of x-death.

use std::time::Duration;

use lapin::{
    BasicProperties, ExchangeKind,
    message::Delivery,
    options::{BasicAckOptions, BasicRejectOptions, QueueBindOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable},
};
use tokio::time::Instant;

use super::story::{
    Story, bodies, body, channel, consume, counts, next, send, short, table, tell, text,
};

const PAUSE_MS: u16 = 150;
const TRIES: i64 = 3;

#[test]
fn retry() {
    tell("retry", async |story| {
        with_a_pause(story).await;
        expired(story).await;
        too_many(story).await;
    });
}

/// Three failures, each followed by a pause; then the worker gives up and parks the message.
async fn with_a_pause(story: &Story) {
    let connection = story.connect().await;
    let channel = channel(&connection).await;
    let durable = QueueDeclareOptions::durable();
    let failed = story
        .exchange(
            &channel,
            "failed",
            ExchangeKind::Direct,
            FieldTable::default(),
        )
        .await;
    let to_failed = table([("x-dead-letter-exchange", text(&failed))]);
    let work = story.queue(&channel, "work", durable, to_failed).await;
    let back = table([
        ("x-message-ttl", AMQPValue::LongInt(PAUSE_MS.into())),
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text(&work)),
    ]);
    let wait = story.queue(&channel, "wait", durable, back).await;
    let parked = story
        .queue(&channel, "parked", durable, FieldTable::default())
        .await;
    let (options, arguments) = (QueueBindOptions::default(), FieldTable::default());
    let bound = channel.queue_bind(
        short(&wait),
        short(&failed),
        short(&work),
        options,
        arguments,
    );
    bound.await.expect("the queue can be bound");

    let mut consumer = consume(&channel, &work, 1).await;
    let mine = BasicProperties::default().with_headers(table([("mine", text("kept"))]));
    send(&channel, &work, "flaky", mine).await;
    let mut failed_at = Instant::now();
    for failures in 0..=TRIES {
        let delivery = next(&mut consumer).await;
        assert_eq!((body(&delivery), delivery.redelivered), ("flaky", false));
        assert_eq!(header(&delivery, "mine"), Some(&text("kept")));
        if failures > 0 {
            let pause = failed_at.elapsed();
            assert!(
                pause >= Duration::from_millis(PAUSE_MS.into()).mul_f32(0.95),
                "{pause:?}"
            );
            let expected = [
                (
                    "expired",
                    wait.as_str(),
                    failures,
                    failed.as_str(),
                    work.as_str(),
                ),
                ("rejected", &work, failures, "", &work),
            ];
            assert_deaths(&delivery, &expected);
            assert_eq!(header(&delivery, "x-first-death-queue"), Some(&text(&work)));
            assert_eq!(
                header(&delivery, "x-first-death-reason"),
                Some(&text("rejected"))
            );
            assert_eq!(header(&delivery, "x-first-death-exchange"), Some(&text("")));
        }
        if failures == TRIES {
            send(
                &channel,
                &parked,
                body(&delivery),
                BasicProperties::default(),
            )
            .await;
            (delivery.ack(BasicAckOptions::default()).await).expect("the message is acknowledged");
            break;
        }
        failed_at = Instant::now();
        let rejected = delivery.reject(BasicRejectOptions { requeue: false }).await;
        rejected.expect("the message is rejected");
    }
    counts(&channel, &wait, 0, 0).await;
    counts(&channel, &work, 0, 1).await;
    assert_eq!(bodies(&channel, &parked).await, ["flaky"]);
}

fn header<'a>(delivery: &'a Delivery, name: &str) -> Option<&'a AMQPValue> {
    delivery.properties.headers().as_ref()?.inner().get(name)
}

/// The deaths of a message, latest first: reason, queue, count, exchange, its one routing key.
fn assert_deaths(delivery: &Delivery, expected: &[(&str, &str, i64, &str, &str)]) {
    let Some(AMQPValue::FieldArray(deaths)) = header(delivery, "x-death") else {
        panic!("no x-death: {:?}", delivery.properties);
    };
    assert_eq!(deaths.as_slice().len(), expected.len(), "{deaths:?}");
    for (death, (reason, queue, count, exchange, key)) in deaths.as_slice().iter().zip(expected) {
        let AMQPValue::FieldTable(death) = death else {
            panic!("a death is a table: {death:?}");
        };
        let mut death = death.inner().clone();
        let time = death.remove("time");
        assert!(matches!(time, Some(AMQPValue::Timestamp(_))), "{time:?}");
        let expected = table([
            ("reason", text(reason)),
            ("queue", text(queue)),
            ("count", AMQPValue::LongLongInt(*count)),
            ("exchange", text(exchange)),
            (
                "routing-keys",
                AMQPValue::FieldArray(vec![text(key)].into()),
            ),
        ]);
        assert_eq!(&death, expected.inner());
    }
}

/// A message with an expiration of its own dies once: the property goes, and x-death remembers it.
async fn expired(story: &Story) {
    let connection = story.connect().await;
    let channel = channel(&connection).await;
    let transient = QueueDeclareOptions::default();
    let grave = story
        .queue(&channel, "grave", transient, FieldTable::default())
        .await;
    let arguments = table([
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text(&grave)),
    ]);
    let short_lived = story.queue(&channel, "short", transient, arguments).await;
    let mut consumer = consume(&channel, &grave, 0).await;
    let brief = BasicProperties::default().with_expiration("100".into());
    send(&channel, &short_lived, "brief", brief).await;
    let delivery = next(&mut consumer).await;
    assert_eq!(body(&delivery), "brief");
    assert_eq!(*delivery.properties.expiration(), None);
    let Some(AMQPValue::FieldArray(deaths)) = header(&delivery, "x-death") else {
        panic!("no x-death: {:?}", delivery.properties);
    };
    let [AMQPValue::FieldTable(death)] = deaths.as_slice() else {
        panic!("it died once: {deaths:?}");
    };
    assert_eq!(death.inner().get("reason"), Some(&text("expired")));
    assert_eq!(death.inner().get("queue"), Some(&text(&short_lived)));
    assert_eq!(death.inner().get("original-expiration"), Some(&text("100")));
}

/// A full queue drops its oldest message to the dead letters.
async fn too_many(story: &Story) {
    let connection = story.connect().await;
    let channel = channel(&connection).await;
    let transient = QueueDeclareOptions::default();
    let grave = story
        .queue(&channel, "dropped", transient, FieldTable::default())
        .await;
    let narrow = table([
        ("x-max-length", AMQPValue::LongInt(2)),
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text(&grave)),
    ]);
    let full = story.queue(&channel, "narrow", transient, narrow).await;
    let mut consumer = consume(&channel, &grave, 0).await;
    for number in 0..5 {
        send(
            &channel,
            &full,
            &number.to_string(),
            BasicProperties::default(),
        )
        .await;
    }
    for number in 0..3 {
        let delivery = next(&mut consumer).await;
        assert_eq!(body(&delivery), number.to_string());
        assert_deaths(&delivery, &[("maxlen", &full, 1, "", &full)]);
    }
    assert_eq!(bodies(&channel, &full).await, ["3", "4"]);
}
