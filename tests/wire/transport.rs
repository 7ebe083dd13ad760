//! Where the bytes go: a broker, behind TCP or in this process.
//!
//! A transport knows nothing of AMQP. It carries bytes on links, lets time pass and restarts the
//! broker; what the bytes mean is the client's matter.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    os::fd::AsFd,
    process::Command,
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// One connection's byte stream.
pub(crate) type Link = usize;

/// What came from the broker.
#[derive(Debug)]
pub(crate) enum Arrival {
    Bytes(Link, Vec<u8>),
    Closed(Link),
}

pub(crate) trait Transport {
    fn open(&mut self) -> Link;

    fn send(&mut self, link: Link, bytes: &[u8]);

    /// The client's end is gone, with no word of the protocol.
    fn cut(&mut self, link: Link);

    /// What came, as soon as something came, or nothing when it took longer than `patience`.
    fn receive(&mut self, patience: Duration) -> Vec<Arrival>;

    /// How long nothing may come before an answer counts as complete.
    fn quiet(&self) -> Duration;

    /// Lets time pass and gives what came meanwhile.
    fn pass(&mut self, time: Duration) -> Vec<Arrival>;

    /// Stops the broker and starts it again; gives what came before it stopped.
    fn restart(&mut self) -> Vec<Arrival>;
}

/// A broker that listens on a TCP port.
#[derive(Debug)]
pub(crate) struct Tcp {
    pub(crate) address: String,
    pub(crate) quiet: Duration,
    /// A shell command that stops the broker and starts it again.
    pub(crate) restart_command: Option<String>,
    links: Vec<Option<TcpStream>>,
}

impl Tcp {
    pub(crate) fn new(address: &str, quiet: Duration) -> Self {
        Self {
            address: address.to_owned(),
            quiet,
            restart_command: None,
            links: Vec::new(),
        }
    }

    fn wait_readable(&self, patience: Duration) -> Vec<Link> {
        let open: Vec<(Link, &TcpStream)> = (0..)
            .zip(&self.links)
            .filter_map(|(link, stream)| Some((link, stream.as_ref()?)))
            .collect();
        let mut polled: Vec<PollFd<'_>> = open
            .iter()
            .map(|(_, stream)| PollFd::from_borrowed_fd(stream.as_fd(), PollFlags::IN))
            .collect();
        let timeout = Timespec::try_from(patience).expect("a short time");
        poll(&mut polled, Some(&timeout)).expect("sockets can be polled");
        open.iter()
            .zip(&polled)
            .filter(|(_, polled)| !polled.revents().is_empty())
            .map(|((link, _), _)| *link)
            .collect()
    }

    fn read(&mut self, link: Link) -> Arrival {
        let mut buffer = vec![0; 1 << 16];
        let stream = self.links[link].as_mut().expect("it was polled");
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => {
                buffer.truncate(count);
                Arrival::Bytes(link, buffer)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                Arrival::Bytes(link, Vec::new())
            }
            Ok(_) | Err(_) => {
                self.links[link] = None;
                Arrival::Closed(link)
            }
        }
    }
}

impl Transport for Tcp {
    fn open(&mut self) -> Link {
        let stream = TcpStream::connect(&self.address)
            .unwrap_or_else(|error| panic!("no broker at {}: {error}", self.address));
        stream.set_nodelay(true).expect("a TCP socket has it");
        self.links.push(Some(stream));
        self.links.len() - 1
    }

    /// A broker that has closed takes nothing more; that it closed is seen when it is read.
    fn send(&mut self, link: Link, bytes: &[u8]) {
        if let Some(stream) = &mut self.links[link] {
            drop(stream.write_all(bytes));
        }
    }

    fn cut(&mut self, link: Link) {
        if let Some(stream) = self.links[link].take() {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    fn receive(&mut self, patience: Duration) -> Vec<Arrival> {
        let readable = self.wait_readable(patience);
        readable.into_iter().map(|link| self.read(link)).collect()
    }

    fn quiet(&self) -> Duration {
        self.quiet
    }

    fn pass(&mut self, time: Duration) -> Vec<Arrival> {
        let end = Instant::now() + time;
        let mut arrivals = Vec::new();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return arrivals;
            }
            arrivals.extend(self.receive(left));
        }
    }

    fn restart(&mut self) -> Vec<Arrival> {
        let command = self.restart_command.clone();
        let command = command.expect("a script that restarts needs --restart COMMAND");
        let mut child = Command::new("sh").args(["-c", &command]).spawn().unwrap();
        let mut arrivals = Vec::new();
        while child.try_wait().unwrap().is_none() {
            arrivals.extend(self.pass(Duration::from_millis(50)));
        }
        assert!(child.wait().unwrap().success(), "failed: {command}");
        arrivals
    }
}

/// How long a recording listens for more. RabbitMQ on an idle machine takes a few milliseconds from
/// one queue to the next.
pub(crate) const RECORDED_QUIET: Duration = Duration::from_millis(80);
