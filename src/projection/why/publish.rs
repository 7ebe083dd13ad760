//! Why a publish found its queues or none, why it stands where it stands, and what its publisher
//! is told.

use super::{DocPage, Why, is_reply_name};
use crate::{
    broker::{
        ConfirmCause, Excess, ExchangeKind, Kept, Message, Millis, Position, Precedence,
        PublishSeq, QueueName, RefusalCause, ReplyCode, RoutingCause, Timestamp,
    },
    projection::describe::{count, label, length, line, name},
};

pub(super) fn published(
    message: &Message,
    queues: &[QueueName],
    mandatory: bool,
    cause: RoutingCause,
) -> Why {
    let key = line(message.routing_key.as_str());
    let is_default = message.exchange.as_str().is_empty();
    if is_default && is_reply_name(message.routing_key.as_str()) {
        let rule = format!(
            "{key} is no queue but the address of a client that waits for a reply. A reply is \
             handed straight to it if it still waits, and no queue is needed."
        );
        return Why::new(rule, DocPage::DirectReplyTo);
    }
    let mut said = vec![if is_default {
        format!("The default exchange routes to the queue whose name is the routing key, {key}.")
    } else {
        by_kind(message, cause.kind)
    }];
    if !message.copied_to.is_empty() {
        let more = count(message.copied_to.len() as u64, "more key");
        said.push(format!("Its CC and BCC headers gave {more} to route by."));
    }
    if cause.through_others {
        said.push(
            "Exchanges that this one hands messages on to, by a binding or as its alternate \
             exchange, routed as well; a queue gets one copy, whatever the number of ways to it."
                .to_owned(),
        );
    }
    if !queues.is_empty() {
        said.push(format!(
            "So it went to {}.",
            count(queues.len() as u64, "queue")
        ));
        return Why::new(said.join(" "), DocPage::ExchangeTypes);
    }
    let then = if mandatory {
        "it was published as mandatory, so it goes back to its publisher"
    } else {
        "it was not published as mandatory, so it is dropped and nobody is told"
    };
    said.push(format!("That found no queue; {then}."));
    Why::new(said.join(" "), DocPage::Unroutable)
}

fn by_kind(message: &Message, kind: ExchangeKind) -> String {
    let exchange = line(message.exchange.as_str());
    let key = match message.routing_key.as_str() {
        "" => "which is empty".to_owned(),
        key => line(key),
    };
    match kind {
        ExchangeKind::Direct => format!(
            "{exchange} is a direct exchange: it routes by the bindings whose key is exactly the \
             routing key, {key}."
        ),
        ExchangeKind::Fanout => format!(
            "{exchange} is a fanout exchange: it routes by every binding and does not look at the \
             routing key."
        ),
        ExchangeKind::Topic => format!(
            "{exchange} is a topic exchange: it routes by the bindings whose pattern matches the \
             words of the routing key, {key}; * stands for one word, # for any number."
        ),
        ExchangeKind::Headers => format!(
            "{exchange} is a headers exchange: it routes by the bindings whose arguments match the \
             message's headers and does not look at the routing key."
        ),
    }
}

pub(super) fn returned(message: &Message, code: ReplyCode) -> Why {
    let rule = format!(
        "{} was published as mandatory, and no queue was found for its routing key, {}: \
         basic.return brings it back whole, with {} {}. Without mandatory it would have been \
         dropped in silence.",
        label(message),
        line(message.routing_key.as_str()),
        code.code(),
        code.name()
    );
    Why::new(rule, DocPage::Unroutable)
}

/// A message that has come into a queue.
pub(super) struct Arrival<'a> {
    pub(super) queue: &'a QueueName,
    pub(super) position: Position,
    pub(super) message: &'a Message,
    pub(super) kept: Kept,
    pub(super) time_to_live: Option<Millis>,
    pub(super) precedence: Precedence,
}

pub(super) fn enqueued(arrival: &Arrival<'_>) -> Why {
    let mut said = Vec::new();
    if arrival.message.exchange.as_str().is_empty() {
        said.push(by_queue_name(arrival.message, arrival.queue));
    }
    said.push(stands_behind(arrival.precedence, arrival.position));
    said.push(is_kept(arrival.kept, arrival.message));
    if let Some(time_to_live) = arrival.time_to_live {
        said.push(format!(
            "It expires after {}, as {}; then it goes when it stands at the head.",
            length(time_to_live),
            says_when(arrival.message, time_to_live)
        ));
    }
    let page = match (arrival.time_to_live, arrival.precedence) {
        (Some(_), _) => DocPage::MessageTtl,
        (None, Precedence::Priority { .. }) => DocPage::PriorityQueues,
        (None, Precedence::High) => DocPage::QuorumPriorities,
        (None, Precedence::FirstIn | Precedence::Normal) => DocPage::Durability,
    };
    Why::new(said.join(" "), page)
}

