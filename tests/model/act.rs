//! What may happen next: random acts, most of them such that something comes of them.

use leveret::broker::{
    ChannelId, Command, ConnectionId, Consume, ConsumerTag, DELIVERY_MODE_PERSISTENT,
    DELIVERY_MODE_TRANSIENT, DeliveryTag, Disconnect, ExchangeName, Method, Properties, Publish,
    QueueDeclare, QueueName, RoutingKey, Table,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
    strategy::Union,
};

use super::reference::Reference;

/// One step of a run.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every act is a command")]
pub(crate) enum Act {
    /// A command.
    Ask(Command),
    /// All records but the last few are reported persisted.
    Persist {
        /// How many are not.
        behind: usize,
    },
}

/// The connections of a run.
pub(crate) const CONNECTIONS: [ConnectionId; 3] =
    [ConnectionId(1), ConnectionId(2), ConnectionId(3)];

/// The queues of a run: few, so that its clients meet.
pub(crate) const QUEUES: [&str; 2] = ["a", "b"];

const TAGS: [&str; 2] = ["x", "y"];

/// The channels of a run.
pub(crate) fn channels() -> Vec<ChannelId> {
    let numbers = |connection| [1, 2].map(|number| ChannelId { connection, number });
    CONNECTIONS.into_iter().flat_map(numbers).collect()
}

/// What every run starts with, so that it does not spend itself on opening things.
pub(crate) fn opening() -> Vec<Act> {
    let mut acts: Vec<Act> = CONNECTIONS
        .into_iter()
        .take(2)
        .map(|connection| Act::Ask(Command::OpenConnection { connection }))
        .collect();
    let opened = channels();
    for &channel in &opened[..3] {
        acts.push(Act::Ask(Command::OpenChannel { channel }));
    }
    let mut ask = |channel: ChannelId, method| {
        acts.push(Act::Ask(Command::Method { channel, method }));
    };
    for (name, durable) in [("b", true), ("a", false)] {
        let declare = QueueDeclare {
            queue: queue(name),
            passive: false,
            durable,
            exclusive: false,
            auto_delete: false,
            arguments: Table::default(),
        };
        ask(opened[0], Method::QueueDeclare(declare));
    }
    ask(opened[0], Method::ConfirmSelect);
    ask(opened[1], qos(1));
    ask(opened[2], qos(2));
    acts
}

/// What may happen in this state. What closes a connection is rare, or nothing else would happen.
pub(crate) fn acts(state: &Reference) -> BoxedStrategy<Act> {
    let behind = (0..4_usize).prop_map(|behind| Act::Persist { behind });
    let mut acts = vec![
        (1, select(channels()).prop_map(open_channel).boxed()),
        (5, select(channels()).prop_map(close_channel).boxed()),
        (2, close_connection().boxed()),
        (2, Just(Act::Ask(Command::Restart)).boxed()),
        (20, behind.boxed()),
    ];
    for connection in CONNECTIONS {
        if !state.is_connected(connection) {
            let open = Act::Ask(Command::OpenConnection { connection });
            acts.push((20, Just(open).boxed()));
        }
    }
    for channel in channels() {
        let is_open = state.is_open(channel);
        if !is_open && state.is_connected(channel.connection) {
            acts.push((15, Just(open_channel(channel)).boxed()));
        }
        let asked = methods(state, channel)
            .prop_map(move |method| Act::Ask(Command::Method { channel, method }));
        acts.push((if is_open { 80 } else { 1 }, asked.boxed()));
    }
    Union::new_weighted(acts).boxed()
}

fn open_channel(channel: ChannelId) -> Act {
    Act::Ask(Command::OpenChannel { channel })
}

fn close_channel(channel: ChannelId) -> Act {
    Act::Ask(Command::CloseChannel { channel })
}

fn close_connection() -> impl Strategy<Value = Act> {
    let how = prop_oneof![Just(Disconnect::Closed), Just(Disconnect::Lost)];
    (select(&CONNECTIONS[..]), how)
        .prop_map(|(connection, how)| Act::Ask(Command::CloseConnection { connection, how }))
}

