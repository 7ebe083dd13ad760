//! A client that is just enough for these stories: it says a thing and waits for the answer.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use leveret::{
    broker::{DELIVERY_MODE_PERSISTENT, Properties, Table},
    protocol::codec::{
        ContentHeader, FRAME_BODY, Input, Method,
        method::{Basic, Channel, Confirm, Connection, Queue},
        write_method,
    },
};

pub(crate) struct Wire {
    socket: TcpStream,
    input: Input,
    /// Whether the last message that was got had been handed out before.
    pub(crate) is_redelivered: bool,
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

const FRAME_MAX: u32 = 131_072;

impl Wire {
    /// A connection with channel 1 open.
    pub(crate) fn open(address: &str) -> Self {
        let socket = TcpStream::connect(address).expect("the server listens");
        socket
            .set_read_timeout(Some(PATIENCE))
            .expect("it is not zero");
        let mut wire = Self {
            socket,
            input: Input::default(),
            is_redelivered: false,
        };
        wire.send(b"AMQP\0\0\x09\x01");
        wire.hear("Start ");
        wire.ask(0, &start_ok(), "Tune ");
        let tune_ok = Connection::TuneOk {
            channel_max: 1,
            frame_max: FRAME_MAX,
            heartbeat: 0,
        };
        wire.say(0, &Method::Connection(tune_ok));
        let open = Connection::Open {
            virtual_host: "/",
            capabilities: "",
            insist: false,
        };
        wire.ask(0, &Method::Connection(open), "OpenOk");
        let open = Channel::Open { out_of_band: "" };
        wire.ask(1, &Method::Channel(open), "OpenOk");
        wire
    }

    /// A durable queue.
    pub(crate) fn declare(&mut self, queue: &str) {
        let declare = Queue::Declare {
            ticket: 0,
            queue,
            passive: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
            no_wait: false,
            arguments: Table::default(),
        };
        self.ask(1, &Method::Queue(declare), "DeclareOk");
    }

    pub(crate) fn select_confirms(&mut self) {
        let select = Confirm::Select { no_wait: false };
        self.ask(1, &Method::Confirm(select), "SelectOk");
    }

    /// A persistent message, of which the server says that it keeps it.
    pub(crate) fn publish_confirmed(&mut self, queue: &str, body: &str) {
        let publish = Basic::Publish {
            ticket: 0,
            exchange: "",
            routing_key: queue,
            mandatory: false,
            immediate: false,
        };
        let properties = Properties {
            delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
            ..Properties::default()
        };
        self.say(1, &Method::Basic(publish));
        let mut header = Vec::new();
        ContentHeader::encode(Basic::ID, body.len() as u64, &properties, &mut header);
        self.send_frame(2, &header);
        self.send_frame(FRAME_BODY, body.as_bytes());
        self.hear("Ack ");
    }

    /// The next message, if there is one; it stays unacked.
    pub(crate) fn get(&mut self, queue: &str) -> Option<String> {
        let get = Basic::Get {
            ticket: 0,
            queue,
            no_ack: false,
        };
        self.say(1, &Method::Basic(get));
        let answer = self.hear("Get");
        if answer.contains("GetEmpty") {
            return None;
        }
        self.is_redelivered = answer.contains("redelivered: true");
        let (_header, body) = (self.frame(), self.frame());
        Some(String::from_utf8(body).expect("the bodies of these stories are text"))
    }

    /// `connection.close` from the server, which is answered.
    pub(crate) fn hear_close(&mut self, code: u16, text: &str) {
        let close = format!("Close {{ reply_code: {code}, reply_text: {text:?}");
        self.hear(&close);
        self.say(0, &Method::Connection(Connection::CloseOk {}));
    }

    fn ask(&mut self, channel: u16, method: &Method<'_>, answer: &str) {
        self.say(channel, method);
        self.hear(answer);
    }

    fn say(&mut self, channel: u16, method: &Method<'_>) {
        let mut bytes = Vec::new();
        write_method(channel, method, &mut bytes);
        self.send(&bytes);
    }

    /// The next method, which has to be this one.
    fn hear(&mut self, answer: &str) -> String {
        let payload = self.frame();
        let method = Method::decode(&payload).expect("a method is due");
        let heard = format!("{method:?}");
        assert!(heard.contains(answer), "{heard} came instead of {answer}");
        heard
    }

    fn frame(&mut self) -> Vec<u8> {
        loop {
            let frame = self.input.next_frame(FRAME_MAX);
            if let Some(frame) = frame.expect("the server sends frames") {
                return frame.payload.to_vec();
            }
            let mut bytes = [0; 4096];
            let count = self.socket.read(&mut bytes).expect("the server answers");
            assert!(count > 0, "the server has closed the socket");
            self.input.push(&bytes[..count]);
        }
    }

    fn send_frame(&mut self, kind: u8, payload: &[u8]) {
        let length = u32::try_from(payload.len()).expect("it is short");
        let head = [&[kind, 0, 1], &length.to_be_bytes()[..]].concat();
        self.send(&[&head, payload, &[0xCE]].concat());
    }

    fn send(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).expect("the server reads");
    }
}

fn start_ok() -> Method<'static> {
    Method::Connection(Connection::StartOk {
        client_properties: Table::default(),
        mechanism: "PLAIN",
        response: b"\0guest\0guest",
        locale: "en_US",
    })
}