/// Which of the two times to live it is. The shorter one counts.
fn says_when(message: &Message, time_to_live: Millis) -> String {
    let own = message
        .properties
        .expiration
        .as_ref()
        .map(ToString::to_string);
    match own {
        None => "the queue's x-message-ttl says".to_owned(),
        Some(own) if own.parse() == Ok(time_to_live.0) => "its expiration says".to_owned(),
        Some(own) => format!(
            "the queue's x-message-ttl says, which is shorter than its expiration of {}",
            line(&own)
        ),
    }
}

fn by_queue_name(message: &Message, queue: &QueueName) -> String {
    if message.routing_key.as_str() == queue.as_str() {
        format!(
            "The default exchange routes to the queue whose name is the routing key, {}.",
            name(queue)
        )
    } else {
        format!(
            "The default exchange routes to queues by their names, and a key of its CC or BCC \
             header is {}.",
            name(queue)
        )
    }
}

fn stands_behind(precedence: Precedence, position: Position) -> String {
    let position = position.0;
    match precedence {
        Precedence::FirstIn => format!(
            "First in, first out: at position {position} it stands behind all that came before it."
        ),
        Precedence::Priority { priority, max } => format!(
            "Its priority counts as {priority} of at most {max}: at position {position} it stands \
             before every message of a lower priority, and behind those of a higher one and what \
             came before it with the same."
        ),
        Precedence::High => format!(
            "Its priority is above 4, which is high in a quorum queue: two high messages are \
             served for each normal one. Among the high ones it stands behind those that came \
             before position {position}."
        ),
        Precedence::Normal => format!(
            "First in, first out: at position {position} it stands behind all that came before it; \
             a priority above 4 would be served twice as often in a quorum queue."
        ),
    }
}

fn is_kept(kept: Kept, message: &Message) -> String {
    match kept {
        Kept::Yes if message.is_persistent() => {
            "Its delivery_mode is 2 and the queue is durable, so it is written to disk.".to_owned()
        }
        Kept::Yes => "A quorum queue writes every message to disk.".to_owned(),
        Kept::TransientMessage => {
            let mode = match message.properties.delivery_mode {
                Some(mode) => mode.to_string(),
                None => "not set".to_owned(),
            };
            format!(
                "The queue is durable, but its delivery_mode is {mode}, and only 2 is written to \
                 disk."
            )
        }
        Kept::TransientQueue => {
            "The queue is not durable: a restart removes it with all that is in it.".to_owned()
        }
    }
}

pub(super) fn refused(queue: &QueueName, cause: RefusalCause) -> Why {
    let RefusalCause::MaxLength(excess) = cause;
    let would_be = match excess {
        Excess::Messages { ready, max } => format!(
            "With this one {} would have {} and its x-max-length is {max}.",
            name(queue),
            count(ready, "ready message")
        ),
        Excess::Bytes { ready, max } => format!(
            "With this one the bodies of the ready messages of {} would have {} and its \
             x-max-length-bytes is {max}.",
            name(queue),
            count(ready, "byte")
        ),
    };
    let rule = format!(
        "{would_be} It is declared with an x-overflow that refuses what is new instead of dropping \
         the oldest; a publisher that asked for confirms gets basic.nack."
    );
    Why::new(rule, DocPage::Overflow)
}

/// A confirm that has left.
pub(super) struct Confirm {
    pub(super) at: Timestamp,
    pub(super) publish_seq: PublishSeq,
    pub(super) multiple: bool,
    pub(super) cause: ConfirmCause,
}

pub(super) fn confirmed(confirm: &Confirm) -> Why {
    let PublishSeq(number) = confirm.publish_seq;
    let mut said = vec![match confirm.cause {
        ConfirmCause::Persisted { since } => format!(
            "What has to be on disk, as a persistent message in a durable queue has, is confirmed \
             when it is there and not before: publish {number} waited {} for that. Until it is \
             acked, a restart brings it back from now on.",
            length(confirm.at - since)
        ),
        ConfirmCause::Transient => format!(
            "Every queue that publish {number} was routed to has it, and none of them writes it to \
             disk: there is nothing to wait for, and nothing that would survive a restart."
        ),
        ConfirmCause::Unroutable => format!(
            "No queue is to take publish {number}, so the broker is done with it. A confirm says \
             that the broker has dealt with a message, not that anybody will get it."
        ),
        ConfirmCause::Replied => format!(
            "Publish {number} was a reply and went straight to who waited for it; nothing is kept \
             of it."
        ),
    }];
    if confirm.multiple {
        said.push(format!(
            "multiple is set: this one confirm stands for every publish up to {number} that had \
             none."
        ));
    }
    Why::new(said.join(" "), DocPage::PublisherConfirms)
}

pub(super) fn confirm_nacked(publish_seq: PublishSeq) -> Why {
    let rule = format!(
        "Publish {} was routed to a queue that refused it or was gone by then. The publisher has \
         to take it for not accepted, even if other queues have it.",
        publish_seq.0
    );
    Why::new(rule, DocPage::PublisherNacks)
}
