//! Listeners: who waits for what on a channel, and on a connection.

use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use js_sys::Function;

use super::{
    notice::{Notice, What},
    promise::Waiting,
    refusal::Refusal,
};
use crate::broker::{
    CancelCause, ChannelClosure, ChannelId, ConnectionClosure, ConsumerTag, DeliveryTag, Happening,
    Message, Publish, PublishSeq,
};

/// Those of a channel.
#[derive(Debug, Default)]
pub(super) struct ChannelListeners {
    /// Why nothing can be asked on it any more.
    pub(super) closed: Option<Refusal>,
    pub(super) on_return: Option<Function>,
    pub(super) on_cancel: Option<Function>,
    pub(super) on_close: Option<Function>,
    consumers: BTreeMap<ConsumerTag, Function>,
    /// Whose consumer is being started.
    starting: Option<Function>,
    /// Whose message is being published.
    publishing: Option<Waiting>,
    unconfirmed: BTreeMap<PublishSeq, Waiting>,
    committing: VecDeque<Waiting>,
}

impl ChannelListeners {
    /// The next consumer that starts is this one's.
    pub(super) fn start(&mut self, callback: Function) {
        self.starting = Some(callback);
    }

    /// The next message that is published is this one's.
    pub(super) fn publish(&mut self, waiting: Waiting) {
        self.publishing = Some(waiting);
    }

    /// The broker has taken it. In a transaction it is published with the commit.
    pub(super) fn taken(&mut self) {
        if let Some(waiting) = self.publishing.take() {
            waiting.resolve();
        }
    }

    /// A transaction is being committed.
    pub(super) fn commit(&mut self, waiting: Waiting) {
        self.committing.push_back(waiting);
    }

    /// Takes in what happened on the channel. Returns what is to be told.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most of what happens is no client's to hear"
    )]
    pub(super) fn note(&mut self, what: &Happening) -> Option<Notice> {
        match what {
            Happening::Delivered {
                consumer,
                delivery_tag,
                redelivered,
                message,
                ..
            } => self.deliver(&consumer.tag, *delivery_tag, *redelivered, message),
            Happening::Replied {
                consumer,
                delivery_tag,
                message,
            } => self.deliver(&consumer.tag, *delivery_tag, false, message),
            Happening::ConsumerStarted { consumer, .. } => {
                if let Some(callback) = self.starting.take() {
                    self.consumers.insert(consumer.tag.clone(), callback);
                }
                None
            }
            Happening::ConsumerCancelled {
                consumer, cause, ..
            } => {
                self.consumers.remove(&consumer.tag);
                self.cancelled(&consumer.tag, *cause)
            }
            Happening::Published { publish_seq, .. } => {
                if let Some(waiting) = self.publishing.take() {
                    match publish_seq {
                        Some(seq) => drop(self.unconfirmed.insert(*seq, waiting)),
                        None => waiting.resolve(),
                    }
                }
                None
            }
            Happening::Confirmed {
                publish_seq,
                multiple,
                ..
            } => {
                self.confirmed(*publish_seq, *multiple);
                None
            }
            Happening::ConfirmNacked { publish_seq, .. } => {
                if let Some(waiting) = self.unconfirmed.remove(publish_seq) {
                    waiting.reject(&Refusal::Nacked);
                }
                None
            }
            Happening::Returned { message, code, .. } => {
                let message = Rc::clone(message);
                Notice::to(
                    self.on_return.as_ref(),
                    What::Returned {
                        code: *code,
                        message,
                    },
                )
            }
            Happening::TxCommitted { .. } => {
                if let Some(waiting) = self.committing.pop_front() {
                    waiting.resolve();
                }
                None
            }
            Happening::ChannelClosed { cause, .. } => match cause {
                ChannelClosure::Client => {
                    self.close(&Refusal::Closed("the channel"));
                    None
                }
                ChannelClosure::Exception(exception) => self.fail(&exception.clone().into()),
                // The connection says why.
                ChannelClosure::Connection => None,
            },
            _ => None,
        }
    }

    /// Nothing can be asked any more, and nothing that was asked will be answered.
    pub(super) fn close(&mut self, why: &Refusal) {
        let unconfirmed = std::mem::take(&mut self.unconfirmed).into_values();
        let committing = self.committing.drain(..);
        for waiting in self
            .publishing
            .take()
            .into_iter()
            .chain(unconfirmed)
            .chain(committing)
        {
            waiting.reject(why);
        }
        self.starting = None;
        self.consumers.clear();
        self.closed.get_or_insert_with(|| why.clone());
    }

    /// The same, and the client did not ask for it.
    pub(super) fn fail(&mut self, why: &Refusal) -> Option<Notice> {
        self.close(why);
        Notice::to(self.on_close.as_ref(), What::Closed(why.clone()))
    }

    fn deliver(
        &self,
        tag: &ConsumerTag,
        delivery_tag: DeliveryTag,
        redelivered: bool,
        message: &Rc<Message>,
    ) -> Option<Notice> {
        let delivered = What::Delivered {
            consumer_tag: tag.as_str().to_owned(),
            delivery_tag,
            redelivered,
            message: Rc::clone(message),
        };
        Notice::to(self.consumers.get(tag), delivered)
    }

    fn cancelled(&self, tag: &ConsumerTag, cause: CancelCause) -> Option<Notice> {
        match cause {
            CancelCause::QueueDeleted => Notice::to(
                self.on_cancel.as_ref(),
                What::Cancelled {
                    consumer_tag: tag.as_str().to_owned(),
                },
            ),
            CancelCause::Client | CancelCause::ChannelClosed => None,
        }
    }

    fn confirmed(&mut self, seq: PublishSeq, multiple: bool) {
        if multiple {
            let later = self.unconfirmed.split_off(&PublishSeq(seq.0 + 1));
            let confirmed = std::mem::replace(&mut self.unconfirmed, later);
            confirmed.into_values().for_each(Waiting::resolve);
        } else if let Some(waiting) = self.unconfirmed.remove(&seq) {
            waiting.resolve();
        }
    }
}

