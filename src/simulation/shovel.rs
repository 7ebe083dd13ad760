//! The shovel: a program that takes messages out of a queue and moves, removes or rejects them.
//!
//! It is named after RabbitMQ's plugin (<https://www.rabbitmq.com/docs/shovel>). AMQP cannot move a
//! message, nor take one that is not at the head. So the shovel gets one after another, publishes
//! each anew, and acks it when the copy is confirmed: whatever goes wrong in between leaves a
//! message twice and never none. What it had to pass over to reach one message goes back to its
//! place, flagged redelivered.
//!
//! It has one connection after another with the same id. That cannot mislead: it begins anew only
//! when the broker has nothing more to say of the last one.
//!
//! # Invariants
//! - Without a session nothing is outstanding.
//! - Between two gets there is at most one publish, so what comes back is the last one.

mod answers;
mod settings;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

pub use self::settings::{ShovelSettings, Treatment, Which};
use super::{label::Label, outbox::Outbox, producer::Progress};
use crate::broker::{
    ChannelId, ConnectionId, DeliveryTag, Disconnect, ExchangeName, Message, Method, Millis,
    Publish, PublishSeq, RoutingKey, Timestamp,
};

/// The shovel at work, or what came of it.
#[derive(Clone, Debug)]
pub struct Shovel {
    settings: ShovelSettings,
    session: Option<Session>,
    /// Messages that are to be treated; none is known before the queue has answered.
    total: u64,
    /// Messages that have been.
    done: u64,
    /// What the last message of them is called.
    label: String,
    problem: Option<String>,
    is_stopped: bool,
}

#[derive(Clone, Debug)]
struct Session {
    /// Whether the queue has answered, so that messages can be taken.
    is_ready: bool,
    /// Whether a get has not been answered.
    is_getting: bool,
    /// Whether the broker has said that it reads nothing more for now.
    is_blocked: bool,
    /// Messages taken to be treated.
    taken: u64,
    /// Messages passed over to reach the one that is meant, and the last of them.
    passed_over: u64,
    last_passed_over: Option<DeliveryTag>,
    last_seq: PublishSeq,
    /// Copies that are not confirmed, each with the delivery that it was made of.
    outstanding: BTreeMap<PublishSeq, DeliveryTag>,
    /// Those of them that no queue took.
    returned: BTreeSet<PublishSeq>,
    /// Gets left in this portion.
    portion: u32,
    /// Before this the next portion does not begin.
    next_portion_at: Timestamp,
}

impl Shovel {
    /// Its connection, which no other program has.
    pub const CONNECTION: ConnectionId = ConnectionId(0);

    /// Its name in the log.
    pub const NAME: &str = "shovel";

    const CHANNEL: ChannelId = ChannelId {
        connection: Self::CONNECTION,
        number: 1,
    };

    pub(super) fn begin(out: &mut Outbox, settings: ShovelSettings) -> Self {
        out.open_connection(Self::CONNECTION);
        Self {
            settings,
            session: Some(Session {
                is_ready: false,
                is_getting: false,
                is_blocked: false,
                taken: 0,
                passed_over: 0,
                last_passed_over: None,
                last_seq: PublishSeq(0),
                outstanding: BTreeMap::new(),
                returned: BTreeSet::new(),
                portion: PORTION,
                next_portion_at: out.now,
            }),
            total: 0,
            done: 0,
            label: String::new(),
            problem: None,
            is_stopped: false,
        }
    }

    /// What it was told to do.
    #[must_use]
    pub const fn settings(&self) -> &ShovelSettings {
        &self.settings
    }

