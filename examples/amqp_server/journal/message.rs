//! Messages of the journal. Properties stand as in a content header on the wire, so they come back
//! byte for byte.

use std::rc::Rc;

use leveret::{
    broker::{
        Death, DeathReason, Deaths, DurableMessage, Message, Position, RoutingKey, ShortString,
        Timestamp,
    },
    protocol::codec::{ContentHeader, method::Basic},
};

use super::{
    bytes::{Bytes, Unreadable, put_bytes, put_list, put_optional, put_text},
    entry::{exchange, queue},
};

pub(super) fn put_message(kept: &DurableMessage, out: &mut Vec<u8>) {
    out.extend(kept.position.0.to_be_bytes());
    out.extend(kept.deliveries.to_be_bytes());
    put_optional(kept.expires_at, out, |moment, out| {
        out.extend(moment.0.to_be_bytes());
    });
    let message = &*kept.message;
    put_text(message.exchange.as_str(), out);
    put_key(&message.routing_key, out);
    put_list(&message.copied_to, out, put_key);
    let mut header = Vec::new();
    ContentHeader::encode(Basic::ID, 0, &message.properties, &mut header);
    put_bytes(&header, out);
    put_bytes(&message.body, out);
    put_optional(message.deaths.as_deref(), out, |deaths, out| {
        put_list(&deaths.entries, out, put_death);
        put_death(&deaths.first, out);
    });
}

pub(super) fn read_message(from: &mut Bytes<'_>) -> Result<DurableMessage, Unreadable> {
    Ok(DurableMessage {
        position: Position(from.long()?),
        deliveries: from.short()?,
        expires_at: from.optional(|from| from.long().map(Timestamp))?,
        message: Rc::new(Message {
            exchange: exchange(from)?,
            routing_key: key(from)?,
            copied_to: from.list(key)?,
            properties: ContentHeader::decode(from.bytes()?)
                .and_then(|header| header.properties())
                .map_err(Unreadable::value)?,
            body: from.bytes()?.into(),
            deaths: from.optional(deaths)?.map(Rc::new),
        }),
    })
}

fn deaths(from: &mut Bytes<'_>) -> Result<Deaths, Unreadable> {
    Ok(Deaths {
        entries: from.list(death)?,
        first: Rc::new(death(from)?),
    })
}

fn put_death(death: &Death, out: &mut Vec<u8>) {
    put_text(death.queue.as_str(), out);
    put_text(death.reason.name(), out);
    out.extend(death.count.to_be_bytes());
    out.extend(death.first.0.to_be_bytes());
    put_text(death.exchange.as_str(), out);
    put_list(&death.routing_keys, out, put_key);
    put_optional(
        death.original_expiration.as_ref(),
        out,
        |expiration, out| {
            put_bytes(expiration.as_bytes(), out);
        },
    );
}

fn death(from: &mut Bytes<'_>) -> Result<Death, Unreadable> {
    Ok(Death {
        queue: queue(from)?,
        reason: reason(from)?,
        count: from.long()?,
        first: Timestamp(from.long()?),
        exchange: exchange(from)?,
        routing_keys: from.list(key)?,
        original_expiration: from
            .optional(|from| ShortString::new(from.bytes()?).map_err(Unreadable::value))?,
    })
}

fn reason(from: &mut Bytes<'_>) -> Result<DeathReason, Unreadable> {
    let name = from.text()?;
    [
        DeathReason::Rejected,
        DeathReason::Expired,
        DeathReason::MaxLength,
        DeathReason::DeliveryLimit,
    ]
    .into_iter()
    .find(|reason| reason.name() == name)
    .ok_or_else(|| Unreadable::Value(format!("nothing dies of '{name}'")))
}

fn put_key(key: &RoutingKey, out: &mut Vec<u8>) {
    put_text(key.as_str(), out);
}

fn key(from: &mut Bytes<'_>) -> Result<RoutingKey, Unreadable> {
    RoutingKey::new(from.text()?).map_err(Unreadable::value)
}
