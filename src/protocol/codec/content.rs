//! Content headers (AMQP 0-9-1, section 4.2.6.1): what stands between a method and the body that
//! it carries.

use super::{
    error::DecodeError,
    field::{Field, Reader},
    properties::{read_properties, write_properties},
};
use crate::broker::Properties;

/// A content header. The properties are read apart, because their faults are answered apart.
#[derive(Clone, Copy, Debug)]
pub struct ContentHeader<'a> {
    /// The class of the method that it belongs to.
    pub class: u16,
    /// Always 0.
    pub weight: u16,
    /// Bytes in the body, all frames together.
    pub body_size: u64,
    properties: Reader<'a>,
}

impl<'a> ContentHeader<'a> {
    /// Reads the payload of a header frame, up to the properties.
    ///
    /// # Errors
    /// [`DecodeError`] if it is too short.
    pub fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(payload);
        Ok(Self {
            class: u16::read(&mut reader)?,
            weight: u16::read(&mut reader)?,
            body_size: u64::read(&mut reader)?,
            properties: reader,
        })
    }

    /// Reads the properties, as those of class `basic`: no other has content.
    ///
    /// # Errors
    /// [`DecodeError`] if they are none.
    pub fn properties(&self) -> Result<Properties, DecodeError> {
        read_properties(self.properties)
    }

    /// Writes the payload of a header frame.
    pub fn encode(class: u16, body_size: u64, properties: &Properties, out: &mut Vec<u8>) {
        class.write(out);
        0_u16.write(out);
        body_size.write(out);
        write_properties(properties, out);
    }
}
