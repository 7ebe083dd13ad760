//! A value as JSON in one line, with room to breathe: `{"a": 1, "b": [1, 2]}`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

/// Writes a value on the line.
pub(super) fn write_inline(file: &mut Vec<u8>, value: &impl Serialize) {
    let mut serializer = Serializer::with_formatter(file, Inline);
    value
        .serialize(&mut serializer)
        .expect("what is backed up has text for names, and memory takes every byte");
}

/// The same on a line of its own.
pub(super) fn inline(value: &impl Serialize) -> String {
    let mut line = Vec::new();
    write_inline(&mut line, value);
    String::from_utf8(line).expect("JSON is text")
}

struct Inline;

impl Formatter for Inline {
    fn begin_array_value<W: Write + ?Sized>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        separate(to, first)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        separate(to, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }

    /// A body that is not text is a long list.
    fn write_byte_array<W: Write + ?Sized>(&mut self, to: &mut W, bytes: &[u8]) -> io::Result<()> {
        to.write_all(b"[")?;
        for (place, byte) in bytes.iter().enumerate() {
            if place > 0 {
                to.write_all(b",")?;
            }
            write!(to, "{byte}")?;
        }
        to.write_all(b"]")
    }
}

fn separate<W: Write + ?Sized>(to: &mut W, first: bool) -> io::Result<()> {
    if first { Ok(()) } else { to.write_all(b", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_stands_on_one_line() {
        let value = json!({"a": [1, "x\ny"], "b": {}, "c": []});
        assert_eq!(inline(&value), r#"{"a": [1, "x\ny"], "b": {}, "c": []}"#);
    }
}
