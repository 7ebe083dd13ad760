//! What a client says.

use leveret::{
    broker::{FieldValue, Properties, ShortString, Table},
    protocol::codec::{
        ContentHeader, FRAME_BODY, FRAME_HEADER, Method,
        method::{Basic, Channel, Confirm, Connection, Queue},
        write_method,
    },
};

pub(crate) const HEADER: &[u8] = b"AMQP\0\0\x09\x01";

/// With every capability that the server asks about.
pub(crate) fn start_ok<'a>(mechanism: &'a str, response: &'a [u8]) -> Method<'a> {
    let capabilities = [
        "authentication_failure_close",
        "consumer_cancel_notify",
        "connection.blocked",
    ];
    start_ok_with(mechanism, response, &capabilities)
}

pub(crate) fn start_ok_with<'a>(
    mechanism: &'a str,
    response: &'a [u8],
    capabilities: &[&str],
) -> Method<'a> {
    let can = |name: &&str| (ShortString::of(name), FieldValue::Bool(true));
    let capabilities = Table(capabilities.iter().map(can).collect());
    let capabilities = (
        ShortString::of("capabilities"),
        FieldValue::Table(capabilities),
    );
    Method::Connection(Connection::StartOk {
        client_properties: Table(vec![capabilities]),
        mechanism,
        response,
        locale: "en_US",
    })
}

pub(crate) const fn tune_ok(channel_max: u16, frame_max: u32, heartbeat: u16) -> Method<'static> {
    Method::Connection(Connection::TuneOk {
        channel_max,
        frame_max,
        heartbeat,
    })
}

pub(crate) const fn open(virtual_host: &str) -> Method<'_> {
    Method::Connection(Connection::Open {
        virtual_host,
        capabilities: "",
        insist: false,
    })
}

pub(crate) const fn close() -> Method<'static> {
    Method::Connection(Connection::Close {
        reply_code: 200,
        reply_text: "bye",
        class_id: 0,
        method_id: 0,
    })
}

pub(crate) const CLOSE_OK: Method<'static> = Method::Connection(Connection::CloseOk {});

pub(crate) const fn channel_open() -> Method<'static> {
    Method::Channel(Channel::Open { out_of_band: "" })
}

pub(crate) const fn channel_close() -> Method<'static> {
    Method::Channel(Channel::Close {
        reply_code: 200,
        reply_text: "",
        class_id: 0,
        method_id: 0,
    })
}

pub(crate) const CHANNEL_CLOSE_OK: Method<'static> = Method::Channel(Channel::CloseOk {});

pub(crate) fn queue_declare(queue: &str) -> Method<'_> {
    declare_with(queue, false, false)
}

pub(crate) fn declare_with(queue: &str, passive: bool, no_wait: bool) -> Method<'_> {
    Method::Queue(Queue::Declare {
        ticket: 0,
        queue,
        passive,
        durable: true,
        exclusive: false,
        auto_delete: false,
        no_wait,
        arguments: Table::default(),
    })
}

pub(crate) const fn queue_delete(queue: &str, no_wait: bool) -> Method<'_> {
    Method::Queue(Queue::Delete {
        ticket: 0,
        queue,
        if_unused: false,
        if_empty: false,
        no_wait,
    })
}

pub(crate) const fn confirm_select(no_wait: bool) -> Method<'static> {
    Method::Confirm(Confirm::Select { no_wait })
}

pub(crate) fn consume<'a>(queue: &'a str, consumer_tag: &'a str, no_wait: bool) -> Method<'a> {
    Method::Basic(Basic::Consume {
        ticket: 0,
        queue,
        consumer_tag,
        no_local: false,
        no_ack: false,
        exclusive: false,
        no_wait,
        arguments: Table::default(),
    })
}

pub(crate) const fn cancel(consumer_tag: &str, no_wait: bool) -> Method<'_> {
    Method::Basic(Basic::Cancel {
        consumer_tag,
        no_wait,
    })
}

pub(crate) const fn get(queue: &str) -> Method<'_> {
    Method::Basic(Basic::Get {
        ticket: 0,
        queue,
        no_ack: false,
    })
}

pub(crate) const fn ack(delivery_tag: u64) -> Method<'static> {
    Method::Basic(Basic::Ack {
        delivery_tag,
        multiple: false,
    })
}

pub(crate) const fn publish_method(routing_key: &str, mandatory: bool) -> Method<'_> {
    Method::Basic(Basic::Publish {
        ticket: 0,
        exchange: "",
        routing_key,
        mandatory,
        immediate: false,
    })
}

/// A whole publish to the default exchange on channel 1, the body in one frame.
pub(crate) fn publish(
    routing_key: &str,
    mandatory: bool,
    properties: &Properties,
    body: &[u8],
) -> Vec<u8> {
    let mut bytes = method(1, &publish_method(routing_key, mandatory));
    bytes.extend(header(1, 60, body.len() as u64, properties));
    if !body.is_empty() {
        bytes.extend(frame(FRAME_BODY, 1, body));
    }
    bytes
}

pub(crate) fn method(channel: u16, method: &Method<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_method(channel, method, &mut bytes);
    bytes
}

pub(crate) fn header(channel: u16, class: u16, size: u64, properties: &Properties) -> Vec<u8> {
    let mut payload = Vec::new();
    ContentHeader::encode(class, size, properties, &mut payload);
    frame(FRAME_HEADER, channel, &payload)
}

pub(crate) fn frame(kind: u8, channel: u16, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a frame is short");
    let mut bytes = vec![kind];
    bytes.extend(channel.to_be_bytes());
    bytes.extend(length.to_be_bytes());
    bytes.extend(payload);
    bytes.push(0xCE);
    bytes
}
