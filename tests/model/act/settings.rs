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

/// The tags that consumers choose themselves.
pub(super) fn tags() -> Vec<ConsumerTag> {
    ["s", "t", "u"].map(tag).to_vec()
}

pub(super) fn methods(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let count = prop_oneof![1 => Just(0), 4 => 1..4_u16];
    let global = prop_oneof![3 => Just(false), 1 => Just(true)];
    let has_consumers = !state.consumer_tags(channel).is_empty();
    prop_oneof![
        40 => good_consumes(state, channel).prop_map(Method::Consume),
        if has_consumers { 12 } else { 1 } => cancels(state, channel),
        10 => (count, global).prop_map(|(prefetch_count, global)| Method::Qos {
            prefetch_size: 0,
            prefetch_count,
            global,
        }),
        8 => select(vec![
            Method::Recover { requeue: true },
            Method::RecoverAsync { requeue: true },
        ]),
        1 => Just(Method::Flow { active: true }),
        4 => modes(state, channel),
        if state.is_tx(channel) { 60 } else { 0 } => select(vec![
            Method::TxCommit,
            Method::TxCommit,
            Method::TxRollback,
        ]),
    ]
    .boxed()
}

fn modes(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Method> + use<> {
    select(if state.is_tx(channel) {
        vec![Method::TxSelect]
    } else if state.is_confirming(channel) {
        vec![Method::ConfirmSelect]
    } else {
        vec![
            Method::ConfirmSelect,
            Method::ConfirmSelect,
            Method::TxSelect,
        ]
    })
}

/// Under a tag that is free, or one of the broker's making.
pub(super) fn good_consumes(state: &Reference, channel: ChannelId) -> BoxedStrategy<Consume> {
    let in_use = state.consumer_tags(channel);
    let mut free = tags();
    free.retain(|tag| !in_use.contains(tag));
    free.push(tag(""));
    let priority = prop_oneof![
        3 => Just(None),
        1 => select(vec![Some(FieldValue::Int(1)), Some(FieldValue::Int(-1))]),
    ];
    let seldom = |one_in: u32| prop_oneof![one_in - 1 => Just(false), 1 => Just(true)];
    let consume = (
        queue_names(state, channel),
        select(free.clone()),
        seldom(5),
        seldom(20),
        priority,
    )
        .prop_map(
            |(queue, consumer_tag, no_ack, exclusive, priority)| Consume {
                queue,
                consumer_tag,
                no_ack,
                exclusive,
                arguments: Table(
                    priority
                        .map(|priority| (ShortString::of("x-priority"), priority))
                        .into_iter()
                        .collect(),
                ),
            },
        );
    let for_replies = select(free).prop_map(|consumer_tag| Consume {
        queue: replies(),
        consumer_tag,
        no_ack: true,
        exclusive: false,
        arguments: Table::default(),
    });
    let waits = state.has_reply_consumer(channel);
    prop_oneof![12 => consume, if waits { 0 } else { 1 } => for_replies].boxed()
}

/// Mostly such as there are.
fn cancels(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Method> + use<> {
    let mut tags = tags();
    for used in state.consumer_tags(channel) {
        tags.extend(vec![used; 3]);
    }
    select(tags).prop_map(|consumer_tag| Method::Cancel { consumer_tag })
}

pub(super) fn replies() -> QueueName {
    queue("amq.rabbitmq.reply-to")
}

fn tag(name: &str) -> ConsumerTag {
    ConsumerTag::new(name).expect("the name is short")
}
