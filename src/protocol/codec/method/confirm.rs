//! Class `confirm`: RabbitMQ's publisher confirms (<https://www.rabbitmq.com/docs/confirms>).

use super::super::{
    error::DecodeError,
    field::{Bits, Reader, write_bits},
};

/// Methods of class `confirm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// `confirm.select`
    Select {
        /// The bit `nowait`.
        no_wait: bool,
    },
    /// `confirm.select-ok`
    SelectOk,
}

impl Confirm {
    /// The number of the class.
    pub const ID: u16 = 85;

    /// The number of the method in its class.
    #[must_use]
    pub const fn method_id(&self) -> u16 {
        match self {
            Self::Select { .. } => 10,
            Self::SelectOk => 11,
        }
    }

    /// Reads the fields; none if the class has no method of that number.
    pub(super) fn read(
        method_id: u16,
        mut reader: Reader<'_>,
    ) -> Option<Result<Self, DecodeError>> {
        let read = match method_id {
            10 => Bits::read(&mut reader).map(|mut bits| Self::Select {
                no_wait: bits.next(),
            }),
            11 => Ok(Self::SelectOk),
            _ => return None,
        };
        Some(read.and_then(|method| reader.finish().map(|()| method)))
    }

    /// Writes the fields.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Select { no_wait } => write_bits(&[no_wait], out),
            Self::SelectOk => {}
        }
    }
}
