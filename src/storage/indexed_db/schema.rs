//! The schema of the database: which object stores it has, since when, and by which key.
//!
//! A database of an earlier version gets what it lacks and keeps every row: rows have versions of
//! their own.

use idb::{
    Database, DatabaseEvent, Error, KeyPath as IdbKeyPath, ObjectStoreParams,
    event::VersionChangeEvent,
};

use super::{
    super::{StoreName, rows::BINDING_KEY_FIELDS},
    key::KeyPath,
};

/// The version that this program creates, and brings older databases to. The third one has no new
/// object stores: it keeps older pages from setting rows aside that only this one can read.
pub(super) const VERSION: u32 = 3;

/// The version that an object store came with.
const fn since(store: StoreName) -> u32 {
    match store {
        StoreName::Meta
        | StoreName::Queues
        | StoreName::Messages
        | StoreName::Clients
        | StoreName::Quarantine => 1,
        StoreName::Exchanges | StoreName::Bindings => 2,
    }
}

/// Where the key stands in a row. The quarantine counts instead, because its rows may have no key.
pub(super) const fn key_path(store: StoreName) -> Option<KeyPath> {
    match store {
        StoreName::Meta => Some(KeyPath::Field("key")),
        StoreName::Exchanges => Some(KeyPath::Field("exchange")),
        StoreName::Queues => Some(KeyPath::Field("queue")),
        StoreName::Bindings => Some(KeyPath::Fields(BINDING_KEY_FIELDS)),
        StoreName::Messages => Some(KeyPath::Fields(&["queue", "position"])),
        StoreName::Clients => Some(KeyPath::Field("name")),
        StoreName::Quarantine => None,
    }
}

/// Makes a database of an earlier version, 0 if it is new, what [`VERSION`] says. One that lacks
/// what its version should have is not ours and gets no more than is new.
pub(super) fn upgrade(event: &VersionChangeEvent) -> Result<(), Error> {
    let database = event.database()?;
    let version = event.old_version()?;
    let missing = StoreName::ALL
        .into_iter()
        .filter(|store| since(*store) > version);
    for store in missing {
        let mut params = ObjectStoreParams::new();
        match key_path(store) {
            Some(KeyPath::Field(field)) => {
                params.key_path(Some(IdbKeyPath::new_single(field)));
            }
            Some(KeyPath::Fields(fields)) => {
                params.key_path(Some(IdbKeyPath::new_array(fields.iter().copied())));
            }
            None => {
                params.auto_increment(true);
            }
        }
        database.create_object_store(store.as_str(), params)?;
    }
    Ok(())
}

/// An object store that the database lacks, though it has our version: then it is not ours.
pub(super) fn missing(database: &Database) -> Option<StoreName> {
    let present = database.store_names();
    StoreName::ALL
        .into_iter()
        .find(|store| !present.iter().any(|name| name == store.as_str()))
}
