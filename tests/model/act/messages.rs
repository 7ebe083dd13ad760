//! Random publishes, and what clients do with what they get.

use leveret::broker::{
    ChannelId, DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, DeliveryTag, ExchangeName,
    FieldValue, Method, Properties, Publish, RoutingKey, ShortString, Table,
};
use proptest::{
    option,
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
};

use super::{QUEUES, queue_names};
use crate::reference::Reference;

/// Acks and the like of what the channel holds.
pub(super) fn settlings(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let held = state.unacked(channel).into_iter();
    let tags: Vec<DeliveryTag> = held.map(|held| held.delivery_tag).collect();
    // Tag 0 stands for all there are.
    let one = (select(tags), any::<bool>());
    let tag = prop_oneof![12 => one, 1 => Just((DeliveryTag(0), true))];
    (tag, 0..8_u8)
        .prop_map(|((delivery_tag, multiple), verdict)| match verdict {
            0..3 => Method::Ack {
                delivery_tag,
                multiple,
            },
            3 if !multiple => Method::Reject {
                delivery_tag,
                requeue: false,
            },
            4 if !multiple => Method::Reject {
                delivery_tag,
                requeue: true,
            },
            verdict => Method::Nack {
                delivery_tag,
                multiple,
                requeue: verdict % 2 == 0,
            },
        })
        .boxed()
}

/// Mostly publishes, seldom somebody who asks for a message.
pub(super) fn publishes(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    prop_oneof![
        8 => good_publishes(state, channel).prop_map(Method::Publish),
        1 => (queue_names(state, channel), any::<bool>())
            .prop_map(|(queue, no_ack)| Method::Get { queue, no_ack }),
    ]
    .boxed()
}

/// Publishes to exchanges that are there and may be published to.
pub(super) fn good_publishes(state: &Reference, channel: ChannelId) -> BoxedStrategy<Publish> {
    let standing = state.standing().into_iter();
    let exchanges: Vec<ExchangeName> = standing
        .filter(|exchange| !exchange.internal)
        .map(|exchange| exchange.name)
        .collect();
    let to_queue = queue_keys(state).prop_map(|key| (ExchangeName::default_exchange(), key));
    let to_exchange = (select(exchanges), routing_keys(state));
    let address = prop_oneof![3 => to_queue, 2 => to_exchange];
    (
        address,
        any::<bool>(),
        properties(state, channel),
        0..6_usize,
        any::<u8>(),
    )
        .prop_map(
            |((exchange, routing_key), mandatory, properties, length, body)| Publish {
                exchange,
                routing_key,
                mandatory,
                immediate: false,
                properties,
                body: vec![body; length].into(),
            },
        )
        .boxed()
}

pub(super) fn with_expiration(mut publish: Publish, expiration: &str) -> Publish {
    publish.properties.expiration = Some(ShortString::of(expiration));
    publish
}

pub(super) fn with_user(mut publish: Publish, user: &str) -> Publish {
    publish.properties.user_id = Some(ShortString::of(user));
    publish
}

pub(super) fn with_reply_to(mut publish: Publish, reply_to: &str) -> Publish {
    publish.properties.reply_to = Some(ShortString::of(reply_to));
    publish
}

pub(super) fn with_header(mut publish: Publish, name: &str, value: FieldValue) -> Publish {
    publish.properties.headers = Some(Table(vec![(ShortString::of(name), value)]));
    publish
}

/// Names of queues that are there, and those by which replies find back.
fn queue_keys(state: &Reference) -> impl Strategy<Value = RoutingKey> + use<> {
    let names = state.queue_names().into_iter();
    let mut keys: Vec<String> = names.map(|name| name.as_str().to_owned()).collect();
    keys.extend(state.reply_names());
    let key = prop_oneof![1 => select(QUEUES.to_vec()).prop_map(str::to_owned), 8 => or_a(keys)];
    key.prop_map(|key| RoutingKey::new(&key).expect("the key is short"))
}

fn or_a(mut keys: Vec<String>) -> impl Strategy<Value = String> {
    if keys.is_empty() {
        keys.push("a".to_owned());
    }
    select(keys)
}

/// Words, and names of queues.
fn routing_keys(state: &Reference) -> impl Strategy<Value = RoutingKey> + use<> {
    let words = select(vec!["", "k", "k.a", "a.b", "k.a.b", "nowhere"]);
    let words = words.prop_map(|word| RoutingKey::new(word).expect("the key is short"));
    prop_oneof![3 => words, 1 => queue_keys(state)]
}

fn properties(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Properties> + use<> {
    let delivery_mode = prop_oneof![
        4 => Just(Some(DELIVERY_MODE_PERSISTENT)),
        1 => Just(Some(DELIVERY_MODE_TRANSIENT)),
        1 => Just(None),
    ];
    let priority = prop_oneof![2 => Just(None), 1 => select(vec![Some(0), Some(1), Some(4), Some(5), Some(9)])];
    let expiration = prop_oneof![
        8 => Just(None),
        2 => select(vec![Some("0"), Some("3"), Some("15")]),
    ];
    let user = prop_oneof![10 => Just(None), 1 => Just(Some("guest"))];
    let asks = if state.has_reply_consumer(channel) {
        9
    } else {
        0
    };
    let reply_to = prop_oneof![
        20 => Just(None),
        asks => Just(Some("amq.rabbitmq.reply-to")),
        1 => Just(Some("a")),
    ];
    let short = |text: Option<&str>| text.map(ShortString::of);
    (
        delivery_mode,
        priority,
        expiration,
        user,
        reply_to,
        headers(),
    )
        .prop_map(
            move |(delivery_mode, priority, expiration, user, reply_to, headers)| Properties {
                delivery_mode,
                priority,
                expiration: short(expiration),
                user_id: short(user),
                reply_to: short(reply_to),
                headers,
                ..Properties::default()
            },
        )
}

fn headers() -> impl Strategy<Value = Option<Table>> {
    let values = vec![
        FieldValue::Int(1),
        FieldValue::text("1"),
        FieldValue::Bool(true),
    ];
    let copies = select(vec![vec!["a"], vec!["b", "c"], vec!["k", "a"], vec![]]);
    let copies =
        copies.prop_map(|keys| FieldValue::Array(keys.into_iter().map(FieldValue::text).collect()));
    let header = |name: &'static str, values: BoxedStrategy<FieldValue>| {
        let field = values.prop_map(move |value| (ShortString::of(name), value));
        option::weighted(0.4, field)
    };
    let table = (
        header("BCC", copies.clone().boxed()),
        header("CC", copies.boxed()),
        header("h", select(values.clone()).boxed()),
        header("x-h", select(values).boxed()),
    )
        .prop_map(|(bcc, cc, plain, with_x)| {
            Table([bcc, cc, plain, with_x].into_iter().flatten().collect())
        });
    prop_oneof![4 => Just(None), 1 => table.prop_map(Some)]
}
