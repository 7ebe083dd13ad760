//! Whatever comes: sessions that are told nonsense, half-truths and damaged truths neither panic
//! nor hang, and hold no more than they may.
//!
//! Each input has a number, which is its seed: what fails says it, and
//! `LEVERET_FUZZ_FIRST=n LEVERET_FUZZ_INPUTS=1` tells it again. Ten million take a few minutes:
//! `LEVERET_FUZZ_INPUTS=10000000 cargo test --release --test protocol whatever_comes`.

mod chance;
mod damage;
mod speech;

use std::{env, thread};

use leveret::{
    broker::{Alarm, Broker, Command, ConnectionId, Millis, RecordSeq, Timestamp},
    protocol::Session,
};

use self::{chance::Chance, damage::damage, speech::conversation};

/// Inputs of an ordinary run.
const INPUTS: u64 = 20_000;

/// What a session may hold of what it has not read: less than a frame, once it has been asked.
const UNREAD_MAX: usize = 131_072 + 8;

/// What an outbox may hold: where the session pauses, and what one command can add to it here.
const OUTBOX_MAX: usize = 1024 * 1024 + 512 * 1024;

#[test]
fn whatever_comes_is_answered_or_refused() {
    let first = number("LEVERET_FUZZ_FIRST").unwrap_or(0);
    let inputs = number("LEVERET_FUZZ_INPUTS").unwrap_or(INPUTS);
    for seed in first..first + inputs {
        let told = Told(seed);
        tell(seed);
        drop(told);
    }
    eprintln!("{inputs} inputs from {first} on");
}

fn number(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name}={value} is no number")),
    )
}

/// Says which input it was.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("LEVERET_FUZZ_FIRST={} LEVERET_FUZZ_INPUTS=1 fails", self.0);
        }
    }
}

/// Two clients of one broker, each with a conversation, most of them damaged.
fn tell(seed: u64) {
    let mut chance = Chance::seeded(seed);
    let mut table = Table::new();
    let mut speeches = [speech(&mut chance), speech(&mut chance)];
    while speeches.iter().any(|speech| !speech.is_empty()) {
        let speaker = chance.below(2);
        let speech = &mut speeches[speaker];
        let piece = match chance.below(4) {
            0 => 1 + chance.below(16),
            1 => 1 + chance.below(300),
            _ => speech.len(),
        };
        let rest = speech.split_off(piece.min(speech.len()));
        let said = std::mem::replace(speech, rest);
        table.feed(speaker, &said);
        table.something_happens(&mut chance);
    }
    for speaker in 0..2 {
        table.sessions[speaker].fin(table.now);
    }
    table.serve();
    for session in &table.sessions {
        assert!(session.is_closed(), "who has gone is let go");
    }
    table.broker.assert_invariants();
}

fn speech(chance: &mut Chance) -> Vec<u8> {
    if chance.one_in(50) {
        return chance.bytes(400);
    }
    let mut frames = conversation(chance);
    if !chance.one_in(10) {
        damage(&mut frames, chance);
    }
    frames.concat()
}

/// A broker with two clients.
struct Table {
    broker: Broker,
    sessions: [Session; 2],
    now: Timestamp,
    to_keep: Option<RecordSeq>,
}

impl Table {
    fn new() -> Self {
        let now = Timestamp(1_000);
        Self {
            broker: Broker::new(),
            sessions: [1, 2].map(|id| Session::new(ConnectionId(id), now)),
            now,
            to_keep: None,
        }
    }

    fn feed(&mut self, speaker: usize, bytes: &[u8]) {
        self.sessions[speaker].bytes_in(self.now, bytes);
        self.serve();
    }

    /// Until nobody has anything to say. Every command costs a client some bytes, so it ends.
    fn serve(&mut self) {
        let mut commands_left = 10_000;
        let mut is_busy = true;
        while is_busy {
            is_busy = false;
            for speaker in 0..2 {
                while let Some(command) = self.sessions[speaker].poll_command() {
                    commands_left -= 1;
                    assert!(commands_left > 0, "it does not end");
                    self.carry_out(command);
                }
                is_busy |= self.send(speaker);
            }
        }
        if let Some(last) = self.to_keep.take() {
            self.broker.handle_persisted(self.now, last);
            self.drain();
            self.serve();
        }
    }

    /// Whether the session can go on because of it.
    fn send(&mut self, speaker: usize) -> bool {
        let session = &mut self.sessions[speaker];
        let waiting = session.outbox().len();
        assert!(waiting <= OUTBOX_MAX, "{waiting} bytes wait to be sent");
        session.sent(waiting);
        waiting > 1024 * 1024
    }

    fn carry_out(&mut self, command: Command) {
        self.broker.handle(self.now, command);
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(event) = self.broker.poll_event() {
            for session in &mut self.sessions {
                session.handle_event(self.now, &event);
            }
        }
        while let Some((seq, _record)) = self.broker.poll_record() {
            self.to_keep = Some(seq);
        }
    }

    /// Time passes, and now and then the operator does something.
    fn something_happens(&mut self, chance: &mut Chance) {
        match chance.below(40) {
            0 => self.carry_out(Command::Restart),
            1 | 2 => {
                let raised = chance.one_in(2);
                let alarm = Alarm::Memory;
                self.carry_out(Command::SetAlarm { alarm, raised });
            }
            3..10 => {
                self.now = self.now + Millis(chance.below(40_000) as u64);
                self.broker.handle_timeout(self.now);
                self.drain();
                for session in &mut self.sessions {
                    session.tick(self.now);
                    let due = session.poll_timeout();
                    assert!(
                        due.is_none_or(|due| due > self.now),
                        "it is ticked for nothing"
                    );
                }
            }
            _ => {}
        }
        self.serve();
        for session in &mut self.sessions {
            let unread = session.unread_bytes();
            assert!(unread <= UNREAD_MAX, "{unread} bytes are not read");
        }
    }
}
