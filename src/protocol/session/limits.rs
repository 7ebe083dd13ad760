//! What a session allows, each limit with its reason.

use crate::broker::Millis;

/// Channels on a connection: RabbitMQ's default `channel_max`.
pub(super) const CHANNEL_MAX: u16 = 2047;

/// Bytes in a frame: RabbitMQ's default `frame_max`.
pub(super) const FRAME_MAX: u32 = 131_072;

/// The smallest `frame_max` that a client may ask for, and what holds until it has (AMQP 0-9-1,
/// section 1.4.2.6 of its reference).
pub(super) const FRAME_MIN: u32 = 4096;

/// Seconds between signs of life that the server offers: RabbitMQ's default.
pub(super) const HEARTBEAT_SECONDS: u16 = 60;

/// Time for a client to get from its first byte to an open connection: RabbitMQ's default
/// `handshake_timeout`.
pub(super) const HANDSHAKE: Millis = Millis(10_000);

/// Time for a client to answer `connection.close`. RabbitMQ waits no longer for a broken one.
pub(super) const CLOSING_MAX: Millis = Millis(30_000);

/// Time for a client to read why its frames could not be read, before the socket closes.
pub(super) const FAREWELL: Millis = Millis(3_000);

/// Bytes that may wait to be sent before the session stops to read: a client that does not read
/// may not ask for more and more.
pub(super) const OUTBOX_PAUSE_BYTES: usize = 1024 * 1024;

/// Bytes that may wait to be read before the session wants no more of them. It holds a frame of the
/// agreed size, so reading always gets on.
pub(super) const INPUT_PAUSE_BYTES: usize = 512 * 1024;

/// What is set aside for a body when its header comes; more is taken when it has come, since the
/// header costs its sender nothing.
pub(super) const BODY_RESERVE_BYTES: usize = FRAME_MAX as usize;
