//! Consumers: the course's consumer program, as many times as wanted.
//!
//! A program says what it wants (run, with these settings) and each answer of the broker brings it one method
//! closer, as pika's blocking channel would: nothing is sent while an answer is awaited. So a change in the
//! middle of a start is no special case.
//!
//! What a message is worth to the program stands in [`work`]; how a person takes part in it in [`by_hand`].

mod by_hand;
mod farewell;
mod work;

use std::rc::Rc;

use super::{
    definition::ClientDefinition,
    error::ClientError,
    outbox::Outbox,
    settings::{Acknowledgement, ConsumerSettings, order_queue, seconds},
};
use crate::broker::{
    CancelCause, ChannelClosure, ChannelId, ConnectionClosure, ConsumerTag, Event, Happening,
    Method, QueueDeclare, QueueName, Table, Timestamp,
};
pub use by_hand::Settlement;
pub use work::Work;
use work::WorkList;

/// A consumer program.
///
/// # Invariants
/// - Without a session it holds nothing unacked.
/// - A program that is not wanted has no consumer at the broker, or is about to cancel it.
#[derive(Clone, Debug)]
pub struct Consumer {
    name: Rc<str>,
    settings: ConsumerSettings,
    /// Whether it should be consuming.
    wanted: bool,
    status: ConsumerStatus,
    session: Option<Session>,
    work: WorkList,
    completed: u64,
    /// Whether it has yet to say that it waits for orders.
    greets: bool,
}

/// What a consumer is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsumerStatus {
    /// Getting messages, or about to.
    Consuming,
    /// Cancelled by its own wish; it finishes what it holds.
    Stopped,
    /// Its process died.
    Crashed,
    /// The broker cancelled it, because its queue was deleted.
    CancelledByBroker,
    /// The broker closed its channel, and the program ended.
    ChannelClosed {
        /// The reply code.
        code: u16,
        /// RabbitMQ's reply text.
        text: String,
    },
}

/// The program's connection and how far it has got on it.
#[derive(Clone, Debug)]
struct Session {
    channel: ChannelId,
    step: Step,
    /// Whether this run of the program has declared the course's queue.
    declared: bool,
    /// What the channel's `basic.qos` was last set to.
    prefetch_count: Option<u16>,
    /// Whether what arrives was acked when it was sent. The settings may say otherwise already.
    no_ack: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
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
struct Subscription {
    queue: QueueName,
    prefetch_count: u16,
    no_ack: bool,
}

impl Consumer {
    pub(super) const fn new(name: Rc<str>, settings: ConsumerSettings, wanted: bool) -> Self {
        Self {
            name,
            settings,
            wanted,
            status: ConsumerStatus::Stopped,
            session: None,
            work: WorkList::new(),
            completed: 0,
            greets: true,
        }
    }

    /// The name in the log, and the consumer tag.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it is set.
    #[must_use]
    pub const fn settings(&self) -> &ConsumerSettings {
        &self.settings
    }

    /// What it is doing.
    #[must_use]
    pub const fn status(&self) -> &ConsumerStatus {
        &self.status
    }

    /// Orders that it has completed.
    #[must_use]
    pub const fn completed(&self) -> u64 {
        self.completed
    }

    /// The unacked deliveries that it holds, oldest first, each with the time when its processing will be done
    /// if it has begun and ends by itself.
    pub fn held(&self) -> impl Iterator<Item = (&Work, Option<Timestamp>)> {
        self.work.unacked()
    }

    /// With automatic acknowledgement: how many messages it has received and not finished.
    #[must_use]
    pub fn backlog_count(&self) -> usize {
        self.work.backlog().count()
    }

    pub(super) fn definition(&self) -> ClientDefinition {
        ClientDefinition::Consumer {
            name: self.name.to_string(),
            settings: self.settings.clone(),
            running: self.wanted,
        }
    }

    pub(super) const fn is_wanted(&self) -> bool {
        self.wanted
    }

    pub(super) const fn is_attached(&self) -> bool {
        self.session.is_some()
    }

    /// Runs again what was running when it was kept.
    pub(super) fn attach(&mut self, out: &mut Outbox) {
        self.status = ConsumerStatus::Consuming;
        self.take_next_step(out);
    }

    pub(super) fn start(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        if self.wanted && self.session.is_some() {
            return Err(ClientError::Running {
                name: Rc::clone(&self.name),
            });
        }
        self.wanted = true;
        self.status = ConsumerStatus::Consuming;
        self.greets = true;
        if let Some(session) = &mut self.session {
            session.declared = false;
        }
        self.take_next_step(out);
        Ok(())
    }

