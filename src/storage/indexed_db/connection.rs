//! The connection to the database: opened within a time limit, closed when another page asks for
//! it.
//!
//! Another page that wants to delete or upgrade the database waits until every connection is
//! closed, so this one closes at once
//! (<https://www.w3.org/TR/IndexedDB-3/#dom-idbdatabase-onversionchange>). The browser closes it by
//! itself when the site's data is cleared. Both are final: what is written afterwards fails.

use std::{cell::OnceCell, rc::Rc};

use futures_channel::oneshot;
use idb::{Database, DatabaseEvent, Error, Factory, request::OpenDatabaseRequest};
use wasm_bindgen_futures::spawn_local;
use web_sys::IdbDatabase;

use super::{
    super::{StoreError, StoreName},
    failure, schema,
    time_limit::within,
    transaction::{Access, Transaction},
};

/// An open database.
#[derive(Debug)]
pub(super) struct Connection {
    raw: IdbDatabase,
    /// The same database with the handlers of its events, which live as long as this.
    watched: Database,
    /// Why it can be used no more, once it cannot.
    closed: Rc<OnceCell<&'static str>>,
}

impl Connection {
    pub(super) async fn open(
        name: &str,
        limit_ms: u32,
        closed: Rc<OnceCell<&'static str>>,
    ) -> Result<Self, StoreError> {
        let factory = Factory::new().map_err(|error| failure::unavailable(&error))?;
        let opened = open_version(&factory, name, Some(schema::VERSION), limit_ms).await?;
        let database = match opened {
            Ok(database) => database,
            Err(error) if is_version_error(&error) => {
                return Err(newer_schema(&factory, name, limit_ms).await);
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
        Ok(Self::watched(database, closed))
    }

    pub(super) fn begin(
        &self,
        stores: &[StoreName],
        access: Access,
    ) -> Result<Transaction, StoreError> {
        match self.closed.get() {
            Some(reason) => Err(StoreError::Closed {
                reason: (*reason).to_owned(),
            }),
            None => Transaction::begin(&self.raw, stores, access),
        }
    }

    fn watched(database: Database, closed: Rc<OnceCell<&'static str>>) -> Self {
        let raw = IdbDatabase::from(database);
        let mut database = Database::from(raw.clone());
        let by_page = Rc::clone(&closed);
        database.on_version_change(move |event| {
            by_page.get_or_init(|| "another page deletes or upgrades the database");
            event
                .database()
                .expect("the event of a database comes from it")
                .close();
        });
        let by_browser = Rc::clone(&closed);
        database.on_close(move |_| {
            by_browser.get_or_init(|| "the browser took the database away");
        });
        Self {
            raw,
            watched: database,
            closed,
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.watched.close();
    }
}

/// Opens the database, or creates it. The outer error is that of a browser that does not answer.
async fn open_version(
    factory: &Factory,
    name: &str,
    version: Option<u32>,
    limit_ms: u32,
) -> Result<Result<Database, Error>, StoreError> {
    let mut request = match factory.open(name, version) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    request.on_upgrade_needed(|event| {
        schema::upgrade(&event).expect("a database takes the object stores that it has not");
    });
    let (sender, receiver) = oneshot::channel();
    spawn_local(hand_over(request, sender));
    match within(receiver, limit_ms).await {
        Some(opened) => Ok(opened.expect("the task above always sends")),
        None => Err(StoreError::Unavailable {
            reason: format!("the browser did not open the database within {limit_ms} ms"),
        }),
    }
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
    let version = match open_version(factory, name, None, limit_ms).await {
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

fn is_version_error(error: &Error) -> bool {
    matches!(error, Error::DomException(exception) if exception.name() == "VersionError")
}
