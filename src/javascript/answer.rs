//! Answers: what promises carry, and what callbacks are given.

use js_sys::Uint8Array;
use serde::Serialize;
use serde_wasm_bindgen::{Serializer, preserve};
use tsify::Tsify;
use wasm_bindgen::JsValue;

use super::properties::{self, BasicProperties};
use crate::broker::{DeliveryTag, Message, ReplyCode};

/// What `queueDeclare` answers.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct QueueDeclareOk {
    /// The queue's name, which the broker has chosen if none was given.
    pub(super) queue: String,
    /// Ready messages in it.
    pub(super) message_count: u64,
    /// Consumers on it.
    pub(super) consumer_count: u64,
}

/// How many messages went.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageCount {
    /// Ready messages that are gone.
    pub(super) message_count: u64,
}

/// A message that was delivered.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delivery {
    /// The consumer's tag.
    pub(super) consumer_tag: String,
    /// The delivery's number on its channel, from 1, by which it is acked.
    pub(super) delivery_tag: u64,
    /// Whether the message had been handed out before.
    pub(super) redelivered: bool,
    /// The exchange that it was published to.
    pub(super) exchange: String,
    /// The routing key that it was published with.
    pub(super) routing_key: String,
    /// What the publisher said about it.
    pub(super) properties: BasicProperties,
    /// The payload.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint8Array")]
    pub(super) body: JsValue,
}

/// A message that was fetched.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetOk {
    /// The delivery's number on its channel, from 1, by which it is acked.
    pub(super) delivery_tag: u64,
    /// Whether the message had been handed out before.
    pub(super) redelivered: bool,
    /// The exchange that it was published to.
    pub(super) exchange: String,
    /// The routing key that it was published with.
    pub(super) routing_key: String,
    /// Ready messages left in the queue.
    pub(super) message_count: u64,
    /// What the publisher said about it.
    pub(super) properties: BasicProperties,
    /// The payload.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint8Array")]
    pub(super) body: JsValue,
}

/// A mandatory message that no queue took.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReturnedMessage {
    /// Why, as a number: 312.
    pub(super) code: u16,
    /// Why, as RabbitMQ names it: `NO_ROUTE`.
    pub(super) reply: String,
    /// The exchange that it was published to.
    pub(super) exchange: String,
    /// The routing key that it was published with.
    pub(super) routing_key: String,
    /// What the publisher said about it.
    pub(super) properties: BasicProperties,
    /// The payload.
    #[serde(with = "preserve")]
    #[tsify(type = "Uint8Array")]
    pub(super) body: JsValue,
}

impl Delivery {
    pub(super) fn of(
        consumer_tag: &str,
        tag: DeliveryTag,
        redelivered: bool,
        message: &Message,
    ) -> Self {
        Self {
            consumer_tag: consumer_tag.to_owned(),
            delivery_tag: tag.0,
            redelivered,
            exchange: message.exchange.as_str().to_owned(),
            routing_key: message.routing_key.as_str().to_owned(),
            properties: properties::write(&message.properties),
            body: body_of(message),
        }
    }
}

impl GetOk {
    pub(super) fn of(
        tag: DeliveryTag,
        redelivered: bool,
        message_count: u64,
        message: &Message,
    ) -> Self {
        Self {
            delivery_tag: tag.0,
            redelivered,
            exchange: message.exchange.as_str().to_owned(),
            routing_key: message.routing_key.as_str().to_owned(),
            message_count,
            properties: properties::write(&message.properties),
            body: body_of(message),
        }
    }
}

impl ReturnedMessage {
    pub(super) fn of(code: ReplyCode, message: &Message) -> Self {
        Self {
            code: code.code(),
            reply: code.name().to_owned(),
            exchange: message.exchange.as_str().to_owned(),
            routing_key: message.routing_key.as_str().to_owned(),
            properties: properties::write(&message.properties),
            body: body_of(message),
        }
    }
}

/// An answer as a plain object.
pub(super) fn object(answer: &impl Serialize) -> JsValue {
    answer
        .serialize(&Serializer::new())
        .expect("an answer has only what an object can have")
}

fn body_of(message: &Message) -> JsValue {
    Uint8Array::from(&message.body[..]).into()
}
