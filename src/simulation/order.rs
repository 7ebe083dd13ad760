//! Orders: what the course's producer sends, as the JSON that Python's `json.dumps` would write.
//!
//! The text is the same byte for byte (<https://docs.python.org/3/library/json.html#json.dumps>
//! with its defaults): a space after `,` and `:`, everything outside printable ASCII escaped,
//! floats as `repr` writes them. Whoever compares the page with the course's own program finds no
//! difference.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its id, such as `order_123`.
    pub id: String,
    /// Who ordered.
    pub user: String,
    /// What it costs, finite.
    pub total: f64,
}

impl Order {
    /// The two orders that the course's producer sends.
    #[must_use]
    pub fn course() -> [Self; 2] {
        let order = |id: &str, user: &str, total| Self {
            id: id.to_owned(),
            user: user.to_owned(),
            total,
        };
        [
            order("order_123", "john", 99.99),
            order("order_124", "jane", 149.50),
        ]
    }

    /// The course's first order with that number in its id.
    #[must_use]
    pub fn numbered(number: u64) -> Self {
        let [order, _] = Self::course();
        Self {
            id: format!("order_{number}"),
            ..order
        }
    }

    /// Reads an order from a message's body.
    ///
    /// # Errors
    /// [`NotAnOrder`] if the body is not a JSON object with a text `id`, a text `user` and a number
    /// `total`.
    pub fn parse(body: &[u8]) -> Result<Self, NotAnOrder> {
        let order: Self = serde_json::from_slice(body).map_err(|error| NotAnOrder {
            reason: error.to_string(),
        })?;
        if order.total.is_finite() {
            Ok(order)
        } else {
            Err(NotAnOrder {
                reason: "the total is not a finite number".to_owned(),
            })
        }
    }

    /// The body that is sent for it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::from("{\"id\": ");
        push_text(&mut json, &self.id);
        json.push_str(", \"user\": ");
        push_text(&mut json, &self.user);
        json.push_str(", \"total\": ");
        json.push_str(&python_float(self.total));
        json.push('}');
        json
    }

    /// The same order again, as number `index` of many, counted from 0: `order_125` becomes
    /// `order_126`. An id that does not end in digits gets them: `tea`, `tea-2`, `tea-3`.
    #[must_use]
    pub fn counted_up(&self, index: u32) -> Self {
        Self {
            id: counted_up(&self.id, index),
            ..self.clone()
        }
    }

    /// The number in an id of the course's form, `order_123`.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        let digits = self.id.strip_prefix("order_")?;
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        if all_digits {
            digits.parse().ok()
        } else {
            None
        }
    }
}

/// Why a body is not an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnOrder {
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for NotAnOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a JSON order: {}", self.reason)
    }
}

impl std::error::Error for NotAnOrder {}

fn counted_up(id: &str, index: u32) -> String {
    if index == 0 {
        return id.to_owned();
    }
    let stem = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = id.strip_prefix(stem).unwrap_or_default();
    if digits.len() > COUNTING_DIGITS_MAX {
        return format!("{id}-{}", u64::from(index) + 1);
    }
    match digits.parse::<u64>() {
        Ok(first) => {
            let width = digits.len();
            format!("{stem}{:0width$}", first + u64::from(index))
        }
        Err(_no_digits) => format!("{id}-{}", u64::from(index) + 1),
    }
}

/// A longer tail of digits is no number that anybody counts with, and might not fit one.
const COUNTING_DIGITS_MAX: usize = 18;

/// Writes a string as `json.dumps` does with `ensure_ascii`.
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{08}' => json.push_str("\\b"),
            '\u{0c}' => json.push_str("\\f"),
            ' '..='~' => json.push(letter),
            other => {
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    json.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    json.push('"');
}

/// A finite float as Python's `repr` writes it: the fewest digits that read back as the same
/// number, with an exponent from `1e+16` up and from `1e-05` down.
fn python_float(number: f64) -> String {
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific
        .split_once('e')
        .expect("a finite float in scientific notation has an exponent");
    let exponent: i32 = exponent
        .parse()
        .expect("the exponent of a float is a small integer");
    if (-4..16).contains(&exponent) {
        // Rust writes as many digits as are needed and never an exponent, but no `.0`.
        let plain = number.to_string();
        return if plain.contains('.') {
            plain
        } else {
            format!("{plain}.0")
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(id: &str, user: &str, total: f64) -> Order {
        Order {
            id: id.to_owned(),
            user: user.to_owned(),
            total,
        }
    }

    #[test]
    fn the_courses_orders_are_written_as_the_course_writes_them() {
        let bodies = Order::course().map(|order| order.to_json());
        assert_eq!(
            bodies,
            [
                r#"{"id": "order_123", "user": "john", "total": 99.99}"#,
                r#"{"id": "order_124", "user": "jane", "total": 149.5}"#,
            ]
        );
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        // Each right side is what `python3 -c 'print(repr(…))'` says.
        let cases = [
            (100.0, "100.0"),
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (-5.25, "-5.25"),
            (0.1, "0.1"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (0.000_012_5, "1.25e-05"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (5e-324, "5e-324"),
            (123_456_789.123, "123456789.123"),
            (9_007_199_254_740_993.0, "9007199254740992.0"),
        ];
        for (number, text) in cases {
            assert_eq!(python_float(number), text);
        }
    }

    #[test]
    fn texts_are_escaped_as_python_escapes_them() {
        let json = order("a\"b\\c\n\r\t\u{8}\u{c}\u{1}\u{7f}", "Zoë 🐇", 1.0).to_json();
        assert_eq!(
            json,
            r#"{"id": "a\"b\\c\n\r\t\b\f\u0001\u007f", "user": "Zo\u00eb \ud83d\udc07", "total": 1.0}"#
        );
    }

    #[test]
    fn ids_count_up_from_the_first() {
        let cases = [
            ("order_125", 0, "order_125"),
            ("order_125", 1, "order_126"),
            ("order_199", 1, "order_200"),
            ("order_009", 1, "order_010"),
            ("order_99", 1, "order_100"),
            ("tea", 1, "tea-2"),
            ("tea", 2, "tea-3"),
            ("7", 3, "10"),
            ("x9999999999999999999", 1, "x9999999999999999999-2"),
            ("Zoë", 1, "Zoë-2"),
        ];
        for (first, index, expected) in cases {
            assert_eq!(counted_up(first, index), expected);
        }
    }

    #[test]
    fn the_number_of_an_order_is_read_from_an_id_of_the_courses_form_only() {
        let cases = [
            ("order_123", Some(123)),
            ("order_", None),
            ("order_+5", None),
            ("order_12a", None),
            ("123", None),
            ("order_99999999999999999999", None),
        ];
        for (id, number) in cases {
            assert_eq!(order(id, "john", 1.0).number(), number);
        }
    }

    #[test]
    fn what_is_no_order_is_refused_with_a_reason() {
        for body in [
            "",
            "hello",
            "[]",
            "{}",
            r#"{"id": 5, "user": "john", "total": 1}"#,
            r#"{"id": "order_1", "user": "john", "total": "1"}"#,
            r#"{"id": "order_1", "user": "john", "total": NaN}"#,
        ] {
            let refusal = Order::parse(body.as_bytes()).expect_err(body);
            assert!(refusal.to_string().starts_with("not a JSON order: "));
        }
    }
}
