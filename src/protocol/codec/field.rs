//! Primitive values (AMQP 0-9-1, section 4.2.5): big-endian numbers, short strings with a length of
//! one byte, long strings with a length of four, and bits packed from the lowest.

use super::{
    error::DecodeError,
    table::{read_table, write_table},
};
use crate::broker::{ShortString, Table, limits::SHORT_STRING_BYTES_MAX};

/// Reads values from the front of some bytes.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the first byte on.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes that many bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let split = self.rest.split_at_checked(length);
        let (taken, rest) = split.ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Takes bytes with their length in four bytes before them.
    pub(super) fn long_bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = u32::read(self)?;
        // What does not fit into memory is not there either.
        self.bytes(usize::try_from(length).unwrap_or(usize::MAX))
    }

    /// Takes bytes with their length in one byte before them.
    pub(super) fn short_bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = u8::read(self)?;
        self.bytes(usize::from(length))
    }

    pub(super) fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], DecodeError> {
        let (taken, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Nothing may be left.
    pub(super) const fn finish(self) -> Result<(), DecodeError> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::Trailing)
        }
    }
}

/// A value that methods are made of.
pub(super) trait Field<'a>: Sized {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DecodeError>;

    fn write(&self, out: &mut Vec<u8>);
}

macro_rules! number {
    ($($number:ty),+) => {$(
        impl Field<'_> for $number {
            fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.array().map(Self::from_be_bytes)
            }

            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
        }
    )+};
}

number!(u8, u16, u32, u64, i8, i16, i32, i64);

/// A short string in a method. RabbitMQ refuses one that is not UTF-8.
impl<'a> Field<'a> for &'a str {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        str::from_utf8(reader.short_bytes()?).map_err(|_not_utf8| DecodeError::NotUtf8)
    }

    /// Names have at most 255 bytes. A reply text may have more, and is cut there, as RabbitMQ
    /// cuts it.
    fn write(&self, out: &mut Vec<u8>) {
        let end = self.floor_char_boundary(SHORT_STRING_BYTES_MAX);
        write_short_bytes(self.as_bytes().get(..end).unwrap_or_default(), out);
    }
}

/// A short string in a table or among properties. RabbitMQ passes on any bytes.
impl Field<'_> for ShortString {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let bytes = reader.short_bytes()?;
        Ok(Self::new(bytes).expect("a length of one byte is at most 255"))
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_short_bytes(self.as_bytes(), out);
    }
}

fn write_short_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(u8::try_from(bytes.len()).expect("a short string has at most 255 bytes"));
    out.extend_from_slice(bytes);
}

/// A long string: any bytes.
impl<'a> Field<'a> for &'a [u8] {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        reader.long_bytes()
    }

    fn write(&self, out: &mut Vec<u8>) {
        with_length(out, |out| out.extend_from_slice(self));
    }
}

impl Field<'_> for Table {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        read_table(reader)
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_table(self, out);
    }
}

/// Bits in a row, which share bytes.
pub(super) struct Bits(u8);

impl Bits {
    /// No method of AMQP 0-9-1 has more than eight in a row.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        u8::read(reader).map(Self)
    }

    pub(super) const fn next(&mut self) -> bool {
        let bit = self.0 & 1 == 1;
        self.0 >>= 1;
        bit
    }
}

pub(super) fn write_bits(bits: &[bool], out: &mut Vec<u8>) {
    out.push(
        bits.iter()
            .rev()
            .fold(0, |byte, bit| byte << 1 | u8::from(*bit)),
    );
}

/// Writes what `write` writes, with its length in four bytes before it.
pub(super) fn with_length(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let length = u32::try_from(out.len() - start - 4).expect("a value has less than 4 GiB");
    if let Some(place) = out.get_mut(start..start + 4) {
        place.copy_from_slice(&length.to_be_bytes());
    }
}
