//! A consumer's session: its connection, and the way from how things are to how they should be.
//!
//! Nothing is sent while an answer is awaited, as with pika's blocking channel. Each answer is
//! followed by the one method that leads on from there, so whatever was changed in the meantime is
//! seen.

use super::{Consumer, ConsumerState};
use crate::{
    broker::{
        CancelCause, ChannelId, Consume, ConsumerTag, ConsumerTerms, FieldValue, Method,
        QueueDeclare, QueueName, ShortString, Table,
    },
    simulation::{
        outbox::Outbox,
        settings::{Acknowledgement, order_queue},
    },
};

/// The program's connection and how far it has got on it.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) channel: ChannelId,
    pub(super) step: Step,
    /// Whether this run of the program has declared the course's queue.
    pub(super) declared: bool,
    /// What the channel's `basic.qos` was last set to.
    pub(super) prefetch_count: Option<u16>,
    /// Whether what arrives was acked when it was sent. The settings may say otherwise already.
    pub(super) no_ack: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Connecting, and opening the channel.
    Opening,
    /// An answer on the open channel is awaited.
    Asked,
    /// The channel is open and has no consumer.
    Idle,
    /// Messages come.
    Consuming(Subscription),
}

/// What a consumer was started with and can only be changed by starting it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subscription {
    pub(super) queue: QueueName,
    pub(super) terms: ConsumerTerms,
}

impl Consumer {
    /// An answer has come, and the channel is free for the next method.
    pub(super) fn answered(&mut self, out: &mut Outbox, note: impl FnOnce(&mut Session)) {
        if let Some(session) = &mut self.session {
            session.step = Step::Idle;
            note(session);
        }
        self.take_next_step(out);
    }

    pub(super) fn started(&mut self, out: &mut Outbox, subscription: Subscription) {
        if let Some(session) = &mut self.session {
            session.no_ack = subscription.terms.no_ack;
            session.step = Step::Consuming(subscription);
        }
        if self.wanted && std::mem::take(&mut self.greets) {
            out.print(&self.name, "Waiting for orders...");
        }
        self.take_next_step(out);
    }

    pub(super) fn cancelled(&mut self, out: &mut Outbox, cause: CancelCause, queue: &QueueName) {
        match cause {
            CancelCause::Client => self.answered(out, |_| {}),
            CancelCause::QueueDeleted => {
                self.wanted = false;
                self.state = ConsumerState::CancelledByBroker;
                let text = format!("Cancelled by the broker: queue {queue} was deleted.");
                out.print_problem(&self.name, text);
                self.answered(out, |_| {});
            }
            // What closed the channel says more.
            CancelCause::ChannelClosed => {}
        }
    }

    /// Sends the one method that leads from how things are to how they should be.
    pub(super) fn take_next_step(&mut self, out: &mut Outbox) {
        let Some(session) = &mut self.session else {
            if self.wanted {
                self.session = Some(Session::opening(out.connect(&self.name)));
            }
            return;
        };
        let subscription = Subscription {
            queue: self.settings.queue.clone(),
            terms: ConsumerTerms {
                prefetch_count: self.settings.prefetch_count,
                no_ack: self.settings.acknowledgement == Acknowledgement::Automatic,
                exclusive: self.settings.exclusive,
                priority: self.settings.priority.unwrap_or(0),
            },
        };
        let terms = subscription.terms;
        let consumer_tag = ConsumerTag::new(&self.name).expect("a consumer's name is short");
        let method = match &session.step {
            Step::Opening | Step::Asked => return,
            Step::Consuming(current) if self.wanted && *current == subscription => return,
            Step::Consuming(_) => Method::Cancel { consumer_tag },
            Step::Idle if !self.wanted => return,
            Step::Idle if subscription.queue == order_queue() && !session.declared => {
                declare_as_the_course_does()
            }
            Step::Idle if session.prefetch_count != Some(terms.prefetch_count) => Method::Qos {
                prefetch_size: 0,
                prefetch_count: terms.prefetch_count,
                global: false,
            },
            Step::Idle => Method::Consume(Consume {
                queue: subscription.queue,
                consumer_tag,
                no_ack: terms.no_ack,
                exclusive: terms.exclusive,
                arguments: arguments(self.settings.priority),
            }),
        };
        session.step = Step::Asked;
        out.send(session.channel, method);
    }
}

impl Session {
    const fn opening(channel: ChannelId) -> Self {
        Self {
            channel,
            step: Step::Opening,
            declared: false,
            prefetch_count: None,
            no_ack: false,
        }
    }
}

/// A consumer's priority as an argument of `basic.consume`.
fn arguments(priority: Option<i32>) -> Table {
    let priority = priority.map(|priority| {
        let value = FieldValue::Int(priority);
        (ShortString::of("x-priority"), value)
    });
    Table(priority.into_iter().collect())
}

/// `channel.queue_declare(queue='order_queue', durable=True)`
pub(in crate::simulation) fn declare_as_the_course_does() -> Method {
    Method::QueueDeclare(QueueDeclare {
        queue: order_queue(),
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Table::default(),
    })
}
