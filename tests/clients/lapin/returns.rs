//! Mandatory messages: what no queue takes comes back as it was, and before its confirm.

use lapin::{
    BasicProperties, Channel, Confirmation, ExchangeKind,
    message::BasicReturnMessage,
    options::{BasicGetOptions, BasicPublishOptions, QueueBindOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable},
};

use super::story::{Story, body, confirming, short, table, tell, text};

#[test]
fn returns() {
    tell("returns", async |story| {
        with_confirms(story).await;
        alternate_exchange(story).await;
    });
}

fn properties() -> BasicProperties {
    let names = vec![text("a"), text("b")];
    let headers = table([
        ("tries", AMQPValue::LongLongInt(3)),
        ("names", AMQPValue::FieldArray(names.into())),
        (
            "inner",
            AMQPValue::FieldTable(table([("yes", AMQPValue::Boolean(true))])),
        ),
        ("nothing", AMQPValue::Void),
    ]);
    BasicProperties::default()
        .with_content_type("application/json".into())
        .with_delivery_mode(2)
        .with_correlation_id("7".into())
        .with_timestamp(1_700_000_000)
        .with_headers(headers)
}

/// Publishes a mandatory message; what its confirm brings back is what came before the confirm.
async fn send_mandatory(
    channel: &Channel,
    exchange: &str,
    key: &str,
    body: &str,
) -> Option<BasicReturnMessage> {
    let options = BasicPublishOptions {
        mandatory: true,
        ..BasicPublishOptions::default()
    };
    let (exchange, key) = (short(exchange), short(key));
    let sent = channel.basic_publish(exchange, key, options, body.as_bytes(), properties());
    let confirm = sent.await.expect("the message can be sent").await;
    match confirm.expect("the channel is not closed") {
        Confirmation::Ack(returned) => returned,
        refused @ (Confirmation::Nack(_) | Confirmation::NotRequested) => {
            panic!("a mandatory message is confirmed, returned or not: {refused:?}")
        }
    }
}

async fn with_confirms(story: &Story) {
    let connection = story.connect().await;
    let channel = confirming(&connection).await;
    let transient = QueueDeclareOptions::default();
    let queue = story
        .queue(&channel, "taken", transient, FieldTable::default())
        .await;
    assert_eq!(send_mandatory(&channel, "", &queue, "taken").await, None);
    let nowhere = story.name("nowhere");
    for body in ["nobody", ""] {
        let returned = send_mandatory(&channel, "amq.direct", &nowhere, body).await;
        let returned = returned.expect("no queue is bound with this key");
        assert_eq!(
            (returned.reply_code, returned.reply_text.as_str()),
            (312, "NO_ROUTE")
        );
        assert_eq!(returned.exchange.as_str(), "amq.direct");
        assert_eq!(returned.routing_key.as_str(), nowhere);
        assert_eq!(returned.data, body.as_bytes());
        assert_eq!(returned.properties, properties());
    }
    assert_eq!(
        send_mandatory(&channel, "", &queue, "taken").await,
        None,
        "the channel goes on"
    );
}

/// An alternate exchange that finds a queue satisfies mandatory.
async fn alternate_exchange(story: &Story) {
    let connection = story.connect().await;
    let channel = confirming(&connection).await;
    let spare = story
        .exchange(
            &channel,
            "spare",
            ExchangeKind::Fanout,
            FieldTable::default(),
        )
        .await;
    let alternate = table([("alternate-exchange", text(&spare))]);
    let main = story
        .exchange(&channel, "main", ExchangeKind::Direct, alternate)
        .await;
    let transient = QueueDeclareOptions::default();
    let queue = story
        .queue(&channel, "caught", transient, FieldTable::default())
        .await;
    let (options, arguments) = (QueueBindOptions::default(), FieldTable::default());
    let bound = channel.queue_bind(short(&queue), short(&spare), short(""), options, arguments);
    bound.await.expect("the queue can be bound");
    assert_eq!(
        send_mandatory(&channel, &main, "unknown", "caught").await,
        None
    );
    let message = channel
        .basic_get(short(&queue), BasicGetOptions { no_ack: true })
        .await;
    let message = message
        .expect("the queue can be read")
        .expect("it was caught");
    assert_eq!(
        (message.exchange.as_str(), message.routing_key.as_str()),
        (main.as_str(), "unknown")
    );
    assert_eq!((body(&message), message.message_count), ("caught", 0));
    assert_eq!(message.properties, properties());
}
