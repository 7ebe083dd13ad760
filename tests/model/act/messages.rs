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

use super::{QUEUES, queue_names, topology::exchange_names};
use crate::reference::Reference;

pub(super) fn methods(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let tags = delivery_tags(state, channel);
    prop_oneof![
        20 => publishes(state, channel).prop_map(Method::Publish),
        4 => (queue_names(state), any::<bool>())
            .prop_map(|(queue, no_ack)| Method::Get { queue, no_ack }),
        8 => (tags.clone(), any::<bool>())
            .prop_map(|(delivery_tag, multiple)| Method::Ack { delivery_tag, multiple }),
        5 => (tags.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(delivery_tag, multiple, requeue)| Method::Nack { delivery_tag, multiple, requeue }
        ),
        5 => (tags, any::<bool>())
            .prop_map(|(delivery_tag, requeue)| Method::Reject { delivery_tag, requeue }),
    ]
    .boxed()
}

/// Mostly tags that the channel holds; where it holds none, one that does no harm.
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

fn publishes(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Publish> + use<> {
    let to_queue = routing_keys(state).prop_map(|key| (ExchangeName::default_exchange(), key));
    let to_exchange = (exchange_names(), routing_keys(state));
    let address = prop_oneof![3 => to_queue, 2 => to_exchange];
    let immediate = prop_oneof![150 => Just(false), 1 => Just(true)];
    (
        address,
        any::<bool>(),
        immediate,
        properties(state, channel),
        0..6_usize,
        any::<u8>(),
    )
        .prop_map(
            |((exchange, routing_key), mandatory, immediate, properties, length, body)| Publish {
                exchange,
                routing_key,
                mandatory,
                immediate,
                properties,
                body: vec![body; length].into(),
            },
        )
}

/// Names of queues, words, and the names by which replies find back.
fn routing_keys(state: &Reference) -> impl Strategy<Value = RoutingKey> + use<> {
    let mut keys: Vec<String> = QUEUES.map(str::to_owned).to_vec();
    for name in state.queue_names() {
        keys.extend(vec![name.as_str().to_owned(); 2]);
    }
    for name in state.reply_names() {
        keys.extend(vec![name; 4]);
    }
    let words = select(&["", "k", "k.a", "a.b", "k.a.b", "nowhere"][..]).prop_map(str::to_owned);
    let key = prop_oneof![3 => select(keys), 1 => words];
    key.prop_map(|key| RoutingKey::new(&key).expect("the key is short"))
}

fn properties(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Properties> + use<> {
    let delivery_mode = prop_oneof![
        4 => Just(Some(DELIVERY_MODE_PERSISTENT)),
        1 => Just(Some(DELIVERY_MODE_TRANSIENT)),
        1 => Just(None),
    ];
    let priority = prop_oneof![2 => Just(None), 1 => select(vec![Some(0), Some(1), Some(4), Some(5), Some(9)])];
    let expiration = prop_oneof![
        80 => Just(None),
        20 => select(vec![Some("0"), Some("3"), Some("15")]),
        1 => select(vec![Some("soon"), Some("-1")]),
    ];
    let user = prop_oneof![
        60 => Just(None),
        6 => Just(Some("guest")),
        1 => Just(Some("bob")),
    ];
    let has_replies = state.has_reply_consumer(channel);
    let asks = if has_replies { 30 } else { 1 };
    let reply_to = prop_oneof![
        99 => Just(None),
        asks => Just(Some("amq.rabbitmq.reply-to")),
        3 => Just(Some("a")),
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
    let copies = prop_oneof![12 => copies, 1 => Just(FieldValue::text("a"))];
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
