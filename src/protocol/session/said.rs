//! Which method tells a client what happened.

use crate::{
    broker::{
        Binding, CancelCause, ChannelClosure, Destination, ExchangeDeletion, Happening, Message,
        QueueDeletion, UnbindCause,
    },
    protocol::codec::{
        Method,
        method::{Basic, Channel, Confirm, Exchange, Queue, Tx},
    },
};

/// What a client hears on a channel.
pub(super) enum Said<'a> {
    Nothing,
    /// A method, whatever was asked.
    Method(Method<'a>),
    /// The answer to a method that can be sent with `no-wait`; then there is none.
    Answer(Method<'a>),
    /// A method that the client hears only if it said that it understands it.
    CancelNotice(Basic<'a>),
    /// A publish is confirmed, or all up to it.
    Confirm {
        tag: u64,
        multiple: bool,
    },
    /// A publish is refused.
    Refusal {
        tag: u64,
    },
    /// A method with a message.
    Content(Basic<'a>, &'a Message),
    /// The channel is closed.
    Closed(&'a ChannelClosure),
}

#[expect(
    clippy::too_many_lines,
    reason = "an arm for each event, so that none is forgotten"
)]
pub(super) fn said(what: &Happening) -> Said<'_> {
    match what {
        Happening::ChannelOpened { .. } => {
            Said::Method(Method::Channel(Channel::OpenOk { channel_id: b"" }))
        }
        Happening::ChannelClosed { cause, .. } => Said::Closed(cause),
        Happening::FlowSet { .. } => {
            Said::Method(Method::Channel(Channel::FlowOk { active: true }))
        }
        Happening::ExchangeDeclared { .. } => {
            Said::Answer(Method::Exchange(Exchange::DeclareOk {}))
        }
        Happening::ExchangeDeleted { cause, .. } => exchange_deleted(*cause),
        Happening::Bound { binding, .. } => Said::Answer(bind_ok(binding)),
        Happening::Unbound { binding, cause } => unbound(binding, *cause),
        Happening::QueueDeclared {
            queue,
            message_count,
            consumer_count,
            ..
        } => Said::Answer(Method::Queue(Queue::DeclareOk {
            queue: queue.as_str(),
            message_count: count(*message_count),
            consumer_count: count(*consumer_count),
        })),
        Happening::QueuePurged { message_count, .. } => {
            let message_count = count(*message_count);
            Said::Answer(Method::Queue(Queue::PurgeOk { message_count }))
        }
        Happening::QueueDeleted {
            message_count,
            cause,
            ..
        } => queue_deleted(*cause, count(*message_count)),
        Happening::ConfirmSelected { .. } => Said::Answer(Method::Confirm(Confirm::SelectOk)),
        Happening::TxSelected { .. } => Said::Method(Method::Tx(Tx::SelectOk)),
        Happening::TxCommitted { .. } => Said::Method(Method::Tx(Tx::CommitOk)),
        Happening::TxRolledBack { .. } => Said::Method(Method::Tx(Tx::RollbackOk)),
        Happening::QosSet { .. } => Said::Method(Method::Basic(Basic::QosOk {})),
        Happening::Returned { message, code, .. } => {
            let returned = Basic::Return {
                reply_code: code.code(),
                reply_text: code.name(),
                exchange: message.exchange.as_str(),
                routing_key: message.routing_key.as_str(),
            };
            Said::Content(returned, message)
        }
        Happening::Confirmed {
            publish_seq,
            multiple,
            ..
        } => Said::Confirm {
            tag: publish_seq.0,
            multiple: *multiple,
        },
        Happening::ConfirmNacked { publish_seq, .. } => Said::Refusal { tag: publish_seq.0 },
        Happening::ConsumerStarted { consumer, .. } => {
            let consumer_tag = consumer.tag.as_str();
            Said::Answer(Method::Basic(Basic::ConsumeOk { consumer_tag }))
        }
        Happening::ConsumerCancelled {
            consumer, cause, ..
        } => consumer_cancelled(consumer.tag.as_str(), *cause),
        Happening::NothingToCancel { consumer } => {
            let consumer_tag = consumer.tag.as_str();
            Said::Answer(Method::Basic(Basic::CancelOk { consumer_tag }))
        }
        Happening::Replied {
            consumer,
            delivery_tag,
            message,
        } => delivered(consumer.tag.as_str(), delivery_tag.0, false, message),
        Happening::Delivered {
            consumer,
            delivery_tag,
            redelivered,
            message,
            ..
        } => delivered(consumer.tag.as_str(), delivery_tag.0, *redelivered, message),
        Happening::Got {
            delivery_tag,
            redelivered,
            message,
            message_count,
            ..
        } => {
            let get_ok = Basic::GetOk {
                delivery_tag: delivery_tag.0,
                redelivered: *redelivered,
                exchange: message.exchange.as_str(),
                routing_key: message.routing_key.as_str(),
                message_count: count(*message_count),
            };
            Said::Content(get_ok, message)
        }
        Happening::GotEmpty { .. } => {
            Said::Method(Method::Basic(Basic::GetEmpty { cluster_id: "" }))
        }
        Happening::Recovered { .. } => Said::Method(Method::Basic(Basic::RecoverOk {})),
        Happening::ConnectionOpened { .. }
        | Happening::ConnectionClosed { .. }
        | Happening::ConnectionBlocked { .. }
        | Happening::ConnectionUnblocked { .. }
        | Happening::Published { .. }
        | Happening::Enqueued { .. }
        | Happening::Refused { .. }
        | Happening::ConsumerActivated { .. }
        | Happening::Acked { .. }
        | Happening::Requeued { .. }
        | Happening::Dropped { .. }
        | Happening::DeadLettered { .. }
        | Happening::Restarted { .. } => Said::Nothing,
    }
}

