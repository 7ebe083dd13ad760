//! This project's broker as a transport: the engine behind its protocol sessions, in this process
//! and on virtual time, so that an hour passes in no time and nothing depends on the machine.

use std::{collections::BTreeMap, time::Duration};

use leveret::{
    broker::{Broker, Command, ConnectionId, Millis, RecordSeq, Timestamp},
    protocol::{Session, addressee},
};

use super::wire::transport::{Arrival, Link, RECORDED_QUIET, Transport};

#[derive(Debug)]
pub(crate) struct InProcess {
    broker: Broker,
    sessions: BTreeMap<Link, Session>,
    now: Timestamp,
    opened: u32,
    /// The last record that is not yet reported as written.
    written: Option<RecordSeq>,
}

impl InProcess {
    pub(crate) fn new() -> Self {
        Self {
            broker: Broker::new(),
            sessions: BTreeMap::new(),
            now: Timestamp(1_700_000_000_000),
            opened: 0,
            written: None,
        }
    }

    /// Carries out everything that was asked, and keeps what had to be kept.
    fn run(&mut self) {
        let links: Vec<Link> = self.sessions.keys().copied().collect();
        for link in links {
            while let Some(command) = self.command(link) {
                self.broker.handle(self.now, command);
                self.drain();
            }
        }
        while let Some(written) = self.written.take() {
            self.broker.handle_persisted(self.now, written);
            self.drain();
        }
    }

    fn command(&mut self, link: Link) -> Option<Command> {
        self.sessions.get_mut(&link)?.poll_command()
    }

    /// Hands on what happened.
    fn drain(&mut self) {
        while let Some(event) = self.broker.poll_event() {
            let told = addressee(&event);
            let session = self
                .sessions
                .values_mut()
                .find(|session| Some(session.connection()) == told);
            if let Some(session) = session {
                session.handle_event(self.now, &event);
            }
        }
        while let Some((seq, _)) = self.broker.poll_record() {
            self.written = Some(seq);
        }
    }

    fn collect(&mut self) -> Vec<Arrival> {
        let mut arrivals = Vec::new();
        for (link, session) in &mut self.sessions {
            let bytes = session.outbox().to_vec();
            session.sent(bytes.len());
            if !bytes.is_empty() {
                arrivals.push(Arrival::Bytes(*link, bytes));
            }
            if session.is_closed() {
                arrivals.push(Arrival::Closed(*link));
            }
        }
        self.sessions.retain(|_, session| !session.is_closed());
        arrivals
    }

    /// The next moment at which something happens by itself.
    fn next_timeout(&self) -> Option<Timestamp> {
        let sessions = self.sessions.values().filter_map(Session::poll_timeout);
        sessions.chain(self.broker.poll_timeout()).min()
    }
}

impl Transport for InProcess {
    fn open(&mut self) -> Link {
        self.opened += 1;
        let link = Link::try_from(self.opened).unwrap();
        let session = Session::new(ConnectionId(self.opened), self.now);
        self.sessions.insert(link, session);
        link
    }

    fn send(&mut self, link: Link, bytes: &[u8]) {
        if let Some(session) = self.sessions.get_mut(&link) {
            session.bytes_in(self.now, bytes);
        }
        self.run();
    }

    fn cut(&mut self, link: Link) {
        if let Some(session) = self.sessions.get_mut(&link) {
            session.fin(self.now);
        }
        self.run();
        self.sessions.remove(&link);
    }

    /// Listening takes the time that it took when the answers were recorded.
    fn receive(&mut self, patience: Duration) -> Vec<Arrival> {
        self.run();
        let arrivals = self.collect();
        if arrivals.is_empty() {
            return self.pass(patience.min(RECORDED_QUIET));
        }
        arrivals
    }

    fn quiet(&self) -> Duration {
        RECORDED_QUIET
    }

    fn pass(&mut self, time: Duration) -> Vec<Arrival> {
        let end = self.now + Millis(u64::try_from(time.as_millis()).unwrap());
        while self.now < end {
            let due = self.next_timeout().unwrap_or(end);
            self.now = due.max(self.now + Millis(1)).min(end);
            for session in self.sessions.values_mut() {
                session.tick(self.now);
            }
            self.broker.handle_timeout(self.now);
            self.drain();
            self.run();
        }
        self.collect()
    }

    fn restart(&mut self) -> Vec<Arrival> {
        self.run();
        self.broker.handle(self.now, Command::Restart);
        self.drain();
        self.run();
        self.collect()
    }
}
