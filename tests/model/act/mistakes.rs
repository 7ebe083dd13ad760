//! Random mistakes: what a client may not ask, or not now.

use leveret::broker::{
    Binding, ChannelId, Command, Consume, DeliveryTag, Destination, ExchangeDeclare, FieldValue,
    Method, Publish, QueueDeclare, QueueName, Table,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
};

use super::{
    Deed, QUEUES, channels, messages, queue, settings,
    topology::{self, Fields, exchange, field, int, text},
};
use crate::reference::{Reference, bad_arguments};

/// On channels that may be open already, or may not be open.
pub(super) fn deeds() -> impl Strategy<Value = Deed> {
    let method = Method::Flow { active: true };
    prop_oneof![
        select(channels()).prop_map(|channel| Deed::Ask(Command::OpenChannel { channel })),
        select(channels()).prop_map(|channel| Deed::Ask(Command::CloseChannel { channel })),
        select(channels()).prop_map(move |channel| {
            let method = method.clone();
            Deed::Ask(Command::Method { channel, method })
        }),
    ]
}

pub(super) fn methods(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let any_queue = select(QUEUES.to_vec()).prop_map(queue);
    let any_queue = prop_oneof![8 => any_queue, 1 => Just(queue(""))].boxed();
    prop_oneof![
        4 => settlings(),
        4 => queues(state, any_queue.clone()),
        3 => exchanges(state),
        3 => publishes(state, channel),
        3 => consumes(state, channel, any_queue),
        1 => what_has_no_place(),
    ]
    .boxed()
}

/// Tags that the channel may not hold.
fn settlings() -> impl Strategy<Value = Method> {
    (0..30_u64, any::<bool>(), any::<bool>()).prop_map(|(tag, multiple, requeue)| {
        let delivery_tag = DeliveryTag(tag);
        if requeue {
            Method::Ack {
                delivery_tag,
                multiple,
            }
        } else {
            Method::Nack {
                delivery_tag,
                multiple,
                requeue,
            }
        }
    })
}

/// Queues that are not there, are another's, or are not what is said.
fn queues(state: &Reference, names: BoxedStrategy<QueueName>) -> BoxedStrategy<Method> {
    let declare = |queue, arguments| QueueDeclare {
        queue,
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Table(arguments),
    };
    let reserved = prop_oneof![4 => names.clone(), 1 => Just(queue("amq.a"))];
    let bad = (reserved, bad_fields()).prop_map(move |(queue, bad)| declare(queue, bad));
    let mut methods = vec![
        bad.prop_map(Method::QueueDeclare).boxed(),
        names
            .clone()
            .prop_map(|queue| Method::QueuePurge { queue })
            .boxed(),
        names
            .clone()
            .prop_map(move |queue| QueueDeclare {
                passive: true,
                ..declare(queue, Vec::new())
            })
            .prop_map(Method::QueueDeclare)
            .boxed(),
        (names, any::<bool>(), any::<bool>())
            .prop_map(|(queue, if_unused, if_empty)| Method::QueueDelete {
                queue,
                if_unused,
                if_empty,
            })
            .boxed(),
    ];
    let there: Vec<QueueDeclare> = topology::declared(state);
    if !there.is_empty() {
        let differently = (select(there), differences()).prop_map(|(mut same, difference)| {
            match difference {
                Difference::Durable => same.durable = !same.durable,
                Difference::Exclusive => same.exclusive = !same.exclusive,
                Difference::AutoDelete => same.auto_delete = !same.auto_delete,
                Difference::Argument(name, value) => {
                    let fields = &mut same.arguments.0;
                    fields.retain(|(other, _)| *other != *name);
                    fields.extend(value.map(|value| field(name, value)));
                }
            }
            Method::QueueDeclare(same)
        });
        methods.extend(vec![differently.boxed(); 3]);
    }
    proptest::strategy::Union::new(methods).boxed()
}

