//! Random consumers, prefetches, modes of channels, and what has no place.

use leveret::broker::{
    ChannelId, Consume, ConsumerTag, FieldValue, Method, QueueName, ShortString, Table,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, prop_oneof},
    sample::select,
};

use super::{queue, queue_names};
use crate::reference::Reference;

const TAGS: [&str; 3] = ["s", "t", "u"];

pub(super) fn methods(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let count = prop_oneof![1 => Just(0), 4 => 1..4_u16];
    let global = prop_oneof![3 => Just(false), 1 => Just(true)];
    prop_oneof![
        40 => consumes(state, channel).prop_map(Method::Consume),
        16 => cancels(state, channel),
        14 => (count, global).prop_map(|(prefetch_count, global)| Method::Qos {
            prefetch_size: 0,
            prefetch_count,
            global,
        }),
        10 => Just(Method::Recover { requeue: true }),
        4 => Just(Method::RecoverAsync { requeue: true }),
        8 => Just(Method::ConfirmSelect),
        6 => Just(Method::TxSelect),
        if state.is_tx(channel) { 40 } else { 1 } => Just(Method::TxCommit),
        if state.is_tx(channel) { 12 } else { 1 } => Just(Method::TxRollback),
        2 => Just(Method::Flow { active: true }),
        1 => what_has_no_place(),
    ]
    .boxed()
}

/// What closes the connection.
fn what_has_no_place() -> impl Strategy<Value = Method> {
    let qos = Method::Qos {
        prefetch_size: 10,
        prefetch_count: 1,
        global: false,
    };
    select(vec![
        qos,
        Method::Recover { requeue: false },
        Method::RecoverAsync { requeue: false },
        Method::Flow { active: false },
    ])
}

/// Mostly under a tag that is free.
fn consumes(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Consume> + use<> {
    let in_use = state.consumer_tags(channel);
    let mut tags = vec!["s", "", "", "", "", ""];
    for tag in TAGS {
        if in_use.iter().all(|used| used.as_str() != tag) {
            tags.extend([tag; 20]);
        }
    }
    let priority = prop_oneof![
        60 => Just(None),
        20 => select(vec![Some(FieldValue::Int(1)), Some(FieldValue::Int(-1))]),
        1 => Just(Some(FieldValue::text("1"))),
    ];
    let queue_name = prop_oneof![
        24 => queue_names(state).boxed(),
        2 => Just(replies()).boxed(),
    ];
    let no_ack = prop_oneof![4 => Just(false), 1 => Just(true)];
    let exclusive = prop_oneof![10 => Just(false), 1 => Just(true)];
    (queue_name, select(tags), no_ack, exclusive, priority).prop_map(
        |(queue, consumer_tag, no_ack, exclusive, priority)| Consume {
            // Waiting for replies is mostly done right.
            no_ack: no_ack || (queue == replies() && consumer_tag != "t"),
            queue,
            consumer_tag: tag(consumer_tag),
            exclusive,
            arguments: Table(
                priority
                    .map(|priority| (ShortString::of("x-priority"), priority))
                    .into_iter()
                    .collect(),
            ),
        },
    )
}

/// Mostly such as there are.
fn cancels(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Method> + use<> {
    let mut tags = TAGS.map(tag).to_vec();
    for used in state.consumer_tags(channel) {
        tags.extend(vec![used; 3]);
    }
    select(tags).prop_map(|consumer_tag| Method::Cancel { consumer_tag })
}

fn replies() -> QueueName {
    queue("amq.rabbitmq.reply-to")
}

fn tag(name: &str) -> ConsumerTag {
    ConsumerTag::new(name).expect("the name is short")
}
