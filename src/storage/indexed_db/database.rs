//! The database by its name: one connection to it at a time, and another one when that is closed.
//!
//! A connection goes away when another page upgrades or deletes the database, when the browser
//! takes it away, as Safari does with hidden tabs, or when the site's data is cleared. The next one
//! who needs it opens it again, as far as the database is still there and still of this version.

use std::{cell::RefCell, rc::Rc};

use super::{
    super::StoreError,
    connection::{Connection, Opening},
};

/// A database that was there.
#[derive(Debug)]
pub(super) struct Database {
    name: String,
    open_ms: u32,
    connection: RefCell<Rc<Connection>>,
}

impl Database {
    /// Opens the database of that name, and creates it if there is none.
    pub(super) async fn open(name: &str, open_ms: u32) -> Result<Self, StoreError> {
        let connection = Connection::open(name, Opening::MayCreate, open_ms).await?;
        Ok(Self {
            name: name.to_owned(),
            open_ms,
            connection: RefCell::new(Rc::new(connection)),
        })
    }

    /// The connection, opened anew if it was closed.
    pub(super) async fn connection(&self) -> Result<Rc<Connection>, StoreError> {
        let current = Rc::clone(&self.connection.borrow());
        if current.is_open() {
            return Ok(current);
        }
        let opened = Connection::open(&self.name, Opening::MustExist, self.open_ms).await?;
        let opened = Rc::new(opened);
        self.connection.replace(Rc::clone(&opened));
        Ok(opened)
    }
}
