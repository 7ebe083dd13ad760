//! The codec at work, the same source natively and in wasm: deliveries written as frames, and read
//! again.

use std::rc::Rc;

use leveret::{
    broker::{ExchangeName, Message, Properties, RoutingKey},
    protocol::codec::{
        ContentHeader, FRAME_BODY, FRAME_HEADER, FRAME_METHOD, Input, Method, method::Basic,
        write_content,
    },
};

/// A message and the bytes that it becomes.
#[derive(Debug)]
pub(crate) struct Wire {
    message: Message,
    bytes: Vec<u8>,
}

/// What RabbitMQ proposes.
const FRAME_MAX: u32 = 131_072;

impl Wire {
    /// With a body of so many bytes.
    pub(crate) fn new(body_bytes: usize) -> Self {
        let message = Message {
            exchange: ExchangeName::default_exchange(),
            routing_key: RoutingKey::new("order_queue").expect("a short name"),
            copied_to: Vec::new(),
            properties: Properties {
                delivery_mode: Some(2),
                timestamp: Some(1_732_000_000),
                ..Properties::default()
            },
            body: Rc::from(vec![b'x'; body_bytes]),
            deaths: None,
        };
        let bytes = Vec::new();
        Self { message, bytes }
    }

    /// Writes so many deliveries. Returns how many bytes they are.
    pub(crate) fn write(&mut self, count: u32) -> usize {
        self.bytes.clear();
        for delivery_tag in 1..=u64::from(count) {
            let deliver = Basic::Deliver {
                consumer_tag: "consumer_1",
                delivery_tag,
                redelivered: false,
                exchange: self.message.exchange.as_str(),
                routing_key: self.message.routing_key.as_str(),
            };
            write_content(1, deliver, &self.message, FRAME_MAX, &mut self.bytes);
        }
        self.bytes.len()
    }

    /// Reads what was written, as it comes from a socket. Returns how many bytes of bodies it was.
    pub(crate) fn read(&self) -> usize {
        let (mut input, mut body_bytes) = (Input::default(), 0);
        for received in self.bytes.chunks(RECEIVED_BYTES) {
            input.push(received);
            while let Some(frame) = input.next_frame(FRAME_MAX).expect("frames were written") {
                match frame.kind {
                    FRAME_METHOD => {
                        let method = Method::decode(frame.payload).expect("a method was written");
                        assert!(matches!(method, Method::Basic(Basic::Deliver { .. })));
                    }
                    FRAME_HEADER => {
                        let header = ContentHeader::decode(frame.payload);
                        let properties = header.and_then(|header| header.properties());
                        assert!(properties.is_ok_and(|read| read == self.message.properties));
                    }
                    FRAME_BODY => body_bytes += frame.payload.len(),
                    kind => unreachable!("no frame of type {kind} was written"),
                }
            }
        }
        body_bytes
    }
}

/// What one read of a socket brings.
const RECEIVED_BYTES: usize = 65_536;
