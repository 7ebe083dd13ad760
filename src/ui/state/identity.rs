//! What a message looks like from its publish to its end: a colour and a shape, made of what it is
//! called.
//!
//! Numbers that follow each other differ in both, and neither carries meaning alone: what it is
//! called stands in the token.

/// How a token is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// One of [`HUES`].
    pub hue: u8,
    /// One of [`SHAPES`].
    pub shape: u8,
}

/// Colours that there are.
pub const HUES: u8 = 6;

/// Shapes that there are: with as many as this, thirty numbers in a row all look different.
pub const SHAPES: u8 = 5;

impl Identity {
    /// The same label always looks the same.
    #[must_use]
    pub fn of(label: &str) -> Self {
        let number = trailing_number(label).unwrap_or_else(|| hash(label));
        let part = |parts: u8| u8::try_from(number % u64::from(parts)).unwrap_or(0);
        Self {
            hue: part(HUES),
            shape: part(SHAPES),
        }
    }
}

fn trailing_number(label: &str) -> Option<u64> {
    let digits = label.bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits = digits.min(DIGITS_MAX);
    label.get(label.len() - digits..)?.parse().ok()
}

/// FNV-1a, because it is short and the same everywhere.
fn hash(label: &str) -> u64 {
    label.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A number of so many digits fits.
const DIGITS_MAX: usize = 18;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_orders_in_a_row_all_look_different() {
        let mut seen = Vec::new();
        for number in 120..150 {
            let identity = Identity::of(&format!("order_{number}"));
            assert!(!seen.contains(&identity), "order_{number}");
            seen.push(identity);
        }
        assert_eq!(Identity::of("order_120"), Identity::of("order_150"));
    }

    #[test]
    fn what_has_no_number_has_a_look_all_the_same() {
        assert_eq!(Identity::of("hello"), Identity::of("hello"));
        assert_ne!(Identity::of("hello"), Identity::of("help"));
        for label in ["", "höhle!", "99999999999999999999999999"] {
            let Identity { hue, shape } = Identity::of(label);
            assert!(hue < HUES && shape < SHAPES);
        }
    }
}
