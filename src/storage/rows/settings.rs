//! How the broker is set, as a row.

use serde::{Deserialize, Serialize};

use super::Row;

/// The key of the one row.
pub(in super::super) const SETTINGS_KEY: &str = "settings";

/// How the broker is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What every transaction asks of the browser.
    pub durability: Durability,
}

/// When a transaction counts as complete
/// (<https://www.w3.org/TR/IndexedDB-3/#transaction-durability-hint>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Durability {
    /// When the operating system has it.
    #[default]
    Relaxed,
    /// When the disk has it.
    Strict,
}

/// The row of that name in the object store `meta`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct SettingsRow {
    version: u32,
    key: String,
    durability: Durability,
}

impl Row for SettingsRow {
    const VERSION: u32 = 1;
}

impl SettingsRow {
    pub(in super::super) fn new(settings: Settings) -> Self {
        Self {
            version: Self::VERSION,
            key: SETTINGS_KEY.to_owned(),
            durability: settings.durability,
        }
    }

    pub(in super::super) const fn settings(&self) -> Settings {
        Settings {
            durability: self.durability,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::rows::read;

    #[test]
    fn settings_can_be_read_in_their_row_and_come_back() {
        let settings = Settings {
            durability: Durability::Strict,
        };
        let row = serde_json::to_value(SettingsRow::new(settings)).unwrap();
        let shown = json!({"version": 1, "key": "settings", "durability": "strict"});
        assert_eq!(row, shown);
        let back: SettingsRow = read(|| &row).unwrap();
        assert_eq!(back.settings(), settings);
    }
}
