//! Dead-lettering: a message as it goes on from a queue that gave it up
//! (<https://www.rabbitmq.com/docs/dlx#effects>).
//!
//! It goes to another exchange, by its own keys or by the one that the queue says. It has lost its
//! expiration, so that it cannot expire again at once. It carries its history: `x-death` with an
//! entry for each queue and reason, the latest first, and the first and last death as texts. As in
//! RabbitMQ 4.0 the history is the broker's own: what a client has written under these names does
//! not count, and is replaced.
//!
//! Where a message would go round with no consumer in the round to stop it, it is not let in again.
//! Whether and when a message dies is said by its queue; where it goes, by the exchange.

use std::rc::Rc;

use super::{
    admission::copied_openly,
    death::{Death, DeathReason, Deaths},
    id::{ExchangeName, QueueName, RoutingKey},
    message::{Message, Properties},
    own_headers::with_own,
    queue_arguments::DeadLetterTo,
    short_string::ShortString,
    table::{FieldValue, Table},
    time::Timestamp,
};

/// The message as it goes on from its death in this queue.
pub(super) fn after_death(
    message: &Message,
    queue: &QueueName,
    reason: DeathReason,
    now: Timestamp,
    to: &DeadLetterTo,
) -> Message {
    let deaths = with_death(message, queue, reason, now);
    let headers = with_own(
        message.properties.headers.as_ref(),
        headers_of(&deaths, &message.exchange),
    );
    let (routing_key, copied_to) = match &to.routing_key {
        Some(routing_key) => (routing_key.clone(), Vec::new()),
        None => (message.routing_key.clone(), message.copied_to.clone()),
    };
    Message {
        exchange: to.exchange.clone(),
        routing_key,
        copied_to,
        properties: Properties {
            headers: Some(headers),
            expiration: None,
            ..message.properties.clone()
        },
        body: Rc::clone(&message.body),
        deaths: Some(Rc::new(deaths)),
    }
}

/// Whether a message that has just died would come back to a queue that gave it up before, with no
/// consumer's refusal on the way: then nothing would ever stop it
/// (<https://www.rabbitmq.com/docs/dlx#routing>).
pub(super) fn is_cycle(message: &Message, queue: &QueueName) -> bool {
    let Some(deaths) = &message.deaths else {
        return false;
    };
    let back = deaths
        .entries
        .iter()
        .position(|death| death.queue == *queue);
    back.is_some_and(|back| {
        let mut round = deaths.entries.iter().take(back + 1);
        round.all(|death| match death.reason {
            DeathReason::Rejected => false,
            DeathReason::Expired | DeathReason::MaxLength | DeathReason::DeliveryLimit => true,
        })
    })
}

/// The history with one death more.
fn with_death(message: &Message, queue: &QueueName, reason: DeathReason, now: Timestamp) -> Deaths {
    let before = message.deaths.as_deref();
    let mut entries = before.map_or_else(Vec::new, |before| before.entries.clone());
    let known = entries
        .iter()
        .position(|death| death.queue == *queue && death.reason == reason);
    let latest = match known {
        Some(known) => {
            let death = entries.remove(known);
            Death {
                count: death.count + 1,
                ..death
            }
        }
        None => Death {
            queue: queue.clone(),
            reason,
            count: 1,
            first: now,
            exchange: message.exchange.clone(),
            routing_keys: keys_to_tell(message),
            original_expiration: message.properties.expiration.clone(),
        },
    };
    let first = match before {
        Some(before) => Rc::clone(&before.first),
        None => Rc::new(latest.clone()),
    };
    entries.insert(0, latest);
    Deaths { entries, first }
}

/// The keys that a message was routed by, without those of `BCC`, which nobody is to know. The
/// former stand first among the copies.
fn keys_to_tell(message: &Message) -> Vec<RoutingKey> {
    let open = copied_openly(&message.properties).count();
    message.routing_keys().take(1 + open).cloned().collect()
}

/// The headers that tell the history. `exchange` brought the message to its latest death.
fn headers_of(deaths: &Deaths, exchange: &ExchangeName) -> Vec<(&'static str, FieldValue)> {
    let entries = deaths.entries.iter().map(table_of);
    let mut headers = vec![
        ("x-death", FieldValue::Array(entries.collect())),
        (
            "x-first-death-exchange",
            FieldValue::text(deaths.first.exchange.as_str()),
        ),
        (
            "x-first-death-queue",
            FieldValue::text(deaths.first.queue.as_str()),
        ),
        (
            "x-first-death-reason",
            FieldValue::text(deaths.first.reason.name()),
        ),
    ];
    if let Some(last) = deaths.entries.first() {
        headers.extend([
            ("x-last-death-exchange", FieldValue::text(exchange.as_str())),
            ("x-last-death-queue", FieldValue::text(last.queue.as_str())),
            ("x-last-death-reason", FieldValue::text(last.reason.name())),
        ]);
    }
    headers
}

/// An entry of `x-death`.
fn table_of(death: &Death) -> FieldValue {
    let keys = death.routing_keys.iter();
    let keys = keys.map(|key| FieldValue::text(key.as_str())).collect();
    let mut fields = Vec::with_capacity(7);
    if let Some(expiration) = &death.original_expiration {
        let expiration = FieldValue::LongString(expiration.as_bytes().into());
        fields.push(("original-expiration", expiration));
    }
    fields.extend([
        (
            "count",
            FieldValue::Long(i64::try_from(death.count).unwrap_or(i64::MAX)),
        ),
        ("reason", FieldValue::text(death.reason.name())),
        ("queue", FieldValue::text(death.queue.as_str())),
        ("time", FieldValue::Timestamp(death.first.0 / 1000)),
        ("exchange", FieldValue::text(death.exchange.as_str())),
        ("routing-keys", FieldValue::Array(keys)),
    ]);
    let fields = fields.into_iter();
    FieldValue::Table(Table(
        fields
            .map(|(name, value)| (ShortString::of(name), value))
            .collect(),
    ))
}

#[cfg(test)]
mod tests;
