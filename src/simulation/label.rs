//! Labels: what to call a message in one short line of text, whatever bytes it is made of.
//!
//! A label never breaks a line and never reaches into the text around it: control characters and
//! the marks that turn the direction of writing are replaced. Bodies are cut between characters.

use serde::Deserialize;

/// What to call a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The order's id, or the beginning of a body that is no order.
    pub text: String,
    /// Whether the body is a JSON object with an `id`, which is all that the course's consumer
    /// looks at.
    pub is_order: bool,
}

impl Label {
    /// The label of a message with that body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        match order_id(body) {
            Some(id) => Self {
                text: one_line(&id, LABEL_CHARS_MAX),
                is_order: true,
            },
            None if body.is_empty() => Self {
                text: "(empty)".to_owned(),
                is_order: false,
            },
            None => Self {
                text: preview(body, LABEL_CHARS_MAX),
                is_order: false,
            },
        }
    }

    /// The text, with a remark if the message is no order.
    #[must_use]
    pub fn called(self) -> String {
        if self.is_order {
            self.text
        } else {
            format!("{} (not a JSON order)", self.text)
        }
    }
}

/// The first of several by name and how many more there are; none of none.
pub(super) fn named_all(names: impl ExactSizeIterator<Item = String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMED_MAX);
    let first: Vec<String> = names.take(NAMED_MAX).collect();
    match (first.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(first.join(", ")),
        (false, _) => Some(format!("{} and {more} more", first.join(", "))),
    }
}

/// Messages that one line names.
const NAMED_MAX: usize = 10;

/// The beginning of a body as one line of text; bytes that are not UTF-8 show as `�`.
#[must_use]
pub fn preview(body: &[u8], chars_max: usize) -> String {
    // A character has at most four bytes, so this is enough for one more than is shown, and a large
    // body costs no more than a small one.
    let bytes_max = (chars_max + 1) * 4;
    let beginning = body.get(..bytes_max).unwrap_or(body);
    one_line(&String::from_utf8_lossy(beginning), chars_max)
}

/// A text as one line, cut to so many characters with `…` in place of the rest.
#[must_use]
pub fn one_line(text: &str, chars_max: usize) -> String {
    let mut rest = text.chars();
    let mut line: String = rest.by_ref().take(chars_max).map(harmless).collect();
    if rest.next().is_some() {
        line.push('…');
    }
    line
}

fn harmless(letter: char) -> char {
    match letter {
        '\n' | '\r' | '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    }
}

/// Characters of a label: more does not fit beside its neighbours.
pub const LABEL_CHARS_MAX: usize = 60;

/// Bytes of a body that is searched for an order's id. A larger one is no order, and reading it
/// through for every line that names it would hold up everything else.
const ORDER_BYTES_MAX: usize = 64 * 1024;

fn order_id(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct WithId {
        id: Id,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Text(String),
        Number(serde_json::Number),
    }

    if body.len() > ORDER_BYTES_MAX || body.first() == Some(&b'[') {
        return None;
    }
    match serde_json::from_slice::<WithId>(body).ok()?.id {
        Id::Text(id) if id.is_empty() => None,
        Id::Text(id) => Some(id),
        Id::Number(id) => Some(id.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_called_by_its_id_and_anything_else_by_its_beginning() {
        let long = format!("{{\"id\": \"{}\"}}", "x".repeat(100));
        let cut = format!("{}…", "x".repeat(60));
        let cases: [(&[u8], &str, bool); 12] = [
            (br#"{"id": "order_123", "user": "john"}"#, "order_123", true),
            (br#"{"user": "john", "id": 7}"#, "7", true),
            (br#"{"id": ""}"#, r#"{"id": ""}"#, false),
            (br#"{"id": null}"#, r#"{"id": null}"#, false),
            (b"[\"order_1\"]", "[\"order_1\"]", false),
            (b"", "(empty)", false),
            (b"hello", "hello", false),
            (b"two\nlines", "two lines", false),
            (b"\x00\x1b[31mred", "��[31mred", false),
            (b"caf\xe9", "caf�", false),
            ("{\"id\": \"a\\n\u{202e}b\"}".as_bytes(), "a �b", true),
            (long.as_bytes(), &cut, true),
        ];
        for (body, text, is_order) in cases {
            assert_eq!(
                Label::of(body),
                Label {
                    text: text.to_owned(),
                    is_order
                }
            );
        }
    }

    #[test]
    fn a_preview_is_cut_between_characters() {
        assert_eq!(preview("🐇🐇🐇".as_bytes(), 2), "🐇🐇…");
        assert_eq!(preview("🐇🐇".as_bytes(), 2), "🐇🐇");
        let large = "é".repeat(1_000_000);
        assert_eq!(preview(large.as_bytes(), 3), "ééé…");
    }
}