    pub(super) fn stop(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        if !self.wanted {
            return Err(ClientError::NotRunning {
                name: Rc::clone(&self.name),
            });
        }
        self.wanted = false;
        self.status = ConsumerStatus::Stopped;
        let text = match self.work.unacked().count() + self.backlog_count() {
            0 => "Stopped: basic.cancel. It holds nothing.".to_owned(),
            1 => "Stopped: basic.cancel. It finishes the message that it holds.".to_owned(),
            count => {
                format!("Stopped: basic.cancel. It finishes the {count} messages that it holds.")
            }
        };
        out.print(&self.name, text);
        self.take_next_step(out);
        Ok(())
    }

    pub(super) fn change(&mut self, out: &mut Outbox, settings: ConsumerSettings) {
        let before = std::mem::replace(&mut self.settings, settings);
        if self.wanted {
            self.print_change(out, &before);
        }
        if self.works_by_hand() {
            self.work.lay_down();
            self.announce_all(out);
        }
        self.begin(out);
        self.take_next_step(out);
    }

    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        self.work.done_at()
    }

    pub(super) fn handle_timeout(&mut self, out: &mut Outbox) {
        let Some(work) = self.work.finish(out.now) else {
            return;
        };
        if !work.no_ack
            && let Some(session) = &self.session
        {
            let ack = Method::Ack {
                delivery_tag: work.delivery_tag,
                multiple: false,
            };
            out.send(session.channel, ack);
        }
        self.complete(out, &work);
        self.begin(out);
    }

    pub(super) fn handle_event(&mut self, out: &mut Outbox, event: &Event) {
        if let Happening::Restarted { .. } = event.what {
            self.resume(out);
        } else if self.concerns(event) {
            self.handle_own_event(out, event);
        }
    }

