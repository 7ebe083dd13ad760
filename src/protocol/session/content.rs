//! Putting a publish together: a method, a content header, then bodies until all has come
//! (AMQP 0-9-1, section 4.2.6).
//!
//! A body that is larger than any message may be is counted and not held.

use std::rc::Rc;

use super::{faults, limits::BODY_RESERVE_BYTES};
use crate::{
    broker::{
        Exception, ExchangeName, MethodId, Properties, Publish, RoutingKey,
        limits::MESSAGE_BYTES_MAX,
    },
    protocol::codec::{ContentHeader, FRAME_BODY, FRAME_HEADER, Frame},
};

/// `basic.publish` without its content.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) exchange: ExchangeName,
    pub(super) routing_key: RoutingKey,
    pub(super) mandatory: bool,
    pub(super) immediate: bool,
}

/// What a channel has of a publish.
#[derive(Debug, Default)]
pub(super) enum Content {
    /// Nothing: a method is due.
    #[default]
    None,
    /// The method: a content header is due.
    Header(Envelope),
    /// The header too: `left` bytes of the body are due.
    Body {
        envelope: Envelope,
        properties: Box<Properties>,
        body: Body,
        left: u64,
    },
}

#[derive(Debug)]
pub(super) enum Body {
    Held(Vec<u8>),
    /// Of this size, which is too much.
    Counted(u64),
}

/// What came of a frame.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        clippy::large_enum_variant,
        reason = "it is moved once; a box would cost an allocation for each publish"
    )
)]
pub(super) enum Assembled {
    NotYet,
    Whole(Publish),
    /// A message of this size, which is too much.
    TooLarge(u64),
}

/// `basic.publish`
pub(super) const PUBLISH: MethodId = MethodId {
    class: 60,
    method: 40,
};

impl Content {
    /// Takes in a frame that is no method, or a method where none is due.
    pub(super) fn add(&mut self, frame: Frame<'_>) -> Result<Assembled, Exception> {
        match (std::mem::take(self), frame.kind) {
            (Self::None, _) => Err(faults::method_expected()),
            (Self::Header(envelope), FRAME_HEADER) => self.start(envelope, frame.payload),
            (Self::Header(_), _) => Err(faults::header_expected(PUBLISH, None)),
            (
                Self::Body {
                    envelope,
                    properties,
                    body,
                    left,
                },
                FRAME_BODY,
            ) => {
                let left = left
                    .checked_sub(frame.payload.len() as u64)
                    .ok_or_else(|| faults::body_too_long(PUBLISH))?;
                let body = body.and(frame.payload, left);
                Ok(self.go_on(envelope, properties, body, left))
            }
            (Self::Body { .. }, _) => Err(faults::body_expected(PUBLISH)),
        }
    }

    fn start(&mut self, envelope: Envelope, payload: &[u8]) -> Result<Assembled, Exception> {
        let header =
            ContentHeader::decode(payload).map_err(|_truncated| faults::method_expected())?;
        if header.class != PUBLISH.class {
            return Err(faults::header_expected(PUBLISH, Some(header.class)));
        }
        if header.weight != 0 {
            return Err(faults::header_expected(PUBLISH, None));
        }
        let properties = header
            .properties()
            .map_err(|error| faults::bad_properties(PUBLISH, error))?;
        let body = if header.body_size > MESSAGE_BYTES_MAX as u64 {
            Body::Counted(header.body_size)
        } else {
            Body::Held(Vec::new())
        };
        Ok(self.go_on(envelope, Box::new(properties), body, header.body_size))
    }

    fn go_on(
        &mut self,
        envelope: Envelope,
        properties: Box<Properties>,
        body: Body,
        left: u64,
    ) -> Assembled {
        if left > 0 {
            *self = Self::Body {
                envelope,
                properties,
                body,
                left,
            };
            return Assembled::NotYet;
        }
        match body {
            Body::Held(body) => Assembled::Whole(Publish {
                exchange: envelope.exchange,
                routing_key: envelope.routing_key,
                mandatory: envelope.mandatory,
                immediate: envelope.immediate,
                properties: *properties,
                body: Rc::from(body),
            }),
            Body::Counted(size) => Assembled::TooLarge(size),
        }
    }
}

impl Body {
    /// With another piece, after which `left` bytes are due.
    fn and(self, piece: &[u8], left: u64) -> Self {
        match self {
            Self::Held(mut body) => {
                if body.is_empty() {
                    let due = usize::try_from(left).unwrap_or(usize::MAX);
                    body.reserve_exact(piece.len() + due.min(BODY_RESERVE_BYTES));
                }
                body.extend_from_slice(piece);
                Self::Held(body)
            }
            Self::Counted(size) => Self::Counted(size),
        }
    }
}