const fn exchange_deleted(cause: ExchangeDeletion) -> Said<'static> {
    match cause {
        ExchangeDeletion::Client(_) | ExchangeDeletion::AlreadyGone(_) => {
            Said::Answer(Method::Exchange(Exchange::DeleteOk {}))
        }
        ExchangeDeletion::AutoDelete => Said::Nothing,
    }
}

const fn bind_ok(binding: &Binding) -> Method<'static> {
    match binding.destination {
        Destination::Queue(_) => Method::Queue(Queue::BindOk {}),
        Destination::Exchange(_) => Method::Exchange(Exchange::BindOk {}),
    }
}

const fn unbound(binding: &Binding, cause: UnbindCause) -> Said<'static> {
    match cause {
        UnbindCause::Client(_) | UnbindCause::AlreadyGone(_) => {
            Said::Answer(match binding.destination {
                Destination::Queue(_) => Method::Queue(Queue::UnbindOk {}),
                Destination::Exchange(_) => Method::Exchange(Exchange::UnbindOk {}),
            })
        }
        UnbindCause::SourceGone | UnbindCause::DestinationGone => Said::Nothing,
    }
}

const fn queue_deleted(cause: QueueDeletion, message_count: u32) -> Said<'static> {
    match cause {
        QueueDeletion::Client(_) | QueueDeletion::AlreadyGone(_) => {
            Said::Answer(Method::Queue(Queue::DeleteOk { message_count }))
        }
        QueueDeletion::AutoDelete
        | QueueDeletion::ExclusiveOwnerGone(_)
        | QueueDeletion::Expired { .. } => Said::Nothing,
    }
}

const fn consumer_cancelled(consumer_tag: &str, cause: CancelCause) -> Said<'_> {
    match cause {
        CancelCause::Client => Said::Answer(Method::Basic(Basic::CancelOk { consumer_tag })),
        CancelCause::QueueDeleted => Said::CancelNotice(Basic::Cancel {
            consumer_tag,
            no_wait: true,
        }),
        CancelCause::ChannelClosed => Said::Nothing,
    }
}

fn delivered<'a>(
    consumer_tag: &'a str,
    delivery_tag: u64,
    redelivered: bool,
    message: &'a Message,
) -> Said<'a> {
    let deliver = Basic::Deliver {
        consumer_tag,
        delivery_tag,
        redelivered,
        exchange: message.exchange.as_str(),
        routing_key: message.routing_key.as_str(),
    };
    Said::Content(deliver, message)
}

/// A count as the wire has it: 32 bits.
fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
