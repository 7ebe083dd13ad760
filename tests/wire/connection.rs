//! What the client knows of one connection: the bytes that are not yet a frame, the channels, and
//! what is still to be answered.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    bytes::{Reader, quoted},
    method::{Content, Fields, Method},
    transport::Link,
};

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) link: Link,
    pub(crate) is_closed: bool,
    /// The script does everything itself: opens channels, answers a close.
    pub(crate) is_manual: bool,
    pub(crate) channels: BTreeMap<u16, Channel>,
    /// The channels of requests that have no answer yet.
    pub(crate) awaited: Vec<u16>,
    inbox: Vec<u8>,
}

#[derive(Debug, Default)]
pub(crate) struct Channel {
    pub(crate) is_open: bool,
    pub(crate) confirms: Option<Confirms>,
    /// The tag of each delivery, in the order in which they are shown.
    pub(crate) deliveries: Vec<u64>,
    arriving: Option<Arriving>,
}

/// Publishes on a channel in confirm mode.
#[derive(Debug, Default)]
pub(crate) struct Confirms {
    pub(crate) published: u64,
    pub(crate) open: BTreeSet<u64>,
}

/// A method whose content is on its way.
#[derive(Debug)]
struct Arriving {
    method: Method,
    header: Option<(Fields, u64)>,
    body: Vec<u8>,
}

/// Something that the broker said.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Method(Method, Option<Content>),
    /// The eight bytes in front of everything.
    ProtocolHeader(String),
    /// A frame that should not have come.
    Stray(String),
    Closed,
}

impl Connection {
    pub(crate) fn new(link: Link, is_manual: bool) -> Self {
        Self {
            link,
            is_closed: false,
            is_manual,
            channels: BTreeMap::new(),
            awaited: Vec::new(),
            inbox: Vec::new(),
        }
    }

    pub(crate) fn channel(&mut self, number: u16) -> &mut Channel {
        self.channels.entry(number).or_default()
    }

    /// Takes bytes in and gives what they complete.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Vec<(u16, Said)> {
        self.inbox.extend(bytes);
        let inbox = std::mem::take(&mut self.inbox);
        let mut rest = Reader(&inbox);
        let mut said = Vec::new();
        loop {
            let before = rest;
            if rest.0.starts_with(b"AMQP") {
                let header = rest.take(8).map(quoted);
                said.extend(header.map(|header| (0, Said::ProtocolHeader(header))));
            } else if let Some((kind, channel, payload)) = frame(&mut rest) {
                let what = self.channel(channel).take(kind, payload);
                said.extend(what.map(|what| (channel, what)));
            } else {
                self.inbox = before.0.to_vec();
                return said;
            }
        }
    }

    /// Keeps track of what was said.
    pub(crate) fn note(&mut self, number: u16, said: &Said) {
        let Said::Method(method, _) = said else {
            self.awaited.clear();
            return;
        };
        if method.is_answer()
            && let Some(place) = self.awaited.iter().position(|awaited| *awaited == number)
        {
            self.awaited.remove(place);
        }
        match method.shape.name {
            "connection.close" => self.awaited.clear(),
            "channel.close" | "channel.close-ok" => {
                self.awaited.retain(|awaited| *awaited != number);
                self.channels.remove(&number);
            }
            "channel.open-ok" => self.channel(number).is_open = true,
            "confirm.select-ok" => {
                self.channel(number).confirms.get_or_insert_default();
            }
            _ => {}
        }
    }
}

impl Channel {
    fn take(&mut self, kind: u8, payload: &[u8]) -> Option<Said> {
        match (kind, self.arriving.take()) {
            (1, None) => {
                let Some(method) = Method::decode(payload) else {
                    return Some(Said::Stray(format!("method {}", quoted(payload))));
                };
                if !method.has_content() {
                    return Some(Said::Method(method, None));
                }
                self.arriving = Some(Arriving {
                    method,
                    header: None,
                    body: Vec::new(),
                });
                None
            }
            (2, Some(mut arriving)) if arriving.header.is_none() => {
                arriving.header = Content::decode_header(payload);
                self.complete(arriving)
            }
            (3, Some(mut arriving)) if arriving.header.is_some() => {
                arriving.body.extend(payload);
                self.complete(arriving)
            }
            (8, arriving) => {
                self.arriving = arriving;
                None
            }
            _ => Some(Said::Stray(format!("frame {kind} {}", quoted(payload)))),
        }
    }

    fn complete(&mut self, arriving: Arriving) -> Option<Said> {
        let size = arriving.header.as_ref().map(|(_, size)| *size)?;
        if u64::try_from(arriving.body.len()).unwrap() < size {
            self.arriving = Some(arriving);
            return None;
        }
        let (properties, _) = arriving.header?;
        let content = Content {
            properties,
            body: arriving.body,
        };
        Some(Said::Method(arriving.method, Some(content)))
    }
}

/// The next whole frame: its type, channel and payload.
fn frame<'a>(rest: &mut Reader<'a>) -> Option<(u8, u16, &'a [u8])> {
    let mut ahead = *rest;
    let (kind, channel) = (ahead.octet()?, ahead.short()?);
    let payload = ahead.long_string()?;
    let end = ahead.octet()?;
    assert_eq!(end, FRAME_END, "a frame of the broker ends as frames end");
    *rest = ahead;
    Some((kind, channel, payload))
}

/// The bytes of a frame.
pub(crate) fn frame_bytes(kind: u8, channel: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(channel.to_be_bytes());
    bytes.extend(u32::try_from(payload.len()).unwrap().to_be_bytes());
    bytes.extend(payload);
    bytes.push(FRAME_END);
    bytes
}

const FRAME_END: u8 = 0xce;
