//! Consumers: the course's consumer program, as many times as wanted.
//!
//! A program says what it wants (run, with these settings) and each answer of the broker brings it
//! one method closer, as pika's blocking channel would: nothing is sent while an answer is awaited.
//! So a change in the middle of a start is no special case.
//!
//! What a message is worth to the program stands in [`work`]; how a person takes part in it in
//! [`by_hand`]; how the program fails in [`failing`] and how it ends in [`farewell`].

mod by_hand;
mod changing;
mod failing;
mod farewell;
mod session;
mod work;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{
    definition::ClientDefinition,
    error::ClientError,
    link::Cable,
    news::{WorkNews, WorkStep},
    outbox::Outbox,
    poison::is_poison,
    settings::{Acknowledgement, ConsumerSettings},
};
use crate::broker::{
    ChannelClosure, ConnectionClosure, DeliveryTag, Event, Happening, Method, Timestamp,
};
pub use by_hand::Settlement;
use failing::time_on;
pub(super) use session::declare_as_the_course_does;
use session::{Session, Step, Subscription};
pub use work::Work;
use work::WorkList;

/// A consumer program.
///
/// # Invariants
/// - Without a session it holds nothing unacked.
/// - A program that is not wanted has no consumer at the broker, or is about to cancel it.
/// - Only one that has crashed waits to be started again.
#[derive(Clone, Debug)]
pub struct Consumer {
    name: Rc<str>,
    settings: ConsumerSettings,
    /// Whether it should be consuming.
    wanted: bool,
    state: ConsumerState,
    session: Option<Session>,
    work: WorkList,
    completed: u64,
    /// Whether it has yet to say that it waits for orders.
    greets: bool,
    /// When it is started again by itself.
    restart_at: Option<Timestamp>,
    /// Whether it dies over the next message, processed and not yet acked.
    crashes_before_ack: bool,
}

/// What a consumer is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsumerState {
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

