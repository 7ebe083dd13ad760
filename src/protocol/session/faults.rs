//! Faults of a client that the session itself finds: those of frames, of the order in which they
//! come, and of methods that have no place where they were said. All close the connection.
//!
//! Texts are RabbitMQ's, letter by letter, but for the line breaks in long Erlang terms. Where
//! RabbitMQ crashes and resets the socket (a method that does not exist, a table that is none), the
//! client is told instead.

use std::fmt::Write as _;

use crate::{
    broker::{Exception, MethodId, ReplyCode},
    protocol::codec::{
        DecodeError, FRAME_METHOD, FRAME_OVERHEAD_BYTES, Frame, FrameError, method::MethodError,
    },
};

/// Where the next frame starts is not to be known after this.
pub(super) fn not_a_frame(error: FrameError<'_>, frame_max: u32) -> Exception {
    match error {
        FrameError::TooLarge { kind, payload } => {
            let payload_max = frame_max - FRAME_OVERHEAD_BYTES;
            let why = format!("{{frame_too_large,{payload},{payload_max}}}");
            frame_error(kind, &[], &why)
        }
        FrameError::End { frame, octet } => {
            let why = format!("{{invalid_frame_end_marker,{octet}}}");
            frame_error(frame.kind, frame.payload, &why)
        }
    }
}

/// A type that does not exist, or a payload that its type cannot have.
pub(super) fn unknown_frame(frame: Frame<'_>) -> Exception {
    frame_error(frame.kind, frame.payload, "unknown_frame")
}

fn frame_error(kind: u8, payload: &[u8], why: &str) -> Exception {
    let octets = octets(payload);
    Exception::connection(
        ReplyCode::FrameError,
        format!("type {kind}, {octets}: {why}"),
    )
}

/// A frame that has no place on its channel, or not yet.
pub(super) fn unexpected_frame(frame: Frame<'_>) -> Exception {
    let octets = octets(frame.payload);
    Exception::connection(
        ReplyCode::UnexpectedFrame,
        format!("type {}, {octets}", frame.kind),
    )
}

/// A content header or a body where no method asked for it.
pub(super) fn method_expected() -> Exception {
    Exception::connection(
        ReplyCode::UnexpectedFrame,
        "expected method frame, got non method frame instead",
    )
}

/// Another frame than a content header; `other_class` if it is one, of another class.
pub(super) fn header_expected(id: MethodId, other_class: Option<u16>) -> Exception {
    let class = id.class;
    let got = match other_class {
        Some(other) => format!("got one for class {other} instead"),
        None => "got non content header frame instead".to_owned(),
    };
    Exception::connection(
        ReplyCode::UnexpectedFrame,
        format!("expected content header for class {class}, {got}"),
    )
    .caused_by(id)
}

pub(super) fn body_expected(id: MethodId) -> Exception {
    Exception::connection(
        ReplyCode::UnexpectedFrame,
        "expected content body, got non content body frame instead",
    )
    .caused_by(id)
}

pub(super) fn body_too_long(id: MethodId) -> Exception {
    Exception::connection(
        ReplyCode::FrameError,
        "content body frame exceeds remaining content size",
    )
    .caused_by(id)
}

pub(super) fn bad_properties(id: MethodId, error: DecodeError) -> Exception {
    let why = format!("the content header's properties cannot be read: {error}");
    Exception::connection(ReplyCode::SyntaxError, why).caused_by(id)
}

pub(super) fn not_a_method(error: MethodError, payload: &[u8]) -> Exception {
    match error {
        MethodError::NoId => unknown_frame(Frame {
            kind: FRAME_METHOD,
            channel: 0,
            payload,
        }),
        MethodError::Unknown(id) => unimplemented_method(id),
        MethodError::Fields(_, DecodeError::NotUtf8) => {
            Exception::connection(ReplyCode::FrameError, "Malformed UTF-8 in shortstr")
        }
        MethodError::Fields(id, DecodeError::UnknownType(_) | DecodeError::TooDeep) => {
            let why = format!("a field table cannot be read: {error}");
            Exception::connection(ReplyCode::SyntaxError, why).caused_by(id)
        }
        MethodError::Fields(
            id,
            DecodeError::Truncated | DecodeError::Trailing | DecodeError::TooManyFlags,
        ) => {
            let fields = numbers(payload.get(4..).unwrap_or_default());
            Exception::connection(ReplyCode::FrameError, format!("cannot decode {fields}"))
                .caused_by(id)
        }
    }
}

