//! Links: the network between a program and the broker, which can stand still.
//!
//! While it does, what each side sends waits and arrives in its order when the network is healed.
//! The broker hears nothing from the program meanwhile. After the negotiated heartbeat timeout, two
//! heartbeats missed, it takes the program for dead and closes the connection
//! (<https://www.rabbitmq.com/docs/heartbeats>). The program learns of that only when the network
//! is back: what it sent then goes nowhere, and what was sent to it never arrives. With automatic
//! acknowledgement that is lost for good.
//!
//! How much waits has a bound, because it waits for a minute at most: of deliveries as much as the
//! program may hold unacked, or is published in that time; of publishes as many as may be
//! unconfirmed.
//!
//! # Invariants
//! - A link stands still only between a program and a connection that the broker had.
//! - Nothing waits for a connection that the broker has closed.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use super::outbox::Outbox;
use crate::broker::{
    Command, ConnectionId, Disconnect, Event, Happening, Method, Millis, Timestamp,
};

/// The networks that stand still, by their programs' names.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    still: BTreeMap<Rc<str>, Link>,
    /// What the broker does by itself.
    by_broker: VecDeque<Command>,
    /// Connections that it has closed because it heard nothing, the latest of them.
    silent: BTreeSet<ConnectionId>,
}

/// A network that stands still.
#[derive(Clone, Debug)]
pub struct Link {
    since: Timestamp,
    connection: ConnectionId,
    is_closed: bool,
    gives_up: bool,
    to_broker: VecDeque<Command>,
    to_program: VecDeque<Event>,
    waiting: Waiting,
    /// Whether the broker forgets a delivery as it sends it.
    is_acked_on_sending: bool,
    /// Deliveries that it forgot so, and that went down with the connection.
    never_arrived: Vec<Event>,
}

/// How much waits in a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Deliveries on their way to the program.
    pub deliveries: u64,
    /// Confirms and nacks of publishes on their way to the program.
    pub confirms: u64,
    /// Acks, nacks and rejects on their way to the broker, or sent to nobody.
    pub answers: u64,
    /// Publishes on their way to the broker, or sent to nobody.
    pub publishes: u64,
}

/// What a network is to be paused between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cable {
    pub(super) connection: ConnectionId,
    /// Whether the broker forgets a delivery as it sends it. That does not change while the network
    /// stands still: to consume otherwise takes an answer.
    pub(super) is_acked_on_sending: bool,
}

/// What had waited when a network was healed.
#[derive(Debug)]
pub(super) struct Healed {
    /// What the program had sent, to go out before anything else that it sends.
    pub(super) to_broker: VecDeque<Command>,
    /// What the program is to be told, in order.
    pub(super) to_program: VecDeque<Event>,
    /// The connection, if the broker has closed it meanwhile.
    pub(super) lost: Option<Lost>,
    /// Whether the broker forgot what it sent as it sent it.
    pub(super) is_acked_on_sending: bool,
    /// Deliveries that went down with the connection and that nobody has any more.
    pub(super) never_arrived: Vec<Event>,
}

/// A connection that the broker has closed behind the program's back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    pub(super) connection: ConnectionId,
    /// Acks, nacks and rejects that went nowhere.
    pub(super) answers: u64,
}

impl Link {
    /// Since when it stands still.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.since
    }

    /// When the broker takes the program for dead, unless it has done so already.
    #[must_use]
    pub fn given_up_at(&self) -> Option<Timestamp> {
        (!self.is_closed).then(|| self.since + HEARTBEAT_TIMEOUT)
    }

    /// What waits, or has been sent to nobody.
    #[must_use]
    pub const fn waiting(&self) -> Waiting {
        self.waiting
    }
}

impl Link {
    /// A program that died and was started again sends on another connection, too, but no such
    /// thing before its network is back.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what a person follows is counted"
    )]
    const fn count_command(&mut self, command: &Command) {
        let Command::Method { method, .. } = command else {
            return;
        };
        match method {
            Method::Ack { .. } | Method::Nack { .. } | Method::Reject { .. } => {
                self.waiting.answers += 1;
            }
            Method::Publish(_) => self.waiting.publishes += 1,
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what a person follows is counted"
    )]
    const fn count_event(&mut self, what: &Happening) {
        match what {
            Happening::Delivered { .. } => self.waiting.deliveries += 1,
            Happening::Confirmed { .. } | Happening::ConfirmNacked { .. } => {
                self.waiting.confirms += 1;
            }
            _ => {}
        }
    }
}

impl Links {
    pub(super) fn of(&self, name: &str) -> Option<&Link> {
        self.still.get(name)
    }

    /// Whether the broker closed that connection because it heard nothing from the program.
    pub(super) fn was_silent(&self, connection: ConnectionId) -> bool {
        self.silent.contains(&connection)
    }

