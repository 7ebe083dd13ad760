//! Conversations that make sense, more or less: a login, channels, then methods by chance, with
//! names from a few, so that they meet.

use leveret::{
    broker::{FieldValue, Properties, ShortString, Table},
    protocol::codec::{
        Method,
        method::{Basic, Channel, Confirm, Exchange, Queue, Tx},
    },
};

use super::chance::Chance;
use crate::client;

const QUEUES: [&str; 6] = ["", "a", "b", "c", "amq.q", "amq.rabbitmq.reply-to"];
const EXCHANGES: [&str; 7] = ["", "d", "t", "h", "amq.fanout", "amq.headers", "amq.topic"];
const KINDS: [&str; 5] = ["direct", "fanout", "topic", "headers", "none"];
const KEYS: [&str; 7] = ["", "a", "b", "a.b", "#", "*.b", "amq.rabbitmq.reply-to.1"];
const TAGS: [&str; 3] = ["", "t", "u"];

/// Frames, each for itself.
pub(super) fn conversation(chance: &mut Chance) -> Vec<Vec<u8>> {
    let frame_max = chance.of(&[4096, 131_072, 131_072]);
    let heartbeat = chance.of(&[0, 0, 1, 60]);
    let mut frames = vec![
        client::HEADER.to_vec(),
        client::method(0, &client::start_ok("PLAIN", b"\0guest\0guest")),
        client::method(0, &client::tune_ok(2047, frame_max, heartbeat)),
        client::method(0, &client::open("/")),
        client::method(1, &client::channel_open()),
    ];
    for _ in 0..chance.below(14) {
        let channel = chance.of(&[1, 1, 1, 1, 2]);
        say(channel, chance, &mut frames);
    }
    if chance.one_in(4) {
        frames.push(client::method(0, &client::close()));
    }
    frames
}

fn say(channel: u16, chance: &mut Chance, frames: &mut Vec<Vec<u8>>) {
    let method = match chance.below(16) {
        0..4 => return publish(channel, chance, frames),
        4 | 5 => queue(chance),
        6 | 7 => exchange(chance),
        8..11 => consumer(chance),
        11..13 => settle(chance),
        13 => lane(chance),
        14 => mode(chance),
        _ => {
            frames.push(client::frame(8, 0, b""));
            return;
        }
    };
    frames.push(client::method(channel, &method));
}

fn publish(channel: u16, chance: &mut Chance, frames: &mut Vec<Vec<u8>>) {
    let method = Method::Basic(Basic::Publish {
        ticket: 0,
        exchange: chance.of(&EXCHANGES),
        routing_key: chance.of(&KEYS),
        mandatory: chance.one_in(3),
        immediate: chance.one_in(30),
    });
    let body = chance.bytes(60);
    let times = chance.of(&[1, 1, 1, 1, 400]);
    let size = (body.len() * times) as u64;
    let announced = if chance.one_in(20) {
        chance.number() >> chance.below(64)
    } else {
        size
    };
    frames.push(client::method(channel, &method));
    frames.push(client::header(channel, 60, announced, &properties(chance)));
    if size > 0 {
        for piece in body.repeat(times).chunks(4088) {
            frames.push(client::frame(3, channel, piece));
        }
    }
}

fn properties(chance: &mut Chance) -> Properties {
    let text = |text: &str| Some(ShortString::of(text));
    let mut properties = Properties::default();
    if chance.one_in(2) {
        properties.delivery_mode = Some(chance.of(&[1, 2, 2, 7]));
    }
    if chance.one_in(4) {
        properties.expiration = text(chance.of(&["0", "10", "60000", "-1", "soon"]));
    }
    if chance.one_in(4) {
        properties.priority = Some(chance.byte());
    }
    if chance.one_in(8) {
        properties.reply_to = text("amq.rabbitmq.reply-to");
    }
    if chance.one_in(8) {
        properties.user_id = text(chance.of(&["guest", "bob"]));
    }
    if chance.one_in(3) {
        let keys = FieldValue::Array(vec![FieldValue::text("b"), FieldValue::text("c")]);
        let name = ShortString::of(chance.of(&["CC", "BCC", "x-death", "a"]));
        let value = if chance.one_in(2) {
            keys
        } else {
            value(chance)
        };
        properties.headers = Some(Table(vec![(name, value)]));
    }
    properties
}

fn queue(chance: &mut Chance) -> Method<'static> {
    let queue = chance.of(&QUEUES);
    let no_wait = chance.one_in(4);
    Method::Queue(match chance.below(8) {
        0..4 => Queue::Declare {
            ticket: 0,
            queue,
            passive: chance.one_in(8),
            durable: chance.one_in(2),
            exclusive: chance.one_in(4),
            auto_delete: chance.one_in(4),
            no_wait,
            arguments: queue_arguments(chance),
        },
        4 | 5 => Queue::Bind {
            ticket: 0,
            queue,
            exchange: chance.of(&EXCHANGES),
            routing_key: chance.of(&KEYS),
            no_wait,
            arguments: binding_arguments(chance),
        },
        6 => Queue::Purge {
            ticket: 0,
            queue,
            no_wait,
        },
        _ => Queue::Delete {
            ticket: 0,
            queue,
            if_unused: chance.one_in(3),
            if_empty: chance.one_in(3),
            no_wait,
        },
    })
}

