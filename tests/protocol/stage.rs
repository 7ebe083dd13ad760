//! The stage for stories of sessions: a broker, clients that speak bytes, and a clock to turn.
//!
//! It drives as a program would: one command at a time, its events to every session, then the next.

use std::collections::BTreeMap;

use leveret::{
    broker::{Broker, Command, ConnectionId, Millis, Properties, RecordSeq, Timestamp},
    protocol::{
        Session,
        codec::{Method, write_method},
    },
};

use super::{client, hearing};

/// A broker and its clients' sessions.
pub(crate) struct Stage {
    pub(crate) broker: Broker,
    now: Timestamp,
    sessions: BTreeMap<u32, Session>,
    /// Bytes come in pieces of this size.
    piece: usize,
    to_keep: Option<RecordSeq>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::in_pieces(usize::MAX)
    }

    /// On which the network hands over so many bytes at once, and no more.
    pub(crate) fn in_pieces(piece: usize) -> Self {
        Self {
            broker: Broker::new(),
            now: Timestamp(1_000_000),
            sessions: BTreeMap::new(),
            piece,
            to_keep: None,
        }
    }

    /// A client that has connected and said nothing.
    pub(crate) fn connect(&mut self) -> u32 {
        let id = u32::try_from(self.sessions.len()).expect("there are few") + 1;
        let session = Session::new(ConnectionId(id), self.now);
        self.sessions.insert(id, session);
        id
    }

    /// A client with an open connection.
    pub(crate) fn open(&mut self) -> u32 {
        self.open_with(&client::start_ok("PLAIN", b"\0guest\0guest"), 60)
    }

    pub(crate) fn open_with(&mut self, start_ok: &Method<'_>, heartbeat: u16) -> u32 {
        let id = self.connect();
        self.send(id, client::HEADER);
        self.say(id, 0, start_ok);
        self.say(id, 0, &client::tune_ok(2047, 131_072, heartbeat));
        let heard = self.say(id, 0, &client::open("/"));
        assert_eq!(heard, [r#"0 Connection(OpenOk { known_hosts: "" })"#]);
        id
    }

    /// A client with an open channel 1.
    pub(crate) fn open_channel(&mut self) -> u32 {
        let id = self.open();
        let heard = self.say(id, 1, &client::channel_open());
        assert_eq!(heard, ["1 Channel(OpenOk { channel_id: [] })"]);
        id
    }

    /// The client sends bytes; gives what it hears.
    pub(crate) fn send(&mut self, client: u32, bytes: &[u8]) -> Vec<String> {
        for piece in bytes.chunks(self.piece) {
            self.feed(client, piece);
        }
        self.hear(client)
    }

    /// Bytes of the client's come, all at once.
    pub(crate) fn feed(&mut self, client: u32, bytes: &[u8]) {
        let now = self.now;
        self.session(client).bytes_in(now, bytes);
        self.run();
    }

    /// The client sends a method; gives what it hears.
    pub(crate) fn say(&mut self, client: u32, channel: u16, method: &Method<'_>) -> Vec<String> {
        let mut bytes = Vec::new();
        write_method(channel, method, &mut bytes);
        self.send(client, &bytes)
    }

    /// The client publishes to the default exchange.
    pub(crate) fn publish(&mut self, client: u32, queue: &str, body: &[u8]) -> Vec<String> {
        self.publish_with(client, queue, &Properties::default(), body)
    }

    pub(crate) fn publish_with(
        &mut self,
        client: u32,
        queue: &str,
        properties: &Properties,
        body: &[u8],
    ) -> Vec<String> {
        self.send(client, &client::publish(queue, false, properties, body))
    }

    /// The client will send nothing more.
    pub(crate) fn fin(&mut self, client: u32) -> Vec<String> {
        let now = self.now;
        self.session(client).fin(now);
        self.run();
        self.hear(client)
    }

    /// Time passes, and each session does what it has to when it has to.
    pub(crate) fn pass(&mut self, millis: u64) {
        let end = self.now + Millis(millis);
        loop {
            let timeouts = self.sessions.values().filter_map(Session::poll_timeout);
            let next = timeouts.min().filter(|due| *due <= end);
            self.now = next.unwrap_or(end);
            for session in self.sessions.values_mut() {
                session.tick(self.now);
            }
            self.run();
            if next.is_none() {
                return;
            }
        }
    }

    /// The operator's command.
    pub(crate) fn command(&mut self, command: Command) {
        self.carry_out(command);
        self.keep();
        self.run();
    }

    pub(crate) fn session(&mut self, client: u32) -> &mut Session {
        self.sessions.get_mut(&client).expect("the client is there")
    }

    /// What the client hears, taken out of the outbox.
    pub(crate) fn hear(&mut self, client: u32) -> Vec<String> {
        let bytes = self.hear_bytes(client);
        hearing::lines(&bytes)
    }

    pub(crate) fn hear_bytes(&mut self, client: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let session = self.session(client);
            let waiting = session.outbox().to_vec();
            session.sent(waiting.len());
            bytes.extend(&waiting);
            self.run();
            if waiting.is_empty() {
                return bytes;
            }
        }
    }

    /// Whether the socket is to be closed.
    pub(crate) fn is_closed(&mut self, client: u32) -> bool {
        self.session(client).is_closed()
    }

    fn run(&mut self) {
        let clients: Vec<u32> = self.sessions.keys().copied().collect();
        for client in clients {
            while let Some(command) = self.session(client).poll_command() {
                self.carry_out(command);
                self.keep();
            }
        }
    }

    fn carry_out(&mut self, command: Command) {
        self.broker.handle(self.now, command);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(event) = self.broker.poll_event() {
            for session in self.sessions.values_mut() {
                session.handle_event(self.now, &event);
            }
        }
        while let Some((seq, _record)) = self.broker.poll_record() {
            self.to_keep = Some(seq);
        }
        self.broker.assert_invariants();
    }

    /// What a command changes is written down before the next: how confirms are put together then
    /// does not depend on how the commands came.
    fn keep(&mut self) {
        if let Some(last) = self.to_keep.take() {
            self.broker.handle_persisted(self.now, last);
            self.drain();
        }
    }
}
