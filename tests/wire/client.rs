//! A client of AMQP 0-9-1 that does what a line of a script says, and tells what was answered.
//!
//! It is synchronous and plain: it sends, and then listens until the broker is quiet. A connection
//! or channel that a script names is opened when it is first used, and again when it was closed;
//! closes are answered. A script that wants to do all this itself says `manual`.

use std::{collections::BTreeMap, time::Duration};

use super::{
    answers::Answers,
    connection::{Channel, Connection, Said, frame_bytes},
    handshake::Login,
    method::{Content, Field, Method},
    names::Names,
    operation::{Act, Operation, Target},
    transport::{Arrival, Transport},
};

pub(crate) struct Client {
    transport: Box<dyn Transport>,
    connections: BTreeMap<String, Connection>,
    names: Names,
    answers: Answers,
    /// Deliveries are shown by consumer, see `answers`.
    by_consumer: bool,
    /// Queues and exchanges that were declared: kind and name.
    declared: Vec<(&'static str, String)>,
}

impl Client {
    pub(crate) fn new(transport: Box<dyn Transport>) -> Self {
        Self {
            transport,
            connections: BTreeMap::new(),
            names: Names::default(),
            answers: Answers::default(),
            by_consumer: false,
            declared: Vec::new(),
        }
    }

    pub(crate) fn by_consumer(self) -> Self {
        Self {
            by_consumer: true,
            ..self
        }
    }

    /// Does what a line says, without listening yet.
    ///
    /// # Errors
    ///
    /// What is wrong with the line.
    pub(crate) fn act(&mut self, line: &str) -> Result<(), String> {
        for line in Operation::repeated(line)? {
            let operation = Operation::parse(&self.names.reveal(&line), |target, shown| {
                self.delivery(&target.connection, target.channel, shown)
            })?;
            self.run(operation);
        }
        Ok(())
    }

    /// The tag behind the delivery that is shown by this number.
    pub(crate) fn delivery(&self, connection: &str, channel: u16, shown: usize) -> Option<u64> {
        let channel = self.connections.get(connection)?.channels.get(&channel)?;
        channel.deliveries.get(shown.checked_sub(1)?).copied()
    }

    /// Listens until the broker is quiet, and tells what it said since this was last asked.
    pub(crate) fn settle(&mut self) -> Vec<String> {
        loop {
            let patience = self.patience();
            let arrivals = self.transport.receive(patience);
            if arrivals.is_empty() {
                break;
            }
            self.take(arrivals);
        }
        for connection in self.connections.values_mut() {
            connection.awaited.clear();
        }
        let answers = std::mem::take(&mut self.answers);
        answers.show(&mut self.connections, &mut self.names, self.by_consumer)
    }

    /// What the broker says that it is.
    pub(crate) fn server_version(mut self) -> String {
        self.connect("asking", &Login::default(), true);
        self.answers.server_version("asking")
    }

    /// Leaves the broker as it was found: nothing that was declared stays.
    pub(crate) fn clean(&mut self) {
        for connection in self.connections.values_mut() {
            if !connection.is_closed {
                connection.is_closed = true;
                self.transport.cut(connection.link);
            }
        }
        self.settle();
        for (kind, name) in std::mem::take(&mut self.declared) {
            let delete = Method::named(&format!("{kind}.delete")).expect("it is a method");
            let delete = delete.set(kind, Field::Text(name.into_bytes()));
            self.method("cleaner", 1, &delete, &Content::default());
            self.settle();
        }
    }

    fn run(&mut self, operation: Operation) {
        let Target {
            connection,
            channel,
        } = operation.target;
        match operation.act {
            Act::Connect(login) => self.connect(&connection, &login, true),
            Act::Socket => {
                let link = self.transport.open();
                let socket = Connection::new(link, true);
                self.connections.insert(connection, socket);
            }
            Act::Manual => self.connected(&connection).is_manual = true,
            Act::Cut => {
                let connection = self.connected(&connection);
                connection.is_closed = true;
                let link = connection.link;
                self.transport.cut(link);
            }
            Act::Raw(bytes) => {
                let link = self.connected(&connection).link;
                self.transport.send(link, &bytes);
            }
            Act::Frame(kind, payload) => self.frame(&connection, channel, kind, &payload),
            Act::Method(method, content) => self.method(&connection, channel, &method, &content),
            Act::Wait(time) => {
                let arrivals = self.transport.pass(time);
                self.take(arrivals);
            }
            Act::Restart => {
                let arrivals = self.transport.restart();
                self.take(arrivals);
            }
        }
    }

    fn connected(&mut self, name: &str) -> &mut Connection {
        let is_open = |connection: &&Connection| !connection.is_closed;
        if self.connections.get(name).filter(is_open).is_none() {
            self.connect(name, &Login::default(), false);
        }
        self.connections.get_mut(name).expect("it is connected now")
    }

    /// Goes through the handshake as far as it leads. What was answered is told if it was asked
    /// for.
    fn connect(&mut self, name: &str, login: &Login, is_asked_for: bool) {
        let link = self.transport.open();
        let connection = Connection::new(link, false);
        self.connections.insert(name.to_owned(), connection);
        let told_before = std::mem::take(&mut self.answers);
        self.transport.send(link, b"AMQP\x00\x00\x09\x01");
        loop {
            let arrivals = self.transport.receive(ANSWER_PATIENCE);
            assert!(!arrivals.is_empty(), "no answer in the handshake");
            self.take(arrivals);
            let said = match self.answers.last_of(name) {
                Some(Said::Method(said, _)) => said,
                Some(Said::Closed) => break,
                Some(Said::ProtocolHeader(_) | Said::Stray(_)) | None => continue,
            };
            for reply in login.reply(said.shape.name) {
                self.transport
                    .send(link, &frame_bytes(1, 0, &reply.encode()));
            }
            if said.shape.name == "connection.open-ok" {
                break;
            }
        }
        if !is_asked_for {
            self.answers = told_before;
        }
    }

