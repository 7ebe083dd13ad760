//! 64-bit numbers in rows: a number as long as JavaScript holds it exactly, else decimal text.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

/// The greatest whole number up to which JavaScript holds every one (`Number.MAX_SAFE_INTEGER`).
pub(super) const NUMBER_MAX: i64 = (1 << 53) - 1;

/// A number of up to 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide<N>(pub(super) N);

impl<N: Copy + Into<i128>> Serialize for Wide<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: i128 = self.0.into();
        match i64::try_from(number) {
            Ok(number) if (-NUMBER_MAX..=NUMBER_MAX).contains(&number) => {
                serializer.serialize_i64(number)
            }
            Ok(_) | Err(_) => serializer.serialize_str(&number.to_string()),
        }
    }
}

impl<'de, N: TryFrom<i128>> Deserialize<'de> for Wide<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WideVisitor(PhantomData))
    }
}

struct WideVisitor<N>(PhantomData<N>);

impl<N: TryFrom<i128>> WideVisitor<N> {
    fn fit<E: Error>(number: i128) -> Result<Wide<N>, E> {
        N::try_from(number)
            .map(Wide)
            .map_err(|_| E::custom(format_args!("{number} is out of range")))
    }
}

impl<N: TryFrom<i128>> Visitor<'_> for WideVisitor<N> {
    type Value = Wide<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, as a number or as decimal text")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Self::fit(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Self::fit(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let number = text
            .parse()
            .map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))?;
        Self::fit(number)
    }
}

/// For a `u64` in a row that the rest of the program uses as it is.
pub(super) mod number {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Wide};

    pub(in super::super) fn serialize<S: Serializer>(
        number: &u64,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Wide(*number).serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<u64, D::Error> {
        Wide::deserialize(deserializer).map(|wide| wide.0)
    }
}

/// The same for one that may be missing.
pub(super) mod optional {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Wide};

    pub(in super::super) fn serialize<S: Serializer>(
        number: &Option<u64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        number.map(Wide).serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<u64>, D::Error> {
        Ok(Option::<Wide<u64>>::deserialize(deserializer)?.map(|wide| wide.0))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_number_that_javascript_would_round_stands_as_text() {
        let kept = serde_json::to_value(Wide(9_007_199_254_740_991_u64)).unwrap();
        assert_eq!(kept, json!(9_007_199_254_740_991_u64));
        let text = serde_json::to_value(Wide(9_007_199_254_740_992_u64)).unwrap();
        assert_eq!(text, json!("9007199254740992"));
        assert_eq!(
            serde_json::from_value::<Wide<u64>>(text).unwrap(),
            Wide(1 << 53)
        );
        let least = serde_json::to_value(Wide(i64::MIN)).unwrap();
        assert_eq!(
            serde_json::from_value::<Wide<i64>>(least).unwrap(),
            Wide(i64::MIN)
        );
    }

    #[test]
    fn a_number_that_is_none_is_refused() {
        for wrong in [
            json!(-1),
            json!(1.5),
            json!("ten"),
            json!("-1"),
            json!(null),
        ] {
            assert!(serde_json::from_value::<Wide<u64>>(wrong).is_err());
        }
    }
}
