//! Rows: the stored form of what a store keeps, one struct for each sort, made to be read in
//! DevTools.
//!
//! Every row carries the version of its sort. Rows of earlier versions are read for ever; one of a
//! later version, or of another shape than its version has, is refused with the field at fault
//! named; nothing is guessed. Numbers that JavaScript cannot hold stand as text. Fields that a row
//! has besides are passed over in a store, and refused in a file, where they are slips of a pen.
//!
//! Whether rows fit together is for `recovery` to say.

mod binding;
mod census;
mod client;
mod death;
mod exchange;
mod field;
mod message;
mod payload;
mod properties;
mod queue;
mod real;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(super) mod samples;
mod settings;
mod wide;
#[cfg(target_arch = "wasm32")]
mod writer;

#[cfg(target_arch = "wasm32")]
pub(super) use binding::BINDING_KEY_FIELDS;
pub(super) use binding::{BindingRow, BindingRowKey};
pub use census::QueueCensus;
pub(super) use census::{CENSUS_KEY, CensusRow};
pub use client::{ClientAcknowledgement, ClientFailure, ClientKind, ClientRow};
pub(super) use exchange::ExchangeRow;
pub(super) use field::TableRow;
pub(super) use message::MessageRow;
pub(super) use queue::QueueRow;
pub use settings::{Durability, Settings};
pub(super) use settings::{SETTINGS_KEY, SettingsRow};
#[cfg(target_arch = "wasm32")]
pub(super) use writer::{WRITER_KEY, WriterRow};

use std::fmt;

use serde::{
    Deserialize,
    de::{DeserializeOwned, Deserializer},
};
use serde_json::Value;

/// A sort of row.
pub(super) trait Row: DeserializeOwned {
    /// The version that this program writes.
    const VERSION: u32;

    /// Reads a row of an earlier version, if there is such a version.
    fn read_earlier<'de, D: Deserializer<'de>>(
        _version: u32,
        _row: impl Fn() -> D,
    ) -> Option<Result<Self, RowError>> {
        None
    }
}

/// Reads a row, its version first: of another version even a good row looks broken.
pub(super) fn read<'de, R: Row, D: Deserializer<'de>>(row: impl Fn() -> D) -> Result<R, RowError> {
    let Versioned { version } = shaped(&row)?;
    if version == R::VERSION {
        return shaped(row);
    }
    R::read_earlier(version, row).unwrap_or(Err(RowError::Version {
        found: version,
        newest: R::VERSION,
    }))
}

/// Reads a row that a person may have written. What a row of the present version does not have is
/// refused; programs alone wrote those of the earlier ones.
pub(super) fn read_strictly<R: Row>(row: &Value) -> Result<R, RowError> {
    let read = read(|| row)?;
    let Versioned { version } = shaped(|| row)?;
    match unknown_field::<R>(row) {
        Some(field) if version == R::VERSION => Err(RowError::Shape {
            field,
            reason: "there is no such field".to_owned(),
        }),
        Some(_) | None => Ok(read),
    }
}

/// The first field that a row of the present version does not have.
fn unknown_field<R: Row>(row: &Value) -> Option<String> {
    let mut unknown = None;
    let known: Result<R, _> = serde_ignored::deserialize(row, |path| {
        unknown.get_or_insert_with(|| path.to_string());
    });
    known.ok().and(unknown)
}

/// Reads a row, and only if that fails once more, keeping track of the fields to name the one at
/// fault.
fn shaped<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    row: impl Fn() -> D,
) -> Result<T, RowError> {
    if let Ok(read) = T::deserialize(row()) {
        return Ok(read);
    }
    serde_path_to_error::deserialize(row()).map_err(|error| {
        let reason = error.inner().to_string();
        RowError::Shape {
            field: error.path().to_string(),
            // What comes through JavaScript's exceptions introduces itself as one.
            reason: reason.strip_prefix("Error: ").unwrap_or(&reason).to_owned(),
        }
    })
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Why a row cannot be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowError {
    /// It is of a version that this program does not know.
    Version { found: u32, newest: u32 },
    /// It has not the shape of its version.
    Shape { field: String, reason: String },
    /// It has the right shape, but says what cannot be.
    Content { field: &'static str, reason: String },
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { found, newest } => write!(
                f,
                "version: the row has version {found}, this program reads up to version {newest}"
            ),
            // The row as a whole has no name; the reason then names the field that is missing.
            Self::Shape { field, reason } if field == "." => f.write_str(reason),
            Self::Shape { field, reason } => write!(f, "{field}: {reason}"),
            Self::Content { field, reason } => write!(f, "{field}: {reason}"),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal<R: Row + fmt::Debug>(row: &Value) -> String {
        read::<R, _>(|| row)
            .expect_err("the row is wrong")
            .to_string()
    }

    fn message() -> Value {
        json!({
            "version": 3, "queue": "order_queue", "position": 1, "deliveries": 0, "exchange": "",
            "routing_key": "order_queue", "properties": {"delivery_mode": 2}, "body": "{}",
            "body_crc32": 2_745_614_147_u32,
        })
    }

    #[test]
    fn a_row_of_an_unknown_version_names_both() {
        let mut row = message();
        row["position"] = json!("first");
        for version in [0, 4] {
            row["version"] = json!(version);
            assert_eq!(
                refusal::<MessageRow>(&row),
                format!(
                    "version: the row has version {version}, this program reads up to version 3"
                )
            );
        }
    }

    #[test]
    fn a_row_without_a_version_says_so() {
        assert_eq!(refusal::<QueueRow>(&json!({})), "missing field `version`");
        assert!(refusal::<QueueRow>(&json!("order_queue")).contains("invalid type: string"));
    }

    #[test]
    fn a_missing_field_and_one_of_another_type_are_named() {
        let mut row = message();
        row.as_object_mut().unwrap().remove("body");
        assert_eq!(refusal::<MessageRow>(&row), "missing field `body`");

        let mut row = message();
        row["properties"]["headers"] =
            json!([{"name": "x-retries", "value": {"signedint": "three"}}]);
        assert_eq!(
            refusal::<MessageRow>(&row),
            "properties.headers[0].value.signedint: invalid type: string \"three\", expected i32"
        );
    }

    #[test]
    fn a_name_that_is_too_long_is_named() {
        let mut row = message();
        row["routing_key"] = json!("k".repeat(256));
        assert_eq!(
            refusal::<MessageRow>(&row),
            "routing_key: a name has at most 255 bytes, this one has 256"
        );
    }

    #[test]
    fn a_field_that_is_not_ours_is_passed_over_in_a_store_and_named_in_a_file() {
        let mut row = message();
        row["properties"]["colour"] = json!("green");
        assert!(read::<MessageRow, _>(|| &row).is_ok());
        assert_eq!(
            read_strictly::<MessageRow>(&row).unwrap_err().to_string(),
            "properties.colour: there is no such field"
        );
        row["position"] = json!("first");
        let worse = read_strictly::<MessageRow>(&row).unwrap_err().to_string();
        assert!(worse.starts_with("position: "), "{worse}");
    }

    #[test]
    fn a_row_of_an_earlier_version_is_read_as_it_was_written() {
        let mut row = message();
        row["version"] = json!(2);
        assert!(read_strictly::<MessageRow>(&row).is_ok());
    }
}
