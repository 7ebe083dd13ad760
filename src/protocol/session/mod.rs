//! A client's session, seen from the server: what it may say when, and what it hears.
//!
//! The rules are those of AMQP 0-9-1, section 2.2 of its reference, and of what RabbitMQ does where
//! a client breaks them. The session knows frames, handshakes and channels' states; everything that
//! a method does is the broker's.

mod channel_zero;
mod closing;
mod confirms;
mod content;
mod faults;
mod greeting;
mod lane;
mod limits;
mod login;
mod outbox;
mod replies;
mod requests;
mod said;
mod timers;

use std::{collections::BTreeMap, mem};

pub use self::replies::addressee;
use self::{
    channel_zero::Capabilities,
    lane::Lane,
    limits::{FRAME_MIN, INPUT_PAUSE_BYTES, OUTBOX_PAUSE_BYTES},
    outbox::Outbox,
    timers::Timers,
};
use super::codec::{
    ContentHeader, FRAME_BODY, FRAME_HEADER, FRAME_HEARTBEAT, FRAME_METHOD, Frame, Input, Method,
    method::Basic, write_content, write_method,
};
use crate::broker::{Command, ConnectionId, Disconnect, Event, Exception, Message, Timestamp};

/// The server's end of one connection.
///
/// Whoever drives it keeps to this order:
/// 1. Bytes have come: [`bytes_in`](Self::bytes_in). The peer has said all that it will say:
///    [`fin`](Self::fin). Time has passed: [`tick`](Self::tick), at
///    [`poll_timeout`](Self::poll_timeout) at the latest.
/// 2. After any of these, and after bytes were sent: [`poll_command`](Self::poll_command). Give the
///    command to the broker, and all events that come of it to every session with
///    [`handle_event`](Self::handle_event) (or to the one that [`addressee`] names), before the
///    next command is polled: so a session knows to which of its commands an answer belongs, and
///    keeps it to itself if the client asked for none (`no-wait`).
/// 3. Send what is in the [`outbox`](Self::outbox), and say how much was [`sent`](Self::sent).
///
/// While much waits to be sent, no command is polled: a client that does not read is not served. Do
/// not bring more bytes than the session [`wants`](Self::wants_bytes).
///
/// # Invariants
/// - The broker knows the connection from `connection.open` until one of the two has closed it, and
///   is told of its end exactly once.
/// - Nothing is written after `connection.close-ok`.
#[derive(Debug)]
pub struct Session {
    connection: ConnectionId,
    state: State,
    now: Timestamp,
    timers: Timers,
    input: Input,
    outbox: Outbox,
    /// The peer will send nothing more.
    is_finished: bool,
    frame_max: u32,
    channel_max: u16,
    capabilities: Capabilities,
    lanes: BTreeMap<u16, Lane>,
    standing: Standing,
    /// The command under way was sent with `no-wait`.
    no_wait: bool,
    /// A resource is short, so nothing is read from a client that publishes.
    is_blocked: bool,
}

/// What the broker knows of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nothing yet, or nothing any more.
    Unknown,
    /// It is open.
    Open,
    /// It is open, and has to be told that it ended like this.
    Parting(Disconnect),
}

/// How far the session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The client has to send the protocol header.
    Header,
    /// `connection.start` is sent.
    Starting,
    /// `connection.tune` is sent.
    Tuning,
    /// `connection.tune-ok` has come.
    Opening,
    /// The connection is open.
    Running,
    /// The client has sent `connection.close`, and the broker is told.
    Leaving,
    /// `connection.close` is sent; the client has to say that it knows.
    Closing,
    /// `connection.close` is sent, and what the client says cannot be made out any more.
    Deaf,
    /// Nothing more is to be said.
    Closed,
}

impl Session {
    /// A session with a client that has just connected and has not said anything.
    #[must_use]
    pub fn new(connection: ConnectionId, now: Timestamp) -> Self {
        Self {
            connection,
            state: State::Header,
            now,
            timers: Timers::new(now),
            input: Input::default(),
            outbox: Outbox::default(),
            is_finished: false,
            frame_max: FRAME_MIN,
            channel_max: limits::CHANNEL_MAX,
            capabilities: Capabilities::default(),
            lanes: BTreeMap::new(),
            standing: Standing::Unknown,
            no_wait: false,
            is_blocked: false,
        }
    }

    /// Takes bytes in, however they were cut.
    pub fn bytes_in(&mut self, now: Timestamp, bytes: &[u8]) {
        self.now = now;
        self.timers.heard(now);
        if !matches!(self.state, State::Deaf | State::Closed) {
            self.input.push(bytes);
        }
    }