/// How a second declaration differs from the first.
#[derive(Clone, Debug)]
enum Difference {
    Durable,
    Exclusive,
    AutoDelete,
    Argument(&'static str, Option<FieldValue>),
}

fn differences() -> impl Strategy<Value = Difference> {
    let names = [
        ("x-message-ttl", int(77)),
        ("x-max-length", int(77)),
        ("x-max-length-bytes", int(77)),
        ("x-expires", int(77)),
        ("x-max-priority", int(77)),
        ("x-dead-letter-exchange", text("else")),
        ("x-dead-letter-routing-key", text("else")),
        ("x-overflow", text("else")),
        ("x-single-active-consumer", FieldValue::Bool(true)),
        ("x-queue-type", text("quorum")),
        ("x-delivery-limit", int(77)),
        ("x-unknown", int(77)),
    ];
    let others = names.clone().into_iter();
    let others = others.map(|(name, value)| Difference::Argument(name, Some(value)));
    let missing = names.into_iter();
    let missing = missing.map(|(name, _)| Difference::Argument(name, None));
    let flags = [
        Difference::Durable,
        Difference::Exclusive,
        Difference::AutoDelete,
    ];
    select(others.chain(missing).chain(flags).collect::<Vec<_>>())
}

fn bad_fields() -> impl Strategy<Value = Fields> {
    let bad = bad_arguments().into_iter();
    let bad = bad.map(|(name, value, _)| vec![field(name, value)]);
    let quorum = field("x-queue-type", text("quorum"));
    let others = [
        vec![field("x-dead-letter-routing-key", text("a"))],
        vec![field("x-dead-letter-exchange", int(1))],
        vec![field("x-max-priority", int(3)), quorum],
    ];
    select(bad.chain(others).collect::<Vec<_>>())
}

/// Exchanges that are not there, are the broker's own, or are not what is said.
fn exchanges(state: &Reference) -> BoxedStrategy<Method> {
    let names = select(vec!["x", "y", "nope", "", "amq.new", "amq.direct"]).prop_map(exchange);
    let there: Vec<ExchangeDeclare> = topology::declared_exchanges(state);
    let kinds = select(vec!["direct", "fanout", "topic", "headers", "bad"]);
    let differently = (select(there), kinds, any::<[bool; 4]>()).prop_map(
        |(same, kind, [durable, auto_delete, internal, passive])| {
            Method::ExchangeDeclare(ExchangeDeclare {
                kind: kind.to_owned(),
                durable,
                auto_delete,
                internal,
                passive,
                ..same
            })
        },
    );
    let bad_match = select(vec![text("bad"), int(1)]);
    let badly_bound = (names.clone(), bad_match).prop_map(|(source, mode)| Binding {
        source,
        destination: Destination::Queue(queue("a")),
        key: topology::key("k"),
        arguments: Table(vec![field("x-match", mode)]),
    });
    let to_exchange = (names.clone(), names.clone()).prop_map(|(source, name)| Binding {
        source,
        destination: Destination::Exchange(name),
        key: topology::key("k"),
        arguments: Table::default(),
    });
    prop_oneof![
        2 => differently,
        1 => (names, any::<bool>())
            .prop_map(|(exchange, if_unused)| Method::ExchangeDelete { exchange, if_unused }),
        1 => badly_bound.prop_map(Method::Bind),
        1 => to_exchange.clone().prop_map(Method::Bind),
        1 => to_exchange.prop_map(Method::Unbind),
    ]
    .boxed()
}

fn publishes(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let bad: Vec<fn(Publish) -> Publish> = vec![
        |publish| Publish {
            immediate: true,
            ..publish
        },
        |publish| Publish {
            exchange: exchange("nope"),
            ..publish
        },
        |publish| Publish {
            exchange: exchange("amq.rabbitmq.trace"),
            ..publish
        },
        |publish| messages::with_expiration(publish, "soon"),
        |publish| messages::with_expiration(publish, "-1"),
        |publish| messages::with_user(publish, "bob"),
        |publish| messages::with_header(publish, "CC", text("a")),
        |publish| messages::with_header(publish, "BCC", int(1)),
        |publish| messages::with_reply_to(publish, "amq.rabbitmq.reply-to"),
    ];
    (messages::good_publishes(state, channel), select(bad))
        .prop_map(|(publish, spoil)| Method::Publish(spoil(publish)))
        .boxed()
}

fn consumes(
    state: &Reference,
    channel: ChannelId,
    names: BoxedStrategy<QueueName>,
) -> BoxedStrategy<Method> {
    let exclusive = settings::good_consumes(state, channel).prop_map(|consume| Consume {
        exclusive: true,
        ..consume
    });
    let elsewhere = (settings::good_consumes(state, channel), names)
        .prop_map(|(consume, queue)| Consume { queue, ..consume });
    let badly = settings::good_consumes(state, channel).prop_map(|consume| Consume {
        arguments: Table(vec![field("x-priority", text("1"))]),
        ..consume
    });
    let twice = (
        settings::good_consumes(state, channel),
        select(settings::tags()),
    )
        .prop_map(|(consume, consumer_tag)| Consume {
            consumer_tag,
            ..consume
        });
    let replies =
        (settings::good_consumes(state, channel), any::<bool>()).prop_map(|(consume, no_ack)| {
            Consume {
                queue: settings::replies(),
                no_ack,
                ..consume
            }
        });
    prop_oneof![exclusive, elsewhere, badly, twice, replies]
        .prop_map(Method::Consume)
        .boxed()
}

/// Methods that RabbitMQ does not carry out, and modes that a channel cannot change to.
fn what_has_no_place() -> impl Strategy<Value = Method> {
    let qos = Method::Qos {
        prefetch_size: 10,
        prefetch_count: 1,
        global: false,
    };
    prop_oneof![
        1 => select(vec![
            qos,
            Method::Recover { requeue: false },
            Method::RecoverAsync { requeue: false },
            Method::Flow { active: false },
        ]),
        3 => select(vec![
            Method::TxSelect,
            Method::ConfirmSelect,
            Method::TxCommit,
            Method::TxRollback,
        ]),
    ]
}
