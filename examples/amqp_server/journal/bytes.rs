//! Primitive values of the journal: big-endian numbers, and bytes with their length before them.

use std::fmt;

/// Why bytes are no record.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// They end inside a value.
    Cut,
    /// A value is none of those that can stand there.
    Value(String),
}

impl Unreadable {
    pub(super) fn value(why: impl fmt::Display) -> Self {
        Self::Value(why.to_string())
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.write_str("it ends inside a value"),
            Self::Value(why) => f.write_str(why),
        }
    }
}

/// Reads values one after the other.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Unreadable> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Unreadable::Cut)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Unreadable> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn flag(&mut self) -> Result<bool, Unreadable> {
        self.byte().map(|byte| byte != 0)
    }

    pub(super) fn short(&mut self) -> Result<u32, Unreadable> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn long(&mut self) -> Result<u64, Unreadable> {
        self.array().map(u64::from_be_bytes)
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Unreadable> {
        let length = self.short()? as usize;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Unreadable::Cut)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Unreadable> {
        str::from_utf8(self.bytes()?).map_err(Unreadable::value)
    }

    pub(super) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Unreadable> {
        self.flag()?.then(|| read(self)).transpose()
    }

    pub(super) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        (0..self.short()?).map(|_| read(self)).collect()
    }
}

pub(super) fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    let length = u32::try_from(bytes.len()).expect("a value has less than 4 GiB");
    out.extend(length.to_be_bytes());
    out.extend(bytes);
}

pub(super) fn put_text(text: &str, out: &mut Vec<u8>) {
    put_bytes(text.as_bytes(), out);
}

pub(super) fn put_optional<T>(
    value: Option<T>,
    out: &mut Vec<u8>,
    put: impl FnOnce(T, &mut Vec<u8>),
) {
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        put(value, out);
    }
}

pub(super) fn put_list<T>(values: &[T], out: &mut Vec<u8>, mut put: impl FnMut(&T, &mut Vec<u8>)) {
    let count = u32::try_from(values.len()).expect("a list has less than 4 thousand million");
    out.extend(count.to_be_bytes());
    for value in values {
        put(value, out);
    }
}
