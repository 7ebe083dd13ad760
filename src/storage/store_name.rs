//! The object stores by name: what stands in each, and by which key.

use std::fmt;

/// An object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreName {
    /// What belongs to no queue and no client: the census.
    Meta,
    /// Durable exchanges, by name.
    Exchanges,
    /// Durable queues, by name.
    Queues,
    /// Bindings whose ends are both durable, by what tells one from another.
    Bindings,
    /// Persistent messages in durable queues, by queue and position.
    Messages,
    /// The page's programs, by name.
    Clients,
    /// Rows that could not be read, numbered as they came.
    Quarantine,
}

impl StoreName {
    /// Every one, in the order in which a start reads them: bindings ask for
    /// their ends and messages for their queues.
    pub const ALL: [Self; 7] = [
        Self::Exchanges,
        Self::Queues,
        Self::Bindings,
        Self::Messages,
        Self::Clients,
        Self::Meta,
        Self::Quarantine,
    ];

    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Exchanges => "exchanges",
            Self::Queues => "queues",
            Self::Bindings => "bindings",
            Self::Messages => "messages",
            Self::Clients => "clients",
            Self::Quarantine => "quarantine",
        }
    }

    /// The object store of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|store| store.as_str() == name)
    }
}

impl fmt::Display for StoreName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_store_is_found_by_its_name_and_no_other() {
        for store in StoreName::ALL {
            assert_eq!(StoreName::parse(store.as_str()), Some(store));
        }
        assert_eq!(StoreName::parse("consumers"), None);
    }
}