impl Consumer {
    pub(super) const fn new(name: Rc<str>, settings: ConsumerSettings, wanted: bool) -> Self {
        Self {
            name,
            settings,
            wanted,
            state: ConsumerState::Stopped,
            session: None,
            work: WorkList::new(),
            completed: 0,
            greets: true,
            restart_at: None,
            crashes_before_ack: false,
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
    pub const fn state(&self) -> &ConsumerState {
        &self.state
    }

    /// Orders that it has completed.
    #[must_use]
    pub const fn completed(&self) -> u64 {
        self.completed
    }

    /// The unacked deliveries that it holds, oldest first, each with the time when its processing
    /// will be done if it has begun and ends by itself.
    pub fn held(&self) -> impl Iterator<Item = (&Work, Option<Timestamp>)> {
        self.work.unacked()
    }

    /// With automatic acknowledgement: how many messages it has received and not finished.
    #[must_use]
    pub fn backlog_count(&self) -> usize {
        self.work.backlog().count()
    }

    /// When it is started again after its crash, if it is.
    #[must_use]
    pub const fn restarts_at(&self) -> Option<Timestamp> {
        self.restart_at
    }

    /// Whether it is going to die over the next message, processed and not yet acked.
    #[must_use]
    pub const fn crashes_before_ack(&self) -> bool {
        self.crashes_before_ack
    }

    pub(super) fn definition(&self) -> ClientDefinition {
        ClientDefinition::Consumer {
            name: self.name.to_string(),
            settings: self.settings.clone(),
            running: self.wanted || self.restart_at.is_some(),
        }
    }

    /// The connection that it has, or believes to have.
    pub(super) fn cable(&self) -> Option<Cable> {
        self.session.as_ref().map(|session| Cable {
            connection: session.channel.connection,
            is_acked_on_sending: session.no_ack,
        })
    }

    pub(super) const fn is_wanted(&self) -> bool {
        self.wanted
    }

    pub(super) const fn is_attached(&self) -> bool {
        self.session.is_some()
    }

    /// Runs again what was running when it was kept.
    pub(super) fn attach(&mut self, out: &mut Outbox) {
        self.state = ConsumerState::Consuming;
        self.take_next_step(out);
    }

    pub(super) fn start(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        if self.wanted && self.session.is_some() {
            return Err(ClientError::Running {
                name: Rc::clone(&self.name),
            });
        }
        self.wanted = true;
        self.restart_at = None;
        self.state = ConsumerState::Consuming;
        self.greets = true;
        if let Some(session) = &mut self.session {
            session.declared = false;
        }
        self.take_next_step(out);
        Ok(())
    }

    pub(super) fn stop(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        if self.restart_at.take().is_some() {
            out.print(&self.name, "Stays down: it is not started again by itself.");
            return Ok(());
        }
        if !self.wanted {
            return Err(ClientError::NotRunning {
                name: Rc::clone(&self.name),
            });
        }
        self.wanted = false;
        self.state = ConsumerState::Stopped;
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

    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let done_at = self.work.done_at();
        done_at.into_iter().chain(self.restart_at).min()
    }

    pub(super) fn handle_timeout(&mut self, out: &mut Outbox) {
        if self.restart_at.is_some_and(|due| due <= out.now) {
            self.start_by_itself(out);
            return;
        }
        let Some(work) = self.work.done(out.now) else {
            return;
        };
        if is_poison(&work.message) {
            self.fail(out);
        } else if self.crashes_before_ack {
            self.crash_before_ack(out);
        } else if let Some(work) = self.work.finish() {
            if !work.no_ack {
                self.send_ack(out, work.delivery_tag);
            }
            self.complete(out, &work);
        }
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
        if let Happening::ConnectionOpened { connection: of }
        | Happening::ConnectionClosed { connection: of, .. } = &event.what
        {
            *of == connection
        } else {
            event.what.channel() == Some(session.channel)
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
            Happening::ChannelOpened { .. } | Happening::NothingToCancel { .. } => {
                self.answered(out, |_| {});
            }
            Happening::QueueDeclared { .. } => {
                self.answered(out, |session| session.declared = true);
            }
            Happening::QosSet { prefetch_count, .. } => {
                let set = *prefetch_count;
                self.answered(out, |session| session.prefetch_count = Some(set));
            }
            Happening::ConsumerStarted { queue, terms, .. } => {
                let subscription = Subscription {
                    queue: queue.clone(),
                    terms: *terms,
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
                let work = Work {
                    delivery_tag: *delivery_tag,
                    position: *position,
                    redelivered: *redelivered,
                    held_since: event.at,
                    message: Rc::clone(message),
                    no_ack,
                    announced: false,
                };
                self.tell(out, &work, WorkStep::Received);
                self.work.receive(work);
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

    /// Takes up the next message, if the program is idle.
    fn begin(&mut self, out: &mut Outbox) {
        let by_hand = self.works_by_hand();
        let sleep = self.settings.sleep;
        let takes = |work: &Work| time_on(work, sleep);
        if let Some(work) = self.work.begin(out.now, by_hand, takes) {
            announce(out, &self.name, work);
        }
    }

    fn announce_all(&mut self, out: &mut Outbox) {
        for work in self.work.unacked_mut() {
            announce(out, &self.name, work);
        }
    }

    fn send_ack(&self, out: &mut Outbox, delivery_tag: DeliveryTag) {
        if let Some(session) = &self.session {
            let ack = Method::Ack {
                delivery_tag,
                multiple: false,
            };
            out.send(session.channel, ack);
        }
    }

    fn complete(&mut self, out: &mut Outbox, work: &Work) {
        self.completed += 1;
        self.tell(out, work, WorkStep::Completed);
        out.print(&self.name, format!("Completed order: {}", work.called()));
    }

    fn tell(&self, out: &mut Outbox, work: &Work, step: WorkStep) {
        out.tell(WorkNews {
            at: out.now,
            consumer: Rc::clone(&self.name),
            message: Rc::clone(&work.message),
            redelivered: work.redelivered,
            is_acked_on_sending: work.no_ack,
            step,
        });
    }

    fn works_by_hand(&self) -> bool {
        self.settings.acknowledgement == Acknowledgement::ByHand
    }
}

fn announce(out: &mut Outbox, name: &Rc<str>, work: &mut Work) {
    if !work.announced {
        work.announced = true;
        out.print(name, format!("Processing order: {}", work.called()));
    }
}
