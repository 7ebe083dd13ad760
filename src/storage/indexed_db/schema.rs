//! The schema of the database: which object stores it has, and by which key.

use idb::{
    Database, DatabaseEvent, Error, KeyPath as IdbKeyPath, ObjectStoreParams,
    event::VersionChangeEvent,
};

use super::{super::StoreName, key::KeyPath};

/// The version that this program creates and reads.
pub(super) const VERSION: u32 = 1;

/// Where the key stands in a row. The quarantine counts instead, because its rows may have no key.
pub(super) const fn key_path(store: StoreName) -> Option<KeyPath> {
    match store {
        StoreName::Meta => Some(KeyPath::Field("key")),
        StoreName::Queues => Some(KeyPath::Field("queue")),
        StoreName::Messages => Some(KeyPath::Fields(&["queue", "position"])),
        StoreName::Clients => Some(KeyPath::Field("name")),
        StoreName::Quarantine => None,
    }
}

/// Makes a new database what [`VERSION`] says. There is no older version to come from.
pub(super) fn create(event: &VersionChangeEvent) -> Result<(), Error> {
    let database = event.database()?;
    for store in StoreName::ALL {
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