/// Those of a connection.
#[derive(Debug, Default)]
pub(super) struct ConnectionListeners {
    /// Why nothing can be asked on it any more.
    pub(super) closed: Option<Refusal>,
    pub(super) on_blocked: Option<Function>,
    pub(super) on_unblocked: Option<Function>,
    pub(super) on_close: Option<Function>,
    /// Publishes that wait until the connection is not blocked any more; none if it is not.
    pub(super) held: Option<VecDeque<Held>>,
}

/// A publish that waits.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) channel: ChannelId,
    pub(super) publish: Publish,
    pub(super) waiting: Waiting,
}

impl ConnectionListeners {
    /// Takes in what happened to the connection. Returns what is to be told.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most of what happens is no client's to hear"
    )]
    pub(super) fn note(&mut self, what: &Happening) -> Option<Notice> {
        match what {
            Happening::ConnectionBlocked { alarm, .. } => {
                self.held = Some(VecDeque::new());
                let reason = alarm.reason();
                Notice::to(self.on_blocked.as_ref(), What::Blocked { reason })
            }
            Happening::ConnectionUnblocked { .. } => {
                Notice::to(self.on_unblocked.as_ref(), What::Unblocked)
            }
            Happening::ConnectionClosed { cause, .. } => match cause {
                ConnectionClosure::Client(_) => {
                    self.close(&Refusal::Closed("the connection"));
                    None
                }
                ConnectionClosure::Exception(exception) => self.fail(&exception.clone().into()),
            },
            _ => None,
        }
    }

    /// Nothing can be asked any more, and nothing that waits will be done.
    pub(super) fn close(&mut self, why: &Refusal) {
        for held in self.held.take().into_iter().flatten() {
            held.waiting.reject(why);
        }
        self.closed.get_or_insert_with(|| why.clone());
    }

    /// The same, and the client did not ask for it.
    pub(super) fn fail(&mut self, why: &Refusal) -> Option<Notice> {
        self.close(why);
        Notice::to(self.on_close.as_ref(), What::Closed(why.clone()))
    }
}
