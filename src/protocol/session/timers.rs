//! What happens when nothing happens: heartbeats both ways, and clients that take too long.
//!
//! As RabbitMQ's, a sign of life leaves when nothing was sent for half of the agreed interval, and
//! a peer is given up that was silent for two of them
//! (<https://www.rabbitmq.com/docs/heartbeats>).

use super::{
    Session, State,
    limits::{CLOSING_MAX, FAREWELL, HANDSHAKE},
};
use crate::{
    broker::{Disconnect, Millis, Timestamp},
    protocol::codec::write_heartbeat,
};

#[derive(Debug)]
pub(super) struct Timers {
    /// When a handshake, either one, has to be over.
    deadline: Timestamp,
    /// The agreed interval; 0 if there are no heartbeats.
    heartbeat: Millis,
    last_heard: Timestamp,
    last_said: Timestamp,
}

impl Timers {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            deadline: now + HANDSHAKE,
            heartbeat: Millis(0),
            last_heard: now,
            last_said: now,
        }
    }

    pub(super) const fn heard(&mut self, now: Timestamp) {
        self.last_heard = now;
    }

    pub(super) const fn said(&mut self, now: Timestamp) {
        self.last_said = now;
    }

    /// Heartbeats are agreed on.
    pub(super) fn start(&mut self, now: Timestamp, heartbeat_seconds: u16) {
        self.heartbeat = Millis(u64::from(heartbeat_seconds) * 1000);
        self.last_heard = now;
        self.last_said = now;
    }

    /// `connection.close` is sent.
    pub(super) fn closing(&mut self, now: Timestamp) {
        let is_shorter = self.heartbeat.0 > 0 && self.heartbeat < CLOSING_MAX;
        self.deadline = now
            + if is_shorter {
                self.heartbeat
            } else {
                CLOSING_MAX
            };
    }

    /// The client is to read why, and will not be heard any more.
    pub(super) fn farewell(&mut self, now: Timestamp) {
        self.deadline = now + FAREWELL;
    }

    pub(super) fn next(&self, state: State) -> Option<Timestamp> {
        match state {
            State::Header
            | State::Starting
            | State::Tuning
            | State::Opening
            | State::Closing
            | State::Deaf => Some(self.deadline),
            State::Running if self.heartbeat.0 > 0 => Some(self.say_at().min(self.give_up_at())),
            State::Running | State::Leaving | State::Closed => None,
        }
    }

    fn say_at(&self) -> Timestamp {
        self.last_said + Millis(self.heartbeat.0 / 2)
    }

    fn give_up_at(&self) -> Timestamp {
        self.last_heard + Millis(self.heartbeat.0 * 2)
    }
}

impl Session {
    pub(super) fn check_timers(&mut self) {
        if self.poll_timeout().is_none_or(|due| due > self.now) {
            return;
        }
        if self.is_blocked {
            // What a client says that is not read is not heard, either.
            self.timers.heard(self.now);
        }
        if self.state != State::Running || self.timers.give_up_at() <= self.now {
            self.close(Disconnect::Lost);
        } else if self.timers.say_at() <= self.now {
            write_heartbeat(self.outbox.end());
            self.timers.said(self.now);
        }
    }
}
