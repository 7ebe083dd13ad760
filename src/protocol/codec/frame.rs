//! Frames (AMQP 0-9-1, section 4.2.3): a type, a channel and a length, the payload, an end octet.

use super::{
    content::ContentHeader,
    field::{Field, with_length},
    method::{Basic, Method},
};
use crate::broker::Message;

/// Type of a frame that carries a method.
pub const FRAME_METHOD: u8 = 1;
/// Type of a frame that carries a content header.
pub const FRAME_HEADER: u8 = 2;
/// Type of a frame that carries a piece of a body.
pub const FRAME_BODY: u8 = 3;
/// Type of a frame that says that its sender is alive.
pub const FRAME_HEARTBEAT: u8 = 8;

/// The last octet of every frame.
pub const FRAME_END: u8 = 0xCE;

/// What a frame has beside its payload.
pub const FRAME_OVERHEAD_BYTES: u32 = 8;

/// A frame as it came. Its type may be one that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The type.
    pub kind: u8,
    /// The channel.
    pub channel: u16,
    /// What it carries.
    pub payload: &'a [u8],
}

/// Writes a frame with a method.
pub fn write_method(channel: u16, method: &Method<'_>, out: &mut Vec<u8>) {
    write_frame(FRAME_METHOD, channel, out, |out| method.encode(out));
}

/// Writes a method that carries a message, its content header, and its body in frames of at most
/// `frame_max` bytes.
pub fn write_content(
    channel: u16,
    method: Basic<'_>,
    message: &Message,
    frame_max: u32,
    out: &mut Vec<u8>,
) {
    let body: &[u8] = &message.body;
    write_method(channel, &Method::Basic(method), out);
    write_frame(FRAME_HEADER, channel, out, |out| {
        ContentHeader::encode(Basic::ID, body.len() as u64, &message.properties, out);
    });
    let payload_max = frame_max.saturating_sub(FRAME_OVERHEAD_BYTES).max(1);
    for piece in body.chunks(payload_max as usize) {
        write_frame(FRAME_BODY, channel, out, |out| out.extend_from_slice(piece));
    }
}

/// Writes a heartbeat.
pub fn write_heartbeat(out: &mut Vec<u8>) {
    write_frame(FRAME_HEARTBEAT, 0, out, |_nothing| {});
}

fn write_frame(kind: u8, channel: u16, out: &mut Vec<u8>, payload: impl FnOnce(&mut Vec<u8>)) {
    out.push(kind);
    channel.write(out);
    with_length(out, payload);
    out.push(FRAME_END);
}