/// A method that a client may not say there.
pub(super) fn unimplemented_method(id: MethodId) -> Exception {
    Exception::connection(ReplyCode::CommandInvalid, "unimplemented method").caused_by(id)
}

/// A method on channel 0 out of its turn.
pub(super) fn unexpected_method(id: MethodId, state: &str) -> Exception {
    let why = format!("unexpected method in connection state {state}");
    Exception::connection(ReplyCode::ChannelError, why).caused_by(id)
}

pub(super) fn channel_not_open(id: MethodId) -> Exception {
    Exception::connection(ReplyCode::ChannelError, "expected 'channel.open'").caused_by(id)
}

pub(super) fn too_many_channels(open: usize, channel_max: u16) -> Exception {
    Exception::connection(
        ReplyCode::NotAllowed,
        format!(
            "number of channels opened ({open}) has reached the negotiated channel_max ({channel_max})"
        ),
    )
}

/// What a client chose in `connection.tune-ok` is less than it may.
pub(super) fn too_low(field: &str, chosen: u32, bound: u32) -> Exception {
    let why =
        format!("negotiated {field} = {chosen} is lower than the minimum allowed value ({bound})");
    Exception::connection(ReplyCode::NotAllowed, why).caused_by(TUNE)
}

/// What a client chose in `connection.tune-ok` is more than it may; 0 means without limit.
pub(super) fn too_high(field: &str, chosen: u32, bound: u32) -> Exception {
    let why =
        format!("negotiated {field} = {chosen} is higher than the maximum allowed value ({bound})");
    Exception::connection(ReplyCode::NotAllowed, why).caused_by(TUNE)
}

const TUNE: MethodId = MethodId {
    class: 10,
    method: 30,
};

/// A message that is larger than any may be. This one closes the channel only.
pub(super) fn message_too_large(id: MethodId, bytes: u64, bytes_max: usize) -> Exception {
    Exception::channel(
        ReplyCode::PreconditionFailed,
        format!("message size {bytes} is larger than configured max size {bytes_max}"),
    )
    .caused_by(id)
}

pub(super) fn login_refused(mechanism: &str) -> Exception {
    Exception::connection(
        ReplyCode::AccessRefused,
        format!(
            "Login was refused using authentication mechanism {mechanism}. \
             For details see the broker logfile."
        ),
    )
}

pub(super) fn no_such_vhost(vhost: &str, id: MethodId) -> Exception {
    Exception::connection(ReplyCode::NotAllowed, format!("vhost {vhost} not found")).caused_by(id)
}

/// The first bytes of a payload as RabbitMQ shows them.
fn octets(payload: &[u8]) -> String {
    match payload.get(..16) {
        Some(first) if payload.len() > 16 => format!("first 16 octets = {}", binary(first)),
        _ => format!("all octets = {}", binary(payload)),
    }
}

/// Bytes as Erlang's `~p` writes a binary.
fn binary(bytes: &[u8]) -> String {
    let is_text = |byte: &u8| (b' '..=b'~').contains(byte);
    if bytes.is_empty() || !bytes.iter().all(is_text) {
        return numbers(bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    format!("<<{text:?}>>")
}

/// Bytes as Erlang's `~w` writes a binary. What lies behind the 255th character of a reply text is
/// never seen.
fn numbers(bytes: &[u8]) -> String {
    let mut term = String::from("<<");
    for (index, byte) in bytes.iter().take(SHOWN_BYTES_MAX).enumerate() {
        let separator = if index == 0 { "" } else { "," };
        write!(term, "{separator}{byte}").expect("a String takes all that is written");
    }
    term.push_str(">>");
    term
}

/// With a comma each, more bytes than this do not fit into a reply text.
const SHOWN_BYTES_MAX: usize = 128;
