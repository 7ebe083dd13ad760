//! What the programs of the page give out: commands for the broker and lines for the log.
//!
//! Every connection gets an id that was never used before, so what the broker says of a connection that is
//! gone cannot be taken for news of the one that replaced it.

use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use super::line::{LineKind, ProgramLine};
use crate::broker::{ChannelId, Command, ConnectionId, Disconnect, Method, Timestamp};

/// Commands and lines that nobody has fetched yet.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    /// The moment of what is being handled.
    pub(super) now: Timestamp,
    commands: VecDeque<Command>,
    lines: VecDeque<ProgramLine>,
    last_connection: ConnectionId,
    /// Whose connection it is or was; of those that are gone only the latest.
    names: BTreeMap<ConnectionId, Rc<str>>,
}

impl Outbox {
    /// Connections get ids above `before`.
    pub(super) const fn new(before: ConnectionId) -> Self {
        Self {
            now: Timestamp(0),
            commands: VecDeque::new(),
            lines: VecDeque::new(),
            last_connection: before,
            names: BTreeMap::new(),
        }
    }

    /// Connects, and says on which channel the client will work.
    pub(super) fn connect(&mut self, name: &Rc<str>) -> ChannelId {
        self.last_connection.0 += 1;
        let connection = self.last_connection;
        self.names.insert(connection, Rc::clone(name));
        if self.names.len() > NAMES_MAX {
            self.names.pop_first();
        }
        self.commands
            .push_back(Command::OpenConnection { connection });
        ChannelId {
            connection,
            number: 1,
        }
    }

    pub(super) fn disconnect(&mut self, connection: ConnectionId, how: Disconnect) {
        self.commands
            .push_back(Command::CloseConnection { connection, how });
    }

    pub(super) fn open_channel(&mut self, channel: ChannelId) {
        self.commands.push_back(Command::OpenChannel { channel });
    }

    pub(super) fn send(&mut self, channel: ChannelId, method: Method) {
        self.commands.push_back(Command::Method { channel, method });
    }

    pub(super) fn print(&mut self, source: &Rc<str>, text: impl Into<String>) {
        self.line(source, LineKind::Output, text.into());
    }

    pub(super) fn print_problem(&mut self, source: &Rc<str>, text: impl Into<String>) {
        self.line(source, LineKind::Problem, text.into());
    }

    pub(super) fn name(&self, connection: ConnectionId) -> Option<&str> {
        self.names.get(&connection).map(|name| &**name)
    }

    pub(super) fn poll_command(&mut self) -> Option<Command> {
        self.commands.pop_front()
    }

    pub(super) fn poll_line(&mut self) -> Option<ProgramLine> {
        self.lines.pop_front()
    }

    fn line(&mut self, source: &Rc<str>, kind: LineKind, text: String) {
        self.lines.push_back(ProgramLine {
            at: self.now,
            source: Rc::clone(source),
            kind,
            text,
        });
    }
}

/// Connections whose names are known: the page's own, and enough of the late ones that the log can name them.
const NAMES_MAX: usize = 10_000;