    fn concerns(&self, event: &Event) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let connection = session.channel.connection;
        match &event.what {
            Happening::ConnectionOpened { connection: of }
            | Happening::ConnectionClosed { connection: of, .. } => *of == connection,
            other => other.channel() == Some(session.channel),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a program knows the answers to what it asks; new kinds of events are not its business"
    )]
    fn handle_own_event(&mut self, out: &mut Outbox, event: &Event) {
        match &event.what {
            Happening::ConnectionOpened { .. } => {
                if let Some(session) = &self.session {
                    out.open_channel(session.channel);
                }
            }
            Happening::ChannelOpened { .. } => self.answered(out, |_| {}),
            Happening::QueueDeclared { .. } => {
                self.answered(out, |session| session.declared = true)
            }
            Happening::QosSet { prefetch_count, .. } => {
                let set = *prefetch_count;
                self.answered(out, |session| session.prefetch_count = Some(set));
            }
            Happening::ConsumerStarted {
                queue,
                prefetch_count,
                no_ack,
                ..
            } => {
                let subscription = Subscription {
                    queue: queue.clone(),
                    prefetch_count: *prefetch_count,
                    no_ack: *no_ack,
                };
                self.started(out, subscription);
            }
            Happening::ConsumerCancelled { cause, queue, .. } => {
                self.cancelled(out, *cause, queue);
            }
            Happening::Delivered {
                delivery_tag,
                position,
                redelivered,
                message,
                ..
            } => {
                let no_ack = (self.session.as_ref()).is_some_and(|session| session.no_ack);
                self.work.receive(Work {
                    delivery_tag: *delivery_tag,
                    position: *position,
                    redelivered: *redelivered,
                    held_since: event.at,
                    message: Rc::clone(message),
                    no_ack,
                    announced: false,
                });
                if self.works_by_hand() {
                    self.announce_all(out);
                }
                self.begin(out);
            }
            Happening::ChannelClosed {
                cause: ChannelClosure::Exception(exception),
                ..
            } => self.end_by_exception(out, exception, true),
            Happening::ConnectionClosed {
                cause: ConnectionClosure::Exception(exception),
                ..
            } => self.connection_closed(out, exception),
            _ => {}
        }
    }

    /// An answer has come, and the channel is free for the next method.
    fn answered(&mut self, out: &mut Outbox, note: impl FnOnce(&mut Session)) {
        if let Some(session) = &mut self.session {
            session.step = Step::Idle;
            note(session);
        }
        self.take_next_step(out);
    }

    fn started(&mut self, out: &mut Outbox, subscription: Subscription) {
        if let Some(session) = &mut self.session {
            session.no_ack = subscription.no_ack;
            session.step = Step::Consuming(subscription);
        }
        if self.wanted && std::mem::take(&mut self.greets) {
            out.print(&self.name, "Waiting for orders...");
        }
        self.take_next_step(out);
    }

    fn cancelled(&mut self, out: &mut Outbox, cause: CancelCause, queue: &QueueName) {
        match cause {
            CancelCause::Client => self.answered(out, |_| {}),
            CancelCause::QueueDeleted => {
                self.wanted = false;
                self.status = ConsumerStatus::CancelledByBroker;
                let text = format!("Cancelled by the broker: queue {queue} was deleted.");
                out.print_problem(&self.name, text);
                self.answered(out, |_| {});
            }
            // What closed the channel says more.
            CancelCause::ChannelClosed => {}
        }
    }

    /// Sends the one method that leads from how things are to how they should be.
    fn take_next_step(&mut self, out: &mut Outbox) {
        let Some(session) = &mut self.session else {
            if self.wanted {
                self.session = Some(Session::opening(out.connect(&self.name)));
            }
            return;
        };
        let subscription = Subscription {
            queue: self.settings.queue.clone(),
            prefetch_count: self.settings.prefetch_count,
            no_ack: self.settings.acknowledgement == Acknowledgement::Automatic,
        };
        let consumer_tag = ConsumerTag::new(&self.name).expect("a consumer's name is short");
        let method = match &session.step {
            Step::Opening | Step::Asked => return,
            Step::Consuming(current) if self.wanted && *current == subscription => return,
            Step::Consuming(_) => Method::Cancel { consumer_tag },
            Step::Idle if !self.wanted => return,
            Step::Idle if subscription.queue == order_queue() && !session.declared => {
                declare_as_the_course_does()
            }
            Step::Idle if session.prefetch_count != Some(subscription.prefetch_count) => {
                Method::Qos {
                    prefetch_count: subscription.prefetch_count,
                }
            }
            Step::Idle => Method::Consume {
                queue: subscription.queue,
                consumer_tag,
                no_ack: subscription.no_ack,
            },
        };
        session.step = Step::Asked;
        out.send(session.channel, method);
    }

    /// Takes up the next message, if the program is idle.
    fn begin(&mut self, out: &mut Outbox) {
        let by_hand = self.works_by_hand();
        if let Some(work) = self.work.begin(out.now, self.settings.sleep, by_hand) {
            announce(out, &self.name, work);
        }
    }

    fn announce_all(&mut self, out: &mut Outbox) {
        for work in self.work.unacked_mut() {
            announce(out, &self.name, work);
        }
    }

    fn complete(&mut self, out: &mut Outbox, work: &Work) {
        self.completed += 1;
        out.print(&self.name, format!("Completed order: {}", work.called()));
    }

    fn works_by_hand(&self) -> bool {
        self.settings.acknowledgement == Acknowledgement::ByHand
    }

    fn print_change(&self, out: &mut Outbox, before: &ConsumerSettings) {
        let after = &self.settings;
        let mut changes = Vec::new();
        if before.queue != after.queue {
            changes.push(format!("queue {}", after.queue));
        }
        if before.prefetch_count != after.prefetch_count {
            changes.push(format!("prefetch {}", after.prefetch_count));
        }
        let is_automatic =
            |settings: &ConsumerSettings| settings.acknowledgement == Acknowledgement::Automatic;
        if is_automatic(before) != is_automatic(after) {
            changes.push(format!("no_ack {}", is_automatic(after)));
        }
        if !changes.is_empty() {
            let text = format!(
                "Now with {}: cancels and consumes again, since the broker takes these only when a consumer \
                 starts.",
                changes.join(", ")
            );
            out.print(&self.name, text);
        }
        if before.sleep != after.sleep {
            let sleep = seconds(after.sleep);
            out.print(
                &self.name,
                format!("Sleeps {sleep} s from the next order on."),
            );
        }
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

fn announce(out: &mut Outbox, name: &Rc<str>, work: &mut Work) {
    if !work.announced {
        work.announced = true;
        out.print(name, format!("Processing order: {}", work.called()));
    }
}

/// `channel.queue_declare(queue='order_queue', durable=True)`
pub(super) fn declare_as_the_course_does() -> Method {
    Method::QueueDeclare(QueueDeclare {
        queue: order_queue(),
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Table::default(),
    })
}
