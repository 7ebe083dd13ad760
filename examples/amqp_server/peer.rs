//! One client: its socket and its session.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::Shutdown;

use leveret::{
    broker::{ConnectionId, Millis, Timestamp},
    protocol::Session,
};
use mio::net::TcpStream;

/// A client's socket with the session behind it.
#[derive(Debug)]
pub(crate) struct Peer {
    socket: TcpStream,
    pub(crate) session: Session,
    /// The socket may have bytes that were not read.
    pub(crate) is_readable: bool,
    /// The socket may take bytes.
    pub(crate) is_writable: bool,
    line: Line,
    /// The session is over and said so; the client has until then to close its end.
    lingers_until: Option<Timestamp>,
}

/// What can still pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Open,
    /// The client has closed its end; it may still read.
    Finished,
    /// Nothing.
    Broken,
}

/// Time for a client to read the last that was said. A socket that is closed with bytes unread
/// takes what is under way with it.
const LINGER: Millis = Millis(2_000);

impl Peer {
    pub(crate) fn new(socket: TcpStream, connection: ConnectionId, now: Timestamp) -> Self {
        Self {
            socket,
            session: Session::new(connection, now),
            is_readable: false,
            is_writable: true,
            line: Line::Open,
            lingers_until: None,
        }
    }

    /// Whether there may be something to read, and the session has room for it.
    pub(crate) fn can_read(&self) -> bool {
        self.is_readable && self.line == Line::Open && self.session.wants_bytes()
    }

    /// Reads once.
    pub(crate) fn read(&mut self, now: Timestamp, buffer: &mut [u8]) {
        match self.socket.read(buffer) {
            Ok(0) => self.finish(now, Line::Finished),
            Ok(count) => {
                // A full buffer may have left something behind; a short read has not.
                self.is_readable = count == buffer.len();
                let bytes = buffer.get(..count).unwrap_or_default();
                self.session.bytes_in(now, bytes);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => self.is_readable = false,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_gone) => self.finish(now, Line::Broken),
        }
    }

    fn finish(&mut self, now: Timestamp, line: Line) {
        self.line = line;
        self.is_readable = false;
        self.session.fin(now);
    }

    /// Sends what waits, as far as the socket takes it. Says whether that may let the session go on.
    pub(crate) fn write(&mut self, now: Timestamp) -> bool {
        let before = self.session.outbox().len();
        while self.is_writable && self.line != Line::Broken && !self.session.outbox().is_empty() {
            match self.socket.write(self.session.outbox()) {
                Ok(count) => self.session.sent(count),
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.is_writable = false,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_gone) => self.finish(now, Line::Broken),
            }
        }
        if self.line == Line::Broken {
            self.session.sent(before);
        }
        self.part(now);
        self.session.outbox().len() < before && self.session.unread_bytes() > 0
    }

    /// After the last byte, the client is told that it was the last.
    fn part(&mut self, now: Timestamp) {
        let is_over = self.session.is_closed() && self.session.outbox().is_empty();
        if is_over && self.lingers_until.is_none() {
            self.lingers_until = Some(now + LINGER);
            if self.socket.shutdown(Shutdown::Write).is_err() {
                self.line = Line::Broken;
            }
        }
    }

    /// When something has to happen, if nothing comes.
    pub(crate) fn poll_timeout(&self) -> Option<Timestamp> {
        self.lingers_until.or_else(|| self.session.poll_timeout())
    }

    /// Whether the socket can be closed.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        let is_patient = self.lingers_until.is_none_or(|until| now < until);
        self.session.is_closed() && (self.line != Line::Open || !is_patient)
    }

    /// Sends at once what there is, even if it is little.
    pub(crate) fn set_up(&self) -> io::Result<()> {
        self.socket.set_nodelay(true)
    }
}
