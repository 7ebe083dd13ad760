//! The broker and its clients' sessions: commands go in one at a time, what comes of each goes out
//! before the next.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use leveret::{
    broker::{Broker, Command, ConnectionId, Durable, RecordSeq, Timestamp},
    protocol::addressee,
};

use crate::{journal::Journal, peer::Peer};

/// The clients, by their connections.
pub(crate) type Peers = BTreeMap<ConnectionId, Peer>;

/// The broker with what has to happen around it.
#[derive(Debug)]
pub(crate) struct Engine {
    broker: Broker,
    /// Where durable changes are kept; without one they last as long as this process.
    journal: Option<Journal>,
    /// The last durable change that is not reported as kept.
    to_keep: Option<RecordSeq>,
    /// Whose outboxes may have something new.
    addressed: BTreeSet<ConnectionId>,
}

impl Engine {
    /// Starts with what a journal has kept, or with nothing.
    pub(crate) fn start(now: Timestamp, kept: Option<(Journal, Durable)>) -> Self {
        let (journal, durable) = kept.unzip();
        let mut engine = Self {
            broker: Broker::recover(now, durable.unwrap_or_default()),
            journal,
            to_keep: None,
            addressed: BTreeSet::new(),
        };
        engine.drain(now, &mut Peers::new());
        engine
    }

    /// Carries out what a client has asked, as far as its session gives it out now.
    pub(crate) fn serve(&mut self, now: Timestamp, id: ConnectionId, peers: &mut Peers) {
        self.addressed.insert(id);
        while let Some(command) = peers
            .get_mut(&id)
            .and_then(|peer| peer.session.poll_command())
        {
            self.carry_out(now, command, peers);
        }
    }

    pub(crate) fn carry_out(&mut self, now: Timestamp, command: Command, peers: &mut Peers) {
        self.broker.handle(now, command);
        self.drain(now, peers);
    }

    /// When the broker has something to do by itself.
    pub(crate) fn poll_timeout(&self) -> Option<Timestamp> {
        self.broker.poll_timeout()
    }

    /// Time has passed.
    pub(crate) fn tick(&mut self, now: Timestamp, peers: &mut Peers) {
        if self.poll_timeout().is_some_and(|due| due <= now) {
            self.broker.handle_timeout(now);
            self.drain(now, peers);
        }
    }

    /// Ends a turn: what had to be kept is written down, then the confirms that waited for it may
    /// leave. After a write that failed nothing more can be promised, so it is the end.
    pub(crate) fn keep(&mut self, now: Timestamp, peers: &mut Peers) -> io::Result<()> {
        while let Some(last) = self.to_keep.take() {
            if let Some(journal) = &mut self.journal {
                journal.keep()?;
            }
            self.broker.handle_persisted(now, last);
            self.drain(now, peers);
        }
        Ok(())
    }

    /// The connections that may have something to send.
    pub(crate) fn take_addressed(&mut self) -> BTreeSet<ConnectionId> {
        std::mem::take(&mut self.addressed)
    }

    fn drain(&mut self, now: Timestamp, peers: &mut Peers) {
        while let Some(event) = self.broker.poll_event() {
            if let Some(connection) = addressee(&event)
                && let Some(peer) = peers.get_mut(&connection)
            {
                peer.session.handle_event(now, &event);
                self.addressed.insert(connection);
            }
        }
        while let Some((seq, record)) = self.broker.poll_record() {
            if let Some(journal) = &mut self.journal {
                journal.gather(&record);
            }
            self.to_keep = Some(seq);
        }
    }
}
