//! The bench that stories are told on: a broker, drained and checked after every command.

mod client;
mod make;

use leveret::broker::{
    Broker, ChannelId, Command, ConnectionId, Disconnect, Millis, RecordSeq, Timestamp,
};

pub(crate) use client::Client;
pub(crate) use make::{consumer, durable, persistent, queue, table, tag};

use super::trace::Trace;

/// The channel that a story uses when it needs only one.
pub(crate) const ONE: ChannelId = channel(1, 1);
/// A second channel on the same connection.
pub(crate) const TWO: ChannelId = channel(1, 2);
/// A channel of another client.
pub(crate) const OTHER: ChannelId = channel(2, 1);

pub(crate) const fn channel(connection: u32, number: u16) -> ChannelId {
    ChannelId {
        connection: ConnectionId(connection),
        number,
    }
}

/// Something that a story's clients do.
pub(crate) type Act = fn(&mut Bench) -> Trace;

/// A broker on which channels [`ONE`], [`TWO`] and [`OTHER`] are open.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) broker: Broker,
    last_record: RecordSeq,
    now: Timestamp,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::of(Broker::new())
    }

    /// The same with a durable queue `q`.
    pub(crate) fn with_queue() -> Self {
        let mut bench = Self::new();
        bench.on(ONE).declare("q");
        bench
    }

    pub(crate) fn of(broker: Broker) -> Self {
        let mut bench = Self {
            broker,
            last_record: RecordSeq(0),
            now: Timestamp(0),
        };
        bench.drain();
        bench.open_all();
        bench
    }

    pub(crate) fn open_all(&mut self) {
        for connection in [1, 2] {
            let connection = ConnectionId(connection);
            self.ask(Command::OpenConnection { connection });
        }
        for channel in [ONE, TWO, OTHER] {
            self.on(channel).open();
        }
    }

    /// Carries out one command.
    pub(crate) fn ask(&mut self, command: Command) -> Trace {
        self.now.0 += 1;
        self.broker.handle(self.now, command);
        self.drain()
    }

    /// Lets time pass, and the broker do what is due on the way.
    pub(crate) fn wait(&mut self, millis: u64) -> Trace {
        let end = self.now + Millis(millis);
        let mut all = Trace::default();
        while let Some(due) = self.broker.poll_timeout().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.broker.handle_timeout(self.now);
            all.extend(self.drain());
        }
        self.now = end;
        all
    }

    /// Says that every record so far is written down.
    pub(crate) fn persist(&mut self) -> Trace {
        self.persist_up_to(self.last_record)
    }

    pub(crate) fn persist_up_to(&mut self, seq: RecordSeq) -> Trace {
        self.now.0 += 1;
        self.broker.handle_persisted(self.now, seq);
        self.drain()
    }

    pub(crate) const fn last_record(&self) -> RecordSeq {
        self.last_record
    }

    pub(crate) fn close_connection(&mut self, connection: u32, how: Disconnect) -> Trace {
        let connection = ConnectionId(connection);
        self.ask(Command::CloseConnection { connection, how })
    }

    pub(crate) const fn on(&mut self, channel: ChannelId) -> Client<'_> {
        Client {
            bench: self,
            channel,
        }
    }

    /// Ready and unacked messages of a queue.
    pub(crate) fn counts(&self, name: &str) -> (u64, u64) {
        let status = self.broker.queue(&queue(name)).expect("the queue exists");
        (status.ready, status.unacked)
    }

    /// The ready messages of a queue, head first.
    pub(crate) fn ready(&self, name: &str) -> Vec<String> {
        self.broker
            .ready(&queue(name))
            .map(|ready| {
                let again = if ready.redelivered { " again" } else { "" };
                format!("{}{again}", String::from_utf8_lossy(&ready.message.body))
            })
            .collect()
    }

    /// The tags that a channel holds.
    pub(crate) fn held(&self, channel: ChannelId) -> Vec<u64> {
        let held = self.broker.unacked(channel);
        held.map(|held| held.delivery_tag.0).collect()
    }

    fn drain(&mut self) -> Trace {
        let events: Vec<_> = std::iter::from_fn(|| self.broker.poll_event()).collect();
        let mut records = Vec::new();
        while let Some((seq, record)) = self.broker.poll_record() {
            self.last_record = seq;
            records.push(record);
        }
        self.broker.assert_invariants();
        assert!(
            events.iter().all(|event| event.at == self.now),
            "an event happened when its command was carried out"
        );
        Trace { events, records }
    }
}