    /// The peer will send nothing more. What it has sent is still carried out.
    pub const fn fin(&mut self, now: Timestamp) {
        self.now = now;
        self.is_finished = true;
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) {
        self.now = now;
        self.check_timers();
    }

    /// When to call [`tick`](Self::tick), if nothing else happens before.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.timers.next(self.state)
    }

    /// The next command for the broker.
    pub fn poll_command(&mut self) -> Option<Command> {
        self.no_wait = false;
        // What is read borrows from the input, and changes the rest of the session.
        let mut input = mem::take(&mut self.input);
        let command = self.read(&mut input);
        self.input = input;
        if matches!(self.state, State::Deaf | State::Closed) {
            self.input.clear();
        }
        command.or_else(|| self.part())
    }

    /// Takes an event of the broker in; that of another connection changes nothing.
    pub fn handle_event(&mut self, now: Timestamp, event: &Event) {
        self.now = now;
        if addressee(event) == Some(self.connection) {
            self.reply_to(event);
        }
    }

    /// Bytes that wait to be sent to the client.
    #[must_use]
    pub fn outbox(&self) -> &[u8] {
        self.outbox.waiting()
    }

    /// So many bytes of the outbox are sent.
    pub fn sent(&mut self, count: usize) {
        self.outbox.sent(count);
    }

    /// Whether to bring more bytes. If not, ask again when bytes were sent or events were handled.
    #[must_use]
    pub fn wants_bytes(&self) -> bool {
        self.input.unread().len() < INPUT_PAUSE_BYTES && !self.is_finished
    }

    /// Bytes that came and are not read yet: a piece of a frame, or what has to wait.
    #[must_use]
    pub fn unread_bytes(&self) -> usize {
        self.input.unread().len()
    }

    /// Whether the socket is to be closed as soon as the outbox is empty.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// Which connection this is.
    #[must_use]
    pub const fn connection(&self) -> ConnectionId {
        self.connection
    }

    /// Reads until a command comes of it.
    fn read(&mut self, input: &mut Input) -> Option<Command> {
        while self.may_read() {
            if self.state == State::Header {
                if !self.read_header(input) {
                    return None;
                }
                continue;
            }
            let read = match input.next_frame(self.frame_max) {
                Ok(Some(frame)) => self.handle_frame(frame),
                Ok(None) => return None,
                Err(error) => {
                    let exception = faults::not_a_frame(error, self.frame_max);
                    self.lose_sync(&exception);
                    return None;
                }
            };
            match read {
                Ok(Some(command)) => return Some(command),
                Ok(None) => {}
                Err(exception) => self.fail(&exception),
            }
        }
        None
    }

    fn may_read(&self) -> bool {
        let is_over = matches!(self.state, State::Leaving | State::Deaf | State::Closed);
        // A peer that has gone will not make room in the outbox.
        let is_full = self.outbox.waiting().len() > OUTBOX_PAUSE_BYTES && !self.is_finished;
        let is_parting = matches!(self.standing, Standing::Parting(_));
        !is_over && !is_full && !is_parting && !self.is_blocked
    }

    fn handle_frame(&mut self, frame: Frame<'_>) -> Result<Option<Command>, Exception> {
        let is_sound = match frame.kind {
            FRAME_METHOD => frame.payload.len() >= METHOD_BYTES_MIN,
            FRAME_HEADER => ContentHeader::decode(frame.payload).is_ok(),
            FRAME_BODY => true,
            FRAME_HEARTBEAT => frame.payload.is_empty(),
            _ => false,
        };
        if frame.channel == 0 {
            return self.handle_on_zero(frame, is_sound);
        }
        match self.state {
            State::Running if !is_sound => Err(faults::unknown_frame(frame)),
            State::Running if frame.kind == FRAME_HEARTBEAT => Err(faults::unexpected_frame(frame)),
            State::Running => self.handle_on_lane(frame),
            State::Starting | State::Tuning | State::Opening => {
                Err(faults::unexpected_frame(frame))
            }
            State::Header | State::Leaving | State::Closing | State::Deaf | State::Closed => {
                Ok(None)
            }
        }
    }

    fn write(&mut self, channel: u16, method: &Method<'_>) {
        write_method(channel, method, self.outbox.end());
        self.timers.said(self.now);
    }

    fn write_content(&mut self, channel: u16, method: Basic<'_>, message: &Message) {
        write_content(channel, method, message, self.frame_max, self.outbox.end());
        self.timers.said(self.now);
    }
}

/// The numbers of class and method.
const METHOD_BYTES_MIN: usize = 4;