    fn method(&mut self, name: &str, number: u16, method: &Method, content: &Content) {
        let connection = self.connected(name);
        let is_manual = connection.is_manual;
        let is_open = number == 0 || connection.channel(number).is_open;
        if !is_manual && !is_open && method.shape.name != "channel.open" {
            let open = Method::named("channel.open").expect("it is a method");
            self.frame(name, number, 1, &open.encode());
            self.opened_in_passing(name, number);
        }
        self.remember(method);
        self.frame(name, number, 1, &method.encode());
        let connection = self.connected(name);
        if method.is_answered() && !is_manual {
            connection.awaited.push(number);
        }
        if method.shape.name == "channel.close-ok" {
            connection.channels.remove(&number);
        }
        if method.shape.name == "basic.publish" && !is_manual {
            if let Some(confirms) = &mut connection.channel(number).confirms {
                confirms.published += 1;
                confirms.open.insert(confirms.published);
            }
            self.content(name, number, content);
        }
    }

    fn content(&mut self, name: &str, number: u16, content: &Content) {
        let size = u64::try_from(content.body.len()).unwrap();
        let header = content.encode_header(CLASS_BASIC, size);
        self.frame(name, number, 2, &header);
        for part in content.body.chunks(BODY_FRAME_BYTES) {
            self.frame(name, number, 3, part);
        }
    }

    /// Waits for `channel.open-ok`, which nobody asked for, and does not tell it.
    fn opened_in_passing(&mut self, name: &str, number: u16) {
        let told_before = std::mem::take(&mut self.answers);
        self.connected(name).awaited.push(number);
        while self
            .connections
            .get(name)
            .is_some_and(|connection| connection.awaited.contains(&number))
        {
            let arrivals = self.transport.receive(ANSWER_PATIENCE);
            assert!(!arrivals.is_empty(), "no answer to channel.open");
            self.take(arrivals);
        }
        let opened = std::mem::replace(&mut self.answers, told_before);
        opened.pour_into(&mut self.answers, "channel.open-ok");
    }

    fn frame(&mut self, name: &str, number: u16, kind: u8, payload: &[u8]) {
        let link = self.connected(name).link;
        self.transport
            .send(link, &frame_bytes(kind, number, payload));
    }

    /// Notes what will have to be deleted.
    fn remember(&mut self, method: &Method) {
        let kind = match method.shape.name {
            "queue.declare" => "queue",
            "exchange.declare" => "exchange",
            _ => return,
        };
        if !method.bit("passive") {
            self.declared.push((kind, method.text(kind)));
        }
    }

    fn take(&mut self, arrivals: Vec<Arrival>) {
        for arrival in arrivals {
            let (link, bytes) = match arrival {
                Arrival::Bytes(link, bytes) => (link, Some(bytes)),
                Arrival::Closed(link) => (link, None),
            };
            let found = self
                .connections
                .iter_mut()
                .find(|(_, connection)| connection.link == link && !connection.is_closed);
            let Some((name, connection)) = found else {
                continue;
            };
            let name = name.clone();
            let said = match bytes {
                Some(bytes) => connection.take(&bytes),
                None => {
                    connection.is_closed = true;
                    vec![(0, Said::Closed)]
                }
            };
            for (number, said) in said {
                self.hear(&name, number, said);
            }
        }
    }

    fn hear(&mut self, name: &str, number: u16, said: Said) {
        let connection = self.connections.get_mut(name).expect("it said something");
        connection.note(number, &said);
        if let Said::Method(method, _) = &said {
            let reply = match method.shape.name {
                "channel.close" => Some("channel.close-ok"),
                "connection.close" => Some("connection.close-ok"),
                _ => None,
            };
            if let Some(reply) = reply
                && !connection.is_manual
            {
                let reply = Method::named(reply).expect("it is a method");
                let bytes = frame_bytes(1, number, &reply.encode());
                self.transport.send(connection.link, &bytes);
            }
            if method.shape.name == "connection.close-ok" {
                // Which end closes the socket after this is nobody's promise.
                connection.is_closed = true;
                self.transport.cut(connection.link);
            }
            if method.shape.name == "queue.declare-ok" {
                self.declared.push(("queue", method.text("queue")));
            }
        }
        self.answers.push(name, number, said);
    }

    /// How long to listen for more: longer while an answer is owed.
    fn patience(&self) -> Duration {
        let open = || self.connections.values().filter(|open| !open.is_closed);
        if open().any(|connection| !connection.awaited.is_empty()) {
            return ANSWER_PATIENCE;
        }
        let mut channels = open().flat_map(|connection| connection.channels.values());
        let owes_confirms = |channel: &Channel| {
            let confirms = channel.confirms.as_ref();
            confirms.is_some_and(|confirms| !confirms.open.is_empty())
        };
        if channels.any(owes_confirms) {
            return CONFIRM_PATIENCE.max(self.transport.quiet());
        }
        self.transport.quiet()
    }
}

/// A broker that is busy may take this long to answer a request.
const ANSWER_PATIENCE: Duration = Duration::from_secs(10);

/// A confirm may wait for the disk, or may never come if the channel was closed.
const CONFIRM_PATIENCE: Duration = Duration::from_secs(1);

/// `basic`
const CLASS_BASIC: u16 = 60;

/// RabbitMQ's `frame_max` less the frame's own bytes.
const BODY_FRAME_BYTES: usize = 131_072 - 8;
