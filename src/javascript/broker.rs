//! The broker as JavaScript holds it.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::{
    connection::Connection,
    engine::Engine,
    keeping::Keeping,
    options::{self, BrokerOptions, Storage},
    promise::done,
    refusal::Refusal,
};
use crate::{
    broker::{Command, Durable},
    storage::{Claim, IndexedDbStore, Store, StoreError, TimeLimits},
};

/// A broker with RabbitMQ's semantics, in this page, in a worker, or in Node.
///
/// ```js
/// const broker = await Broker.open({ name: "shop", storage: "indexeddb" });
/// ```
#[wasm_bindgen]
#[derive(Debug)]
pub struct Broker {
    engine: Rc<Engine>,
}

#[wasm_bindgen]
impl Broker {
    /// Opens a broker, with what its database has kept if it has one. A database belongs to one
    /// broker at a time.
    ///
    /// # Errors
    /// Rejects with a `TypeError` for options that it does not know, and with an `Error` if the
    /// storage cannot be used or another tab has it.
    pub async fn open(
        #[wasm_bindgen(unchecked_optional_param_type = "BrokerOptions")] options: JsValue,
    ) -> Result<Self, JsValue> {
        let opened = open(options).await;
        opened.map_err(|refusal| JsValue::from(&refusal))
    }

    /// Opens a connection: one client of the broker.
    ///
    /// # Errors
    /// Rejects with an `AmqpError` if the broker is closed.
    pub async fn connect(&self) -> Result<Connection, JsValue> {
        let connection = Connection::open(&self.engine);
        connection.map_err(|refusal| JsValue::from(&refusal))
    }

    /// Stops the broker and starts it again: every connection closes with 320 `CONNECTION_FORCED`,
    /// and what is not durable is gone (<https://www.rabbitmq.com/docs/queues#durability>).
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn restart(&self) -> Promise {
        let open = self.engine.state().check_open();
        done(open.map(|()| {
            self.engine.carry_out(Command::Restart);
        }))
    }

    /// Closes every connection, waits until all that was done is written, and lets go of the
    /// database. A broker in a worker ends with its worker.
    ///
    /// # Errors
    /// Rejects with an `Error` if it could not be written.
    pub async fn close(&self) -> Result<(), JsValue> {
        close(Rc::clone(&self.engine)).await
    }

    /// The same, for `await using`.
    ///
    /// # Errors
    /// Rejects with an `Error` if it could not be written.
    #[wasm_bindgen(js_name = "[Symbol.asyncDispose]")]
    pub async fn dispose(&self) -> Result<(), JsValue> {
        close(Rc::clone(&self.engine)).await
    }
}

async fn close(engine: Rc<Engine>) -> Result<(), JsValue> {
    engine.close_connections();
    JsFuture::from(engine.everything_written()).await?;
    engine.end(&Refusal::Closed("the broker"));
    Ok(())
}

async fn open(options: JsValue) -> Result<Broker, Refusal> {
    let options: BrokerOptions = options::read("options", &options)?;
    let name = options.name.as_deref().unwrap_or("default");
    let engine = match options.storage {
        Storage::Memory => Engine::new(Durable::default(), None),
        Storage::IndexedDb => {
            let started = Rc::new(RefCell::new(Weak::<Engine>::new()));
            let lost = Rc::clone(&started);
            let on_lost = move || {
                if let Some(engine) = lost.borrow().upgrade() {
                    engine.end(&StoreError::TakenOver.into());
                }
            };
            let database = format!("{DATABASE}{name}");
            let limits = TimeLimits::default();
            let store = IndexedDbStore::open(&database, Claim::IfFree, limits, on_lost).await?;
            let kept = store.load(|_| ()).await?;
            let keeping = Keeping::new(store, options.durability.into());
            let engine = Engine::new(kept.durable, Some(keeping));
            *started.borrow_mut() = Rc::downgrade(&engine);
            engine
        }
    };
    Ok(Broker { engine })
}

/// What the names of databases begin with, so that they do not meet the playground's.
const DATABASE: &str = "leveret-broker/";
