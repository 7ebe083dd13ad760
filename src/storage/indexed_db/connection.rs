//! A connection to the database: opened within a time limit, closed when another page asks for it.
//!
//! Another page that wants to delete or upgrade the database waits until every connection is
//! closed, so this one closes at once
//! (<https://www.w3.org/TR/IndexedDB-3/#dom-idbdatabase-onversionchange>). The browser may also
//! close it by itself.

use std::{cell::Cell, rc::Rc};

use futures_channel::oneshot;
use idb::{
    Database, DatabaseEvent, Error, Event, Factory, Request, event::VersionChangeEvent,
    request::OpenDatabaseRequest,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::IdbDatabase;

use super::{
    super::{StoreError, StoreName},
    failure, schema,
    time_limit::within,
    transaction::{Access, Transaction},
    writer,
};

/// An open database.
#[derive(Debug)]
pub(super) struct Connection {
    raw: IdbDatabase,
    /// The same database with the handlers of its events, which live as long as this.
    watched: Database,
    is_closed: Rc<Cell<bool>>,
}

/// What to do about a database that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// Create it.
    MayCreate,
    /// Say that it is gone.
    MustExist,
}

impl Connection {
    pub(super) async fn open(
        name: &str,
        opening: Opening,
        limit_ms: u32,
    ) -> Result<Self, StoreError> {
        let factory = Factory::new().map_err(|error| failure::unavailable(&error))?;
        let version = Some(schema::VERSION);
        let database = match open_version(&factory, name, version, opening, limit_ms).await? {
            Ok(database) => database,
            Err(error) if failure::is_named(&error, "VersionError") => {
                return Err(newer_schema(&factory, name, limit_ms).await);
            }
            Err(error)
                if opening == Opening::MustExist && failure::is_named(&error, "AbortError") =>
            {
                return Err(writer::deleted());
            }
            Err(error) => return Err(failure::unavailable(&error)),
        };
        if let Some(store) = schema::missing(&database) {
            database.close();
            return Err(StoreError::Unavailable {
                reason: format!(
                    "the database '{name}' is not Leveret's, it lacks the object store '{store}'"
                ),
            });
        }
        Ok(Self::watched(database))
    }

    pub(super) fn begin(
        &self,
        stores: &[StoreName],
        access: Access,
    ) -> Result<Transaction, StoreError> {
        Transaction::begin(&self.raw, stores, access)
    }

    pub(super) fn is_open(&self) -> bool {
        !self.is_closed.get()
    }

    fn watched(database: Database) -> Self {
        let raw = IdbDatabase::from(database);
        let mut database = Database::from(raw.clone());
        let is_closed = Rc::new(Cell::new(false));
        let by_page = Rc::clone(&is_closed);
        database.on_version_change(move |event| {
            by_page.set(true);
            event
                .database()
                .expect("the event of a database comes from it")
                .close();
        });
        let by_browser = Rc::clone(&is_closed);
        database.on_close(move |_| by_browser.set(true));
        Self {
            raw,
            watched: database,
            is_closed,
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.watched.close();
    }
}

/// Opens the database. The outer error is that of a browser that does not answer, or of a page that
/// is in the way.
async fn open_version(
    factory: &Factory,
    name: &str,
    version: Option<u32>,
    opening: Opening,
    limit_ms: u32,
) -> Result<Result<Database, Error>, StoreError> {
    let mut request = match factory.open(name, version) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    request.on_upgrade_needed(move |event| {
        upgrade(&event, opening).expect("a database takes the object stores that it has not");
    });
    let is_blocked = Rc::new(Cell::new(false));
    let blocked = Rc::clone(&is_blocked);
    request.on_blocked(move |_| blocked.set(true));
    let (sender, receiver) = oneshot::channel();
    spawn_local(hand_over(request, sender));
    match within(receiver, limit_ms).await {
        Some(opened) => Ok(opened.expect("the task above always sends")),
        None if is_blocked.get() => Err(StoreError::Blocked),
        None => Err(StoreError::Unavailable {
            reason: format!("the browser did not open the database within {limit_ms} ms"),
        }),
    }
}

/// Makes the database what it should be. One that must exist and does not is not created: an
/// upgrade that is aborted leaves nothing.
fn upgrade(event: &VersionChangeEvent, opening: Opening) -> Result<(), Error> {
    if opening == Opening::MustExist && event.old_version()? == 0 {
        let transaction = event.target()?.transaction();
        return transaction
            .expect("a request that upgrades has the transaction of the upgrade")
            .abort()
            .map(|_| ());
    }
    schema::upgrade(event)
}

/// Waits for as long as it takes, so that a database that opens too late is closed and not left
/// behind.
async fn hand_over(
    request: OpenDatabaseRequest,
    receiver: oneshot::Sender<Result<Database, Error>>,
) {
    if let Err(Ok(database)) = receiver.send(request.await) {
        database.close();
    }
}

/// What to say of a database that is newer than this program. Opening it as it is does not change
/// it.
async fn newer_schema(factory: &Factory, name: &str, limit_ms: u32) -> StoreError {
    let opened = open_version(factory, name, None, Opening::MustExist, limit_ms).await;
    let version = match opened {
        Ok(Ok(database)) => {
            let version = database.version();
            database.close();
            version
        }
        Ok(Err(error)) => Err(error),
        Err(error) => return error,
    };
    match version {
        Ok(found) => StoreError::NewerSchema {
            found,
            supported: schema::VERSION,
        },
        Err(error) => failure::unavailable(&error),
    }
}