    pub(super) fn pause(&mut self, name: &Rc<str>, cable: Cable, now: Timestamp) {
        let Cable {
            connection,
            is_acked_on_sending,
        } = cable;
        let link = Link {
            since: now,
            connection,
            is_closed: false,
            gives_up: false,
            to_broker: VecDeque::new(),
            to_program: VecDeque::new(),
            waiting: Waiting::default(),
            is_acked_on_sending,
            never_arrived: Vec::new(),
        };
        self.still.insert(Rc::clone(name), link);
    }

    pub(super) fn heal(&mut self, name: &str) -> Option<Healed> {
        let mut link = self.still.remove(name)?;
        let lost = link.is_closed.then_some(Lost {
            connection: link.connection,
            answers: link.waiting.answers,
        });
        if let Some(lost) = lost {
            link.to_broker
                .retain(|command| connection_of(command) != Some(lost.connection));
        }
        Some(Healed {
            to_broker: link.to_broker,
            to_program: link.to_program,
            lost,
            is_acked_on_sending: link.is_acked_on_sending,
            never_arrived: link.never_arrived,
        })
    }

    /// When the broker gives a program up next.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let waiting = self.still.values().filter(|link| !link.gives_up);
        waiting.filter_map(Link::given_up_at).min()
    }

    /// The broker closes the connections of which it has heard nothing for too long. Gives the
    /// names of their programs.
    pub(super) fn handle_timeout(&mut self, now: Timestamp) -> Vec<Rc<str>> {
        let mut given_up = Vec::new();
        for (name, link) in &mut self.still {
            if link.gives_up || link.given_up_at().is_none_or(|due| due > now) {
                continue;
            }
            link.gives_up = true;
            self.by_broker.push_back(Command::CloseConnection {
                connection: link.connection,
                how: Disconnect::Lost,
            });
            self.silent.insert(link.connection);
            if self.silent.len() > SILENT_MAX {
                self.silent.pop_first();
            }
            given_up.push(Rc::clone(name));
        }
        given_up
    }

    /// What the broker is to do by itself.
    pub(super) fn poll_command(&mut self) -> Option<Command> {
        self.by_broker.pop_front()
    }

    /// Lets a command wait if its network stands still, and otherwise gives it back.
    pub(super) fn send(&mut self, out: &Outbox, command: Command) -> Option<Command> {
        let name = connection_of(&command).and_then(|connection| out.name(connection));
        match name.and_then(|name| self.still.get_mut(name)) {
            None => Some(command),
            Some(link) => {
                link.count_command(&command);
                link.to_broker.push_back(command);
                None
            }
        }
    }

    /// Lets an event wait if the network of the program that it is for stands still, and says
    /// whether it does.
    pub(super) fn tell(&mut self, out: &Outbox, event: &Event) -> bool {
        if self.still.is_empty() {
            return false;
        }
        let connection = addressee(&event.what);
        let Some(link) = connection
            .and_then(|connection| out.name(connection))
            .and_then(|name| self.still.get_mut(name))
        else {
            return false;
        };
        if let Happening::ConnectionClosed { .. } = event.what {
            link.is_closed = true;
            let never_arrived = std::mem::take(&mut link.to_program);
            if link.is_acked_on_sending {
                link.never_arrived.extend(never_arrived);
            }
            (link.waiting.deliveries, link.waiting.confirms) = (0, 0);
        } else {
            link.count_event(&event.what);
            link.to_program.push_back(event.clone());
        }
        true
    }
}

/// The connection that a command is sent on.
const fn connection_of(command: &Command) -> Option<ConnectionId> {
    match command {
        Command::OpenConnection { connection } | Command::CloseConnection { connection, .. } => {
            Some(*connection)
        }
        Command::OpenChannel { channel }
        | Command::CloseChannel { channel }
        | Command::Method { channel, .. } => Some(channel.connection),
        Command::SetAlarm { .. } | Command::Restart => None,
    }
}

/// The connection that an event is news for.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not about a connection itself knows the channel that it is for"
)]
pub(super) fn addressee(what: &Happening) -> Option<ConnectionId> {
    match what {
        Happening::ConnectionOpened { connection }
        | Happening::ConnectionClosed { connection, .. }
        | Happening::ConnectionBlocked { connection, .. }
        | Happening::ConnectionUnblocked { connection } => Some(*connection),
        _ => what.channel().map(|channel| channel.connection),
    }
}

/// RabbitMQ's default. Heartbeats come every half of it, so two are missed by then.
pub const HEARTBEAT_TIMEOUT: Millis = Millis(60_000);

/// Connections that are remembered as closed for silence: as long as the log may still tell of
/// them.
const SILENT_MAX: usize = 1000;
