//! Short strings that the broker passes on without reading them.
//!
//! AMQP's short strings are up to 255 bytes (section 4.2.5.3). RabbitMQ does not ask whether a
//! property or a field's name is UTF-8, so what a client sent reaches the other one byte for byte.
//! Names of queues and the like are text and have types of their own in `id`.

use std::{fmt, rc::Rc};

use super::{id::NameTooLong, limits::SHORT_STRING_BYTES_MAX};

/// Up to 255 bytes, usually text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortString(Rc<[u8]>);

impl ShortString {
    /// Takes bytes in.
    ///
    /// # Errors
    /// [`NameTooLong`] if there are more than 255.
    pub fn new(bytes: impl Into<Rc<[u8]>>) -> Result<Self, NameTooLong> {
        let bytes = bytes.into();
        if bytes.len() > SHORT_STRING_BYTES_MAX {
            return Err(NameTooLong { bytes: bytes.len() });
        }
        Ok(Self(bytes))
    }

    /// A text of this program's own.
    ///
    /// # Panics
    /// If it is longer than 255 bytes: a bug of whoever wrote it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::new(text.as_bytes()).expect("a text of the program's own is short")
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

impl PartialEq<str> for ShortString {
    fn eq(&self, text: &str) -> bool {
        *self.0 == *text.as_bytes()
    }
}

impl fmt::Display for ShortString {
    /// What is not text is shown as replacement characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for ShortString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}
