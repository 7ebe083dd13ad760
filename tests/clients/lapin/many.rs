//! Ten thousand messages through twenty channels of one connection: nothing lost, doubled or
//! overtaken.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{
    future::join_all,
    stream::{StreamExt, select_all},
};
use lapin::{
    BasicProperties, Connection,
    options::{BasicAckOptions, BasicNackOptions, BasicPublishOptions, QueueDeclareOptions},
    types::FieldTable,
};

use super::story::{body, channel, confirming, consume, counts, short, tell};

const PUBLISHERS: usize = 10;
const CONSUMERS: usize = 10;
const MESSAGES: usize = 10_000;
const HANDED_BACK: usize = 1000;

#[test]
fn many() {
    tell("many", async |story| {
        let connection = story.connect().await;
        let keeper = channel(&connection).await;
        let durable = QueueDeclareOptions::durable();
        let queue = story
            .queue(&keeper, "many", durable, FieldTable::default())
            .await;
        publish(&connection, &queue).await;
        counts(&keeper, &queue, 10_000, 0).await;
        let (received, handed_back) = receive(&connection, &queue).await;

        let bodies: BTreeSet<&String> = received.iter().map(|(_, body)| body).collect();
        assert_eq!(bodies.len(), MESSAGES, "each was completed once");
        assert_eq!(handed_back.len(), HANDED_BACK);
        assert_eq!(overtaken(&received, &handed_back), [""; 0]);
        let lanes: BTreeSet<usize> = received.iter().map(|(lane, _)| *lane).collect();
        assert_eq!(lanes.len(), CONSUMERS, "each channel had work");
        // lapin cancels a consumer that nobody listens to any more.
        counts(&keeper, &queue, 0, 0).await;
    });
}

/// Ten channels take turns, so that frames of all of them mix on the wire.
async fn publish(connection: &Connection, queue: &str) {
    let channels = join_all((0..PUBLISHERS).map(|_| confirming(connection))).await;
    let mut open = Vec::new();
    for number in 0..MESSAGES / PUBLISHERS {
        for (publisher, channel) in channels.iter().enumerate() {
            let body = format!("{publisher}:{number}");
            let properties = BasicProperties::default()
                .with_delivery_mode(2)
                .with_type(publisher.to_string().into());
            let options = BasicPublishOptions::default();
            let sent = channel.basic_publish(
                short(""),
                short(queue),
                options,
                body.as_bytes(),
                properties,
            );
            open.push(sent.await.expect("the message can be sent"));
        }
    }
    for confirm in join_all(open).await {
        assert!(confirm.expect("no channel is closed").is_ack());
    }
}

/// Ten channels with a prefetch; some messages are handed back once.
async fn receive(connection: &Connection, queue: &str) -> (Vec<(usize, String)>, BTreeSet<String>) {
    let mut consumers = Vec::new();
    let mut channels = Vec::new();
    for lane in 0..CONSUMERS {
        let channel = channel(connection).await;
        consumers.push(
            consume(&channel, queue, 20)
                .await
                .map(move |delivery| (lane, delivery)),
        );
        channels.push(channel);
    }
    let (mut received, mut handed_back) = (Vec::new(), BTreeSet::new());
    let mut deliveries = select_all(consumers);
    while received.len() < MESSAGES {
        let (lane, delivery) = deliveries.next().await.expect("no consumer is cancelled");
        let delivery = delivery.expect("no channel is closed");
        let body = body(&delivery).to_owned();
        if handed_back.len() < HANDED_BACK
            && !delivery.redelivered
            && body.ends_with(['0', '3', '6'])
        {
            let requeue = BasicNackOptions {
                requeue: true,
                ..BasicNackOptions::default()
            };
            delivery.nack(requeue).await.expect("it is handed back");
            handed_back.insert(body);
            continue;
        }
        assert_eq!(delivery.redelivered, handed_back.contains(&body), "{body}");
        let kind = delivery.properties.kind().as_ref().map(ToString::to_string);
        assert_eq!(kind.as_deref(), body.split(':').next());
        delivery
            .ack(BasicAckOptions::default())
            .await
            .expect("it is acknowledged");
        received.push((lane, body));
    }
    (received, handed_back)
}

/// Each channel gets what a publisher sent in its order; only what was handed back may come late.
fn overtaken(received: &[(usize, String)], handed_back: &BTreeSet<String>) -> Vec<String> {
    let mut latest: BTreeMap<(usize, &str), u32> = BTreeMap::new();
    let mut late = Vec::new();
    for (lane, body) in received
        .iter()
        .filter(|(_, body)| !handed_back.contains(body))
    {
        let (publisher, number) = body.split_once(':').expect("the publisher wrote it so");
        let number = number.parse().expect("the publisher wrote a number");
        let before = latest.insert((*lane, publisher), number);
        if before.is_some_and(|before| number < before) {
            late.push(body.clone());
        }
    }
    late
}