fn exchange(chance: &mut Chance) -> Method<'static> {
    let no_wait = chance.one_in(4);
    let (destination, source) = (chance.of(&EXCHANGES), chance.of(&EXCHANGES));
    let routing_key = chance.of(&KEYS);
    let arguments = binding_arguments(chance);
    Method::Exchange(match chance.below(6) {
        0..3 => Exchange::Declare {
            ticket: 0,
            exchange: source,
            kind: chance.of(&KINDS),
            passive: chance.one_in(6),
            durable: chance.one_in(2),
            auto_delete: chance.one_in(3),
            internal: chance.one_in(6),
            no_wait,
            arguments: one_in(chance, "alternate-exchange", FieldValue::text("amq.fanout")),
        },
        3 => Exchange::Delete {
            ticket: 0,
            exchange: source,
            if_unused: chance.one_in(3),
            no_wait,
        },
        4 => Exchange::Bind {
            ticket: 0,
            destination,
            source,
            routing_key,
            no_wait,
            arguments,
        },
        _ => Exchange::Unbind {
            ticket: 0,
            destination,
            source,
            routing_key,
            no_wait,
            arguments,
        },
    })
}

fn consumer(chance: &mut Chance) -> Method<'static> {
    let queue = chance.of(&QUEUES);
    let no_ack = chance.one_in(3);
    Method::Basic(match chance.below(6) {
        0..3 => Basic::Consume {
            ticket: 0,
            queue,
            consumer_tag: chance.of(&TAGS),
            no_local: false,
            no_ack,
            exclusive: chance.one_in(6),
            no_wait: chance.one_in(4),
            arguments: one_in(chance, "x-priority", FieldValue::Int(5)),
        },
        3 => Basic::Get {
            ticket: 0,
            queue,
            no_ack,
        },
        4 => Basic::Qos {
            prefetch_size: u32::from(chance.one_in(20)),
            prefetch_count: chance.of(&[0, 1, 2, 100]),
            global: chance.one_in(3),
        },
        _ => Basic::Cancel {
            consumer_tag: chance.of(&TAGS),
            no_wait: chance.one_in(3),
        },
    })
}

fn settle(chance: &mut Chance) -> Method<'static> {
    let delivery_tag = chance.of(&[0, 1, 1, 1, 2, 2, 3, u64::MAX]);
    let (multiple, requeue) = (chance.one_in(3), chance.one_in(2));
    Method::Basic(match chance.below(5) {
        0 | 1 => Basic::Ack {
            delivery_tag,
            multiple,
        },
        2 => Basic::Nack {
            delivery_tag,
            multiple,
            requeue,
        },
        3 => Basic::Reject {
            delivery_tag,
            requeue,
        },
        _ => Basic::Recover {
            requeue: !chance.one_in(8),
        },
    })
}

fn lane(chance: &mut Chance) -> Method<'static> {
    match chance.below(5) {
        0 | 1 => client::channel_open(),
        2 => client::channel_close(),
        3 => client::CHANNEL_CLOSE_OK,
        _ => Method::Channel(Channel::Flow {
            active: !chance.one_in(8),
        }),
    }
}

fn mode(chance: &mut Chance) -> Method<'static> {
    match chance.below(6) {
        0 | 1 => Method::Confirm(Confirm::Select { no_wait: false }),
        2 | 3 => Method::Tx(Tx::Select),
        4 => Method::Tx(Tx::Commit),
        _ => Method::Tx(Tx::Rollback),
    }
}

fn queue_arguments(chance: &mut Chance) -> Table {
    let mut arguments = Vec::new();
    for (name, value) in [
        ("x-message-ttl", FieldValue::Int(0)),
        ("x-message-ttl", FieldValue::Long(100)),
        ("x-expires", FieldValue::Int(1000)),
        ("x-max-length", FieldValue::Int(1)),
        ("x-max-length-bytes", FieldValue::Int(100)),
        ("x-overflow", FieldValue::text("reject-publish-dlx")),
        ("x-max-priority", FieldValue::Byte(3)),
        ("x-dead-letter-exchange", FieldValue::text("")),
        ("x-dead-letter-routing-key", FieldValue::text("b")),
        ("x-single-active-consumer", FieldValue::Bool(true)),
        ("x-queue-type", FieldValue::text("quorum")),
        ("x-delivery-limit", FieldValue::Int(1)),
    ] {
        if chance.one_in(9) {
            let is_odd = chance.one_in(12);
            let value = if is_odd { self::value(chance) } else { value };
            arguments.push((ShortString::of(name), value));
        }
    }
    Table(arguments)
}

fn binding_arguments(chance: &mut Chance) -> Table {
    let x_match = FieldValue::text(chance.of(&["all", "any", "any-with-x", "bad"]));
    let mut arguments = one_in(chance, "x-match", x_match);
    if chance.one_in(3) {
        arguments.0.push((ShortString::of("a"), value(chance)));
    }
    arguments
}

fn one_in(chance: &mut Chance, name: &str, value: FieldValue) -> Table {
    let entry = (ShortString::of(name), value);
    Table(if chance.one_in(3) {
        vec![entry]
    } else {
        Vec::new()
    })
}

fn value(chance: &mut Chance) -> FieldValue {
    match chance.below(7) {
        0 => FieldValue::Int(-1),
        1 => FieldValue::Long(i64::MAX),
        2 => FieldValue::text("a"),
        3 => FieldValue::Void,
        4 => FieldValue::Double(f64::NAN),
        5 => FieldValue::Array(vec![FieldValue::Bool(true)]),
        _ => FieldValue::Table(Table::default()),
    }
}