fn methods(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Method> + use<> {
    let tags = delivery_tags(state, channel);
    prop_oneof![
        12 => publishes().prop_map(Method::Publish),
        8 => consumes(state, channel),
        3 => (queue_names(), any::<bool>())
            .prop_map(|(queue, no_ack)| Method::Get { queue, no_ack }),
        6 => (tags.clone(), any::<bool>())
            .prop_map(|(delivery_tag, multiple)| Method::Ack { delivery_tag, multiple }),
        4 => (tags.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(delivery_tag, multiple, requeue)| Method::Nack { delivery_tag, multiple, requeue }
        ),
        3 => (tags, any::<bool>())
            .prop_map(|(delivery_tag, requeue)| Method::Reject { delivery_tag, requeue }),
        3 => (0..4_u16).prop_map(qos),
        4 => consumer_tags().prop_map(|consumer_tag| Method::Cancel { consumer_tag }),
        2 => declares().prop_map(Method::QueueDeclare),
        1 => deletes(),
        1 => queue_names().prop_map(|queue| Method::QueuePurge { queue }),
        2 => Just(Method::ConfirmSelect),
    ]
}

/// Mostly tags that the channel holds.
fn delivery_tags(
    state: &Reference,
    channel: ChannelId,
) -> impl Strategy<Value = DeliveryTag> + Clone + use<> {
    let mut tags = vec![DeliveryTag(0)];
    for held in state.unacked(channel) {
        tags.extend([held.delivery_tag; 6]);
    }
    let any_tag = (0..30_u64).prop_map(DeliveryTag);
    prop_oneof![60 => select(tags), 1 => any_tag]
}

fn publishes() -> impl Strategy<Value = Publish> {
    let exchange = prop_oneof![60 => Just(""), 1 => Just("nope")];
    let routing_key = prop_oneof![20 => select(&QUEUES[..]), 1 => Just("nowhere")];
    let delivery_mode = prop_oneof![
        4 => Just(Some(DELIVERY_MODE_PERSISTENT)),
        1 => Just(Some(DELIVERY_MODE_TRANSIENT)),
        1 => Just(None),
    ];
    (
        exchange,
        routing_key,
        delivery_mode,
        any::<bool>(),
        any::<u8>(),
    )
        .prop_map(
            |(exchange, routing_key, delivery_mode, mandatory, body)| Publish {
                exchange: ExchangeName::new(exchange).expect("the name is short"),
                routing_key: RoutingKey::new(routing_key).expect("the name is short"),
                mandatory,
                immediate: false,
                properties: Properties {
                    delivery_mode,
                    ..Properties::default()
                },
                body: [body].as_slice().into(),
            },
        )
}

/// Mostly under a tag that is free.
fn consumes(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Method> + use<> {
    let in_use = state.consumer_tags(channel);
    let mut tags = TAGS.to_vec();
    for tag in TAGS {
        if in_use.iter().all(|used| used.as_str() != tag) {
            tags.extend([tag; 20]);
        }
    }
    let no_ack = prop_oneof![4 => Just(false), 1 => Just(true)];
    (queue_names(), select(tags), no_ack).prop_map(|(queue, consumer_tag, no_ack)| {
        Method::Consume(Consume {
            queue,
            consumer_tag: tag(consumer_tag),
            no_ack,
            exclusive: false,
            arguments: Table::default(),
        })
    })
}

fn declares() -> impl Strategy<Value = QueueDeclare> {
    let name = prop_oneof![20 => select(&QUEUES[..]), 1 => Just(""), 1 => Just("amq.a")];
    (name, any::<bool>(), any::<bool>()).prop_map(|(name, passive, durable)| QueueDeclare {
        queue: queue(name),
        passive,
        durable,
        exclusive: false,
        auto_delete: false,
        arguments: Table::default(),
    })
}

fn deletes() -> impl Strategy<Value = Method> {
    (queue_names(), any::<bool>(), any::<bool>()).prop_map(|(queue, if_unused, if_empty)| {
        Method::QueueDelete {
            queue,
            if_unused,
            if_empty,
        }
    })
}

const fn qos(prefetch_count: u16) -> Method {
    Method::Qos {
        prefetch_size: 0,
        prefetch_count,
        global: false,
    }
}

fn consumer_tags() -> impl Strategy<Value = ConsumerTag> {
    select(&TAGS[..]).prop_map(tag)
}

/// Mostly queues that may exist; sometimes the one last declared on the channel.
fn queue_names() -> impl Strategy<Value = QueueName> {
    prop_oneof![20 => select(&QUEUES[..]), 1 => Just("")].prop_map(queue)
}

fn tag(name: &str) -> ConsumerTag {
    ConsumerTag::new(name).expect("the name is short")
}

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("the name is short")
}
