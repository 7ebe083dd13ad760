//! Why consumers start, take over and end.

use super::{DocPage, Why, is_reply_name};
use crate::{
    broker::{CancelCause, ConsumerId, ConsumerTerms, QueueName},
    projection::describe::{count, name, tag},
};

pub(super) fn started(consumer: &ConsumerId, queue: &QueueName, terms: &ConsumerTerms) -> Why {
    let who = tag(consumer);
    if is_reply_name(queue.as_str()) {
        let rule = format!(
            "{} is no queue: replies to requests of {who} go straight to it over its channel, for \
             as long as that is open.",
            name(queue)
        );
        return Why::new(rule, DocPage::DirectReplyTo);
    }
    let (first, page) = how_it_takes(&who, terms);
    let mut said = vec![first];
    if terms.exclusive {
        said.push("It is exclusive: the queue takes no other consumer beside it.".to_owned());
    }
    if terms.priority != 0 {
        said.push(format!(
            "Its x-priority is {}; 0 is what a consumer has that does not say.",
            terms.priority
        ));
    }
    Why::new(said.join(" "), page)
}

fn how_it_takes(who: &str, terms: &ConsumerTerms) -> (String, DocPage) {
    match (terms.no_ack, terms.prefetch_count) {
        (true, _) => (
            format!(
                "{who} consumes with automatic acknowledgement (no_ack): a message counts as acked \
                 when it is sent, and a prefetch limits nothing. What {who} has received and not \
                 done is lost if it crashes."
            ),
            DocPage::AcknowledgementModes,
        ),
        (false, 0) => (
            format!(
                "{who} set no prefetch, and 0 means no limit: the broker does not wait for its \
                 acks and may hand it all that is ready at once, of which later consumers then \
                 find nothing."
            ),
            DocPage::ConsumerPrefetch,
        ),
        (false, prefetch) => (
            format!(
                "basic.qos set a prefetch of {prefetch} before {who} started: the broker never \
                 lets it hold more than {} unacked, and each ack makes room for one more.",
                count(u64::from(prefetch), "message")
            ),
            DocPage::ConsumerPrefetch,
        ),
    }
}

pub(super) fn activated(consumer: &ConsumerId, queue: &QueueName, others: u64) -> Why {
    let rule = format!(
        "{} has x-single-active-consumer: one consumer gets all its messages and the others wait. \
         {} is the one, the first to have come of those with the highest priority, until it goes; \
         {}.",
        name(queue),
        tag(consumer),
        waiting(others)
    );
    Why::new(rule, DocPage::SingleActiveConsumer)
}

/// `2 others wait`
pub(super) fn waiting(others: u64) -> String {
    match others {
        0 => "nobody else waits".to_owned(),
        1 => "1 other waits".to_owned(),
        others => format!("{others} others wait"),
    }
}

pub(super) fn cancelled(
    consumer: &ConsumerId,
    queue: &QueueName,
    by: &str,
    cause: CancelCause,
) -> Why {
    let (who, queue) = (tag(consumer), name(queue));
    match cause {
        CancelCause::Client => Why::new(
            format!(
                "basic.cancel came from {by}: no delivery follows. What {who} holds is neither \
                 requeued nor dropped; it stays unacked and can still be acked on its channel."
            ),
            DocPage::Unsubscribing,
        ),
        CancelCause::QueueDeleted => Why::new(
            format!(
                "{queue} is gone, so nothing can come from it any more. The broker sends \
                 basic.cancel to tell {by} so, if it asked to be told."
            ),
            DocPage::ConsumerCancel,
        ),
        CancelCause::ChannelClosed => Why::new(
            format!(
                "A consumer lives on a channel and ends with it. What {who} held unacked goes back \
                 to {queue}."
            ),
            DocPage::ChannelLifecycle,
        ),
    }
}

pub(super) fn nothing_to_cancel(consumer: &ConsumerId, by: &str) -> Why {
    let rule = format!(
        "A consumer tag belongs to one channel, and on this channel of {by} no consumer has the \
         tag {}. To cancel what does not exist is no error.",
        tag(consumer)
    );
    Why::new(rule, DocPage::Unsubscribing)
}
