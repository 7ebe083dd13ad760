//! The codec: what AMQP 0-9-1 looks like in bytes, both ways, and nothing of what it means.
//!
//! Reading borrows from the bytes it reads; only tables are copied out. Whatever comes from the
//! wire ends in a value or in a [`DecodeError`], never in a panic, and takes memory in proportion
//! to its own length.

mod content;
mod error;
mod field;
mod frame;
mod input;
pub mod method;
mod properties;
mod table;

pub use content::ContentHeader;
pub use error::DecodeError;
pub use field::Reader;
pub use frame::{
    FRAME_BODY, FRAME_END, FRAME_HEADER, FRAME_HEARTBEAT, FRAME_METHOD, FRAME_OVERHEAD_BYTES,
    Frame, write_content, write_heartbeat, write_method,
};
pub use input::{FrameError, Input};
pub use method::Method;
pub(in crate::protocol) use table::read_pairs;
pub use table::{NESTING_MAX, read_table, write_table};
