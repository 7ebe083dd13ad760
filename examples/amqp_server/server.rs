//! The loop: waits for sockets and for time, and gives both to the engine.

use std::{
    collections::BTreeSet,
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr},
};

use leveret::broker::{Command, ConnectionId, Millis, Timestamp};
use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, UnixStream},
};

use crate::{
    clock::Clock,
    engine::{Engine, Peers},
    journal::Journal,
    options::Options,
    peer::Peer,
    say, stop,
};

/// Everything that the program has.
#[derive(Debug)]
pub(crate) struct Server {
    poll: Poll,
    listener: TcpListener,
    /// A byte comes here when it is time to stop. Kept, because closing it would end the watch.
    _stop: UnixStream,
    clock: Clock,
    engine: Engine,
    peers: Peers,
    last_connection: ConnectionId,
    buffer: Vec<u8>,
    /// Once it is time to stop: when it is over, whoever is still there.
    stops_at: Option<Timestamp>,
}

const LISTENER: Token = Token(usize::MAX);
const STOP: Token = Token(usize::MAX - 1);

/// Socket events that one turn takes in.
const EVENTS_MAX: usize = 1024;

/// Bytes that one read takes in: a turn of a client that sends without pause.
const BUFFER_BYTES: usize = 128 * 1024;

/// Time for clients to answer that the server is going.
const STOPPING: Millis = Millis(2_000);

impl Server {
    pub(crate) fn start(options: &Options) -> io::Result<Self> {
        let poll = Poll::new()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let mut listener = TcpListener::bind(address)
            .map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))?;
        let mut stop = stop::listen()?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        poll.registry()
            .register(&mut stop, STOP, Interest::READABLE)?;
        let kept = options.data.as_deref().map(Journal::open).transpose()?;
        let clock = Clock::start();
        Ok(Self {
            poll,
            listener,
            _stop: stop,
            engine: Engine::start(clock.now(), kept),
            clock,
            peers: Peers::new(),
            last_connection: ConnectionId(0),
            buffer: vec![0; BUFFER_BYTES],
            stops_at: None,
        })
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until it is time to stop and everybody has gone.
    pub(crate) fn run(&mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(EVENTS_MAX);
        let mut ready = BTreeSet::new();
        while !self.is_over() {
            let wait = if ready.is_empty() {
                self.poll_timeout().map(|due| self.clock.until(due))
            } else {
                Some(std::time::Duration::ZERO)
            };
            match self.poll.poll(&mut events, wait) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                polled => polled?,
            }
            for event in &events {
                match event.token() {
                    LISTENER => self.accept()?,
                    STOP => self.begin_to_stop(),
                    token => {
                        let id = connection(token);
                        if let Some(peer) = self.peers.get_mut(&id) {
                            peer.is_readable |= event.is_readable() || event.is_read_closed();
                            peer.is_writable |= event.is_writable() || event.is_write_closed();
                            ready.insert(id);
                        }
                    }
                }
            }
            ready = self.turn(ready)?;
        }
        Ok(())
    }

    /// Reads from each that is ready, carries out what they ask, keeps it, and sends what came of
    /// it. Gives back those that are not done.
    fn turn(&mut self, mut ready: BTreeSet<ConnectionId>) -> io::Result<BTreeSet<ConnectionId>> {
        let now = self.clock.now();
        self.engine.tick(now, &mut self.peers);
        ready.extend(self.tick(now));
        for id in ready {
            if let Some(peer) = self.peers.get_mut(&id)
                && peer.can_read()
            {
                peer.read(now, &mut self.buffer);
            }
            self.engine.serve(now, id, &mut self.peers);
        }
        self.engine.keep(now, &mut self.peers)?;
        let mut unfinished = BTreeSet::new();
        for id in self.engine.take_addressed() {
            let Some(peer) = self.peers.get_mut(&id) else {
                continue;
            };
            // When the outbox has room again, the session may have something to ask.
            if peer.write(now) || peer.can_read() {
                unfinished.insert(id);
            }
            if peer.is_over(now) {
                self.peers.remove(&id);
                unfinished.remove(&id);
            }
        }
        Ok(unfinished)
    }

    /// Time has passed for these.
    fn tick(&mut self, now: Timestamp) -> Vec<ConnectionId> {
        let is_due = |peer: &Peer| peer.poll_timeout().is_some_and(|due| due <= now);
        let due = self.peers.iter_mut().filter(|(_, peer)| is_due(peer));
        due.map(|(id, peer)| {
            peer.session.tick(now);
            *id
        })
        .collect()
    }

    fn poll_timeout(&self) -> Option<Timestamp> {
        let of_peers = self.peers.values().filter_map(Peer::poll_timeout);
        let of_engine = self.engine.poll_timeout();
        of_peers.chain(of_engine).chain(self.stops_at).min()
    }

    fn accept(&mut self) -> io::Result<()> {
        loop {
            let mut socket = match self.listener.accept() {
                Ok((socket, _address)) => socket,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                // The client has gone already, or there are too many: the others go on.
                Err(error) => {
                    say(&format!("a client could not be let in: {error}"));
                    return Ok(());
                }
            };
            if self.stops_at.is_some() {
                continue;
            }
            self.last_connection.0 += 1;
            let id = self.last_connection;
            let interest = Interest::READABLE | Interest::WRITABLE;
            self.poll
                .registry()
                .register(&mut socket, token(id), interest)?;
            let peer = Peer::new(socket, id, self.clock.now());
            peer.set_up()?;
            self.peers.insert(id, peer);
        }
    }

    /// Tells everybody that the broker stops.
    fn begin_to_stop(&mut self) {
        if self.stops_at.is_some() {
            return;
        }
        let now = self.clock.now();
        self.stops_at = Some(now + STOPPING);
        self.engine
            .carry_out(now, Command::Restart, &mut self.peers);
    }

    fn is_over(&self) -> bool {
        self.stops_at
            .is_some_and(|at| self.peers.is_empty() || at <= self.clock.now())
    }
}

fn token(id: ConnectionId) -> Token {
    Token(id.0 as usize)
}

fn connection(token: Token) -> ConnectionId {
    ConnectionId(u32::try_from(token.0).expect("a socket's token is the number of its connection"))
}