    /// How far it is.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        Progress {
            sent: self.done,
            total: self.total,
        }
    }

    /// Whether it is at work.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.session.is_some()
    }

    /// Whether somebody stopped it before its end.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Why it ended before its end, as a sentence.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Takes nothing more; what is published already is still seen to its end.
    pub(super) fn stop(&mut self, out: &mut Outbox) {
        self.is_stopped = true;
        self.end_if_done(out);
    }

    /// When the next portion can be taken.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let session = self.session.as_ref()?;
        self.may_take(session).then_some(session.next_portion_at)
    }

    pub(super) fn handle_timeout(&mut self, out: &mut Outbox) {
        if self.poll_timeout().is_some_and(|due| due <= out.now)
            && let Some(session) = &mut self.session
        {
            session.portion = PORTION;
            self.take_next(out);
        }
    }

    /// Whether there is something to take, and room for it.
    fn may_take(&self, session: &Session) -> bool {
        session.is_ready
            && !session.is_getting
            && !session.is_blocked
            && !self.takes_no_more()
            && session.taken < self.total
            && session.outstanding.len() < OUTSTANDING_MAX
    }

    const fn takes_no_more(&self) -> bool {
        self.is_stopped || self.problem.is_some()
    }

    /// Gets the next message, unless this portion is used up: then the clock has to go on first, so
    /// that it can be stopped.
    fn take_next(&mut self, out: &mut Outbox) {
        let Some(mut session) = self.session.take() else {
            return;
        };
        if self.may_take(&session) {
            if session.portion > 0 {
                session.portion -= 1;
                session.get(out, &self.settings);
            } else {
                session.next_portion_at = out.now + PORTION_INTERVAL;
            }
        }
        self.session = Some(session);
    }

    /// Does to a message what it was taken for.
    fn treat(&mut self, out: &mut Outbox, delivery_tag: DeliveryTag, message: &Message) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.taken += 1;
        self.label = Label::of(&message.body).called();
        let settled = match &self.settings.treatment {
            Treatment::Move { to } => {
                session.publish(out, copy(message, RoutingKey::from(to)), delivery_tag);
                return;
            }
            Treatment::Remove => Method::Ack {
                delivery_tag,
                multiple: false,
            },
            Treatment::Reject => Method::Reject {
                delivery_tag,
                requeue: false,
            },
        };
        out.send(Self::CHANNEL, settled);
        self.done += 1;
    }

    /// It goes on no further; the first reason counts.
    fn give_up(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Leaves once nothing is left to take and nothing outstanding.
    fn end_if_done(&mut self, out: &mut Outbox) {
        let all_taken = |session: &Session| {
            session.is_ready && !session.is_getting && session.taken == self.total
        };
        let is_done = |session: &Session| {
            session.outstanding.is_empty() && (self.takes_no_more() || all_taken(session))
        };
        if self.session.as_ref().is_some_and(is_done) {
            self.session = None;
            out.disconnect(Self::CONNECTION, Disconnect::Closed);
            self.tell_end(out);
        }
    }

    fn tell_end(&self, out: &mut Outbox) {
        let name: Rc<str> = Self::NAME.into();
        let done = self.settings.done(self.done, &self.label);
        match &self.problem {
            None if self.is_stopped => out.print(&name, format!("Stopped. {done}")),
            None => out.print(&name, done),
            Some(problem) => out.print_problem(&name, format!("{problem} {done}")),
        }
    }
}

impl Session {
    fn get(&mut self, out: &mut Outbox, settings: &ShovelSettings) {
        self.is_getting = true;
        let get = Method::Get {
            queue: settings.queue.clone(),
            no_ack: false,
        };
        out.send(Shovel::CHANNEL, get);
    }

    fn publish(&mut self, out: &mut Outbox, publish: Publish, made_of: DeliveryTag) {
        self.last_seq.0 += 1;
        self.outstanding.insert(self.last_seq, made_of);
        out.send(Shovel::CHANNEL, Method::Publish(publish));
    }

    /// Puts back, in their places, all that was passed over.
    fn put_back(&mut self, out: &mut Outbox) {
        if let Some(delivery_tag) = self.last_passed_over.take() {
            let nack = Method::Nack {
                delivery_tag,
                multiple: true,
                requeue: true,
            };
            out.send(Shovel::CHANNEL, nack);
        }
    }
}

/// The same message for a queue, by the default exchange.
fn copy(message: &Message, routing_key: RoutingKey) -> Publish {
    Publish {
        exchange: ExchangeName::default_exchange(),
        routing_key,
        mandatory: true,
        immediate: false,
        properties: message.properties.clone(),
        body: Rc::clone(&message.body),
    }
}

/// Copies that may wait for their confirms: the plugin's own prefetch.
const OUTSTANDING_MAX: usize = 1000;

/// Messages taken at one moment of the virtual clock.
const PORTION: u32 = 500;

const PORTION_INTERVAL: Millis = Millis(1);

/// How far from the head a single message is looked for: each that is passed over is handed out
/// and put back.
pub const PASSED_OVER_MAX: u64 = 1000;
