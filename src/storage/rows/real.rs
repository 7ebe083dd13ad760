//! Floating-point numbers in rows: a number where it is one, else its name, since JSON knows no
//! infinities.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// An `f32` or an `f64`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Real<F>(pub(super) F);

impl<F: Copy + Into<f64> + Serialize> Serialize for Real<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: f64 = self.0.into();
        if number.is_finite() {
            self.0.serialize(serializer)
        } else {
            serializer.serialize_str(&number.to_string())
        }
    }
}

impl<'de, F: Deserialize<'de> + FromStr> Deserialize<'de> for Real<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Shape::deserialize(deserializer)? {
            Shape::Number(number) => Ok(Self(number)),
            Shape::Name(name) if matches!(name.as_str(), "NaN" | "inf" | "-inf") => name
                .parse()
                .map(Self)
                .map_err(|_| D::Error::custom(EXPECTED)),
            Shape::Name(_) => Err(D::Error::custom(EXPECTED)),
        }
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a number, \"NaN\", \"inf\" or \"-inf\""
)]
enum Shape<F> {
    Number(F),
    Name(String),
}

const EXPECTED: &str = "expected a number, \"NaN\", \"inf\" or \"-inf\"";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_json_has_no_number_for_has_a_name() {
        for (number, kept) in [
            (0.5, json!(0.5)),
            (-3.0, json!(-3.0)),
            (f64::INFINITY, json!("inf")),
            (f64::NEG_INFINITY, json!("-inf")),
        ] {
            assert_eq!(serde_json::to_value(Real(number)).unwrap(), kept);
            let back: Real<f64> = serde_json::from_value(kept).unwrap();
            assert_eq!(back, Real(number));
        }
        let kept = serde_json::to_value(Real(f32::NAN)).unwrap();
        assert_eq!(kept, json!("NaN"));
        let back: Real<f32> = serde_json::from_value(kept).unwrap();
        assert!(back.0.is_nan());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for wrong in [json!("0.5"), json!("infinity"), json!(null), json!([1.0])] {
            let read: Result<Real<f64>, _> = serde_json::from_value(wrong);
            assert_eq!(read.unwrap_err().to_string(), EXPECTED);
        }
    }
}
