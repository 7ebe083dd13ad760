//! A limit on everything, each with its reason.

use super::time::Millis;

/// Bytes in a name, a routing key or a consumer tag: AMQP's short strings carry their length in one
/// byte.
pub const SHORT_STRING_BYTES_MAX: usize = 255;

/// Bytes in a message body: RabbitMQ 4.0's default `max_message_size`, 16 MiB.
pub const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Consumers that a delivery's cause names as passed over. The cause is there to be read by a
/// person, and a queue with a hundred full consumers must not pay for a hundred names with every
/// message.
pub const PASSED_OVER_MAX: usize = 8;

/// Time to live of a message or a queue: ten years, RabbitMQ's own bound.
pub const TIME_TO_LIVE_MAX: Millis = Millis(315_360_000_000);
