//! What the programs of the page give out: commands for the broker, lines for the
//! log, and news of their work.
//!
//! Every connection gets an id that was never used before, so what the broker says of a connection
//! that is gone cannot be taken for news of the one that replaced it.

use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use super::{
    label::one_line,
    line::{LineKind, ProgramLine},
    news::WorkNews,
};
use crate::broker::{ChannelId, Command, ConnectionId, Disconnect, Method, Timestamp};

/// Commands, lines and news that nobody has fetched yet.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    /// The moment of what is being handled.
    pub(super) now: Timestamp,
    commands: VecDeque<Command>,
    lines: VecDeque<ProgramLine>,
    news: VecDeque<WorkNews>,
    last_connection: ConnectionId,
    /// Whose connection it is or was.
    names: BTreeMap<ConnectionId, Rc<str>>,
    /// Connections that are gone and still named, longest gone first.
    closed: VecDeque<ConnectionId>,
}

impl Outbox {
    /// Connections get ids above `before`.
    pub(super) const fn new(before: ConnectionId) -> Self {
        Self {
            now: Timestamp(0),
            commands: VecDeque::new(),
            lines: VecDeque::new(),
            news: VecDeque::new(),
            last_connection: before,
            names: BTreeMap::new(),
            closed: VecDeque::new(),
        }
    }

    /// Connects, and says on which channel the client will work.
    pub(super) fn connect(&mut self, name: &Rc<str>) -> ChannelId {
        self.last_connection.0 += 1;
        let connection = self.last_connection;
        self.names.insert(connection, Rc::clone(name));
        self.open_connection(connection);
        ChannelId {
            connection,
            number: 1,
        }
    }

    /// Connects with an id of the caller's own, who knows its name.
    pub(super) fn open_connection(&mut self, connection: ConnectionId) {
        self.commands
            .push_back(Command::OpenConnection { connection });
    }

    pub(super) fn disconnect(&mut self, connection: ConnectionId, how: Disconnect) {
        self.commands
            .push_back(Command::CloseConnection { connection, how });
    }

    /// A connection is gone. Its name is kept for a while, since the log has yet to tell of it.
    pub(super) fn note_closed(&mut self, connection: ConnectionId) {
        if !self.names.contains_key(&connection) {
            return;
        }
        self.closed.push_back(connection);
        if self.closed.len() > CLOSED_NAMES_MAX
            && let Some(forgotten) = self.closed.pop_front()
        {
            self.names.remove(&forgotten);
        }
    }

    pub(super) fn open_channel(&mut self, channel: ChannelId) {
        self.commands.push_back(Command::OpenChannel { channel });
    }

    pub(super) fn send(&mut self, channel: ChannelId, method: Method) {
        self.commands.push_back(Command::Method { channel, method });
    }

    /// What was sent before, and has only now come this far, goes before everything else.
    pub(super) fn send_first(&mut self, mut sent: VecDeque<Command>) {
        sent.append(&mut self.commands);
        self.commands = sent;
    }

    pub(super) fn print(&mut self, source: &Rc<str>, text: impl AsRef<str>) {
        self.line(source, LineKind::Output, text.as_ref());
    }

    pub(super) fn print_problem(&mut self, source: &Rc<str>, text: impl AsRef<str>) {
        self.line(source, LineKind::Problem, text.as_ref());
    }

    pub(super) fn tell(&mut self, news: WorkNews) {
        self.news.push_back(news);
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

    pub(super) fn poll_news(&mut self) -> Option<WorkNews> {
        self.news.pop_front()
    }

    fn line(&mut self, source: &Rc<str>, kind: LineKind, text: &str) {
        self.lines.push_back(ProgramLine {
            at: self.now,
            source: Rc::clone(source),
            kind,
            text: one_line(text, LINE_CHARS_MAX),
        });
    }
}

/// Characters of a line: names that a person typed come into it, and ten messages by their labels.
const LINE_CHARS_MAX: usize = 1000;

/// Connections that are gone and still named: several restarts with every consumer that the page
/// takes.
const CLOSED_NAMES_MAX: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_keeps_its_name_while_it_lives_and_a_while_beyond() {
        let mut out = Outbox::new(ConnectionId(1));
        let producer = out.connect(&"producer".into()).connection;
        let consumer: Rc<str> = "consumer-1".into();
        let first = out.connect(&consumer).connection;
        out.note_closed(first);
        assert_eq!(out.name(first), Some("consumer-1"));
        for _ in 0..CLOSED_NAMES_MAX {
            let next = out.connect(&consumer).connection;
            out.note_closed(next);
        }
        assert_eq!(out.name(first), None);
        assert_eq!(out.name(producer), Some("producer"));
    }
}
