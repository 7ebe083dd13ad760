//! The bytes that have come and are not read yet, and the frames in them, however they were cut on
//! the way.
//!
//! A frame's length is checked before its payload is waited for, so a peer cannot have us hold more
//! than one frame.

use std::fmt;

use super::{
    field::{Field, Reader},
    frame::{FRAME_END, FRAME_OVERHEAD_BYTES, Frame},
};

/// Bytes from a peer.
///
/// # Invariants
/// - What is before `start` has been read.
#[derive(Debug, Default)]
pub struct Input {
    bytes: Vec<u8>,
    start: usize,
}

/// Why the bytes are no frame. Where the next one starts is not to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError<'a> {
    /// The frame announces more than was agreed.
    TooLarge {
        /// The type of the frame.
        kind: u8,
        /// The length of its payload.
        payload: u32,
    },
    /// The last octet is not [`FRAME_END`].
    End {
        /// The frame before it.
        frame: Frame<'a>,
        /// What stands there.
        octet: u8,
    },
}

impl Input {
    /// Takes bytes in.
    pub fn push(&mut self, bytes: &[u8]) {
        // Moving what is left pays only when it is the smaller part.
        if self.start > self.bytes.len() / 2 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Bytes that are not read yet.
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Takes that many bytes, if they are there.
    pub fn take(&mut self, count: usize) -> Option<&[u8]> {
        let end = self.start.checked_add(count)?;
        let taken = self.bytes.get(self.start..end)?;
        self.start = end;
        Some(taken)
    }

    /// Forgets what is not read yet.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The next whole frame, if there is one. RabbitMQ lets a payload have as many bytes as a
    /// frame may have, not eight fewer: clients get this wrong.
    ///
    /// # Errors
    /// [`FrameError`] if it cannot be one.
    pub fn next_frame(&mut self, frame_max: u32) -> Result<Option<Frame<'_>>, FrameError<'_>> {
        let Some((kind, channel, length)) = read_head(self.unread()) else {
            return Ok(None);
        };
        if length > frame_max {
            return Err(FrameError::TooLarge {
                kind,
                payload: length,
            });
        }
        let whole = length as usize + FRAME_OVERHEAD_BYTES as usize;
        let Some(frame) = self.take(whole) else {
            return Ok(None);
        };
        let (payload, octet) = match frame {
            [_, _, _, _, _, _, _, payload @ .., octet] => (payload, *octet),
            _ => return Ok(None),
        };
        let frame = Frame {
            kind,
            channel,
            payload,
        };
        if octet == FRAME_END {
            Ok(Some(frame))
        } else {
            Err(FrameError::End { frame, octet })
        }
    }
}

fn read_head(bytes: &[u8]) -> Option<(u8, u16, u32)> {
    let mut reader = Reader::new(bytes);
    let kind = u8::read(&mut reader).ok()?;
    let channel = u16::read(&mut reader).ok()?;
    let length = u32::read(&mut reader).ok()?;
    Some((kind, channel, length))
}

impl fmt::Display for FrameError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { payload, .. } => {
                write!(f, "a frame with {payload} bytes is too large")
            }
            Self::End { octet, .. } => write!(f, "a frame ends with {octet}"),
        }
    }
}

impl std::error::Error for FrameError<'_> {}
