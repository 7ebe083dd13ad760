//! A connection as JavaScript holds it.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    channel::Channel,
    ending::closing_of,
    engine::{Engine, OfConnection},
    promise::done,
    refusal::Refusal,
};
use crate::broker::ConnectionId;

/// A client of the broker. Channels live on it, and exclusive queues go with it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Connection {
    engine: Rc<Engine>,
    id: ConnectionId,
    listeners: OfConnection,
}

impl Connection {
    pub(super) fn open(engine: &Rc<Engine>) -> Result<Self, Refusal> {
        let (id, listeners) = engine.connect()?;
        Ok(Self {
            engine: Rc::clone(engine),
            id,
            listeners,
        })
    }

    fn check_open(&self) -> Result<(), Refusal> {
        self.listeners.borrow().closed.clone().map_or(Ok(()), Err)
    }

    fn end(&self) -> Promise {
        if self.check_open().is_ok() {
            self.engine.carry_out(closing_of(self.id));
        }
        done(Ok(()))
    }
}

#[wasm_bindgen]
impl Connection {
    /// Opens a channel. Deliveries, acks and confirms are counted per channel.
    ///
    /// # Errors
    /// Rejects with an `AmqpError` if the connection is closed, and with a `TypeError` if it has as
    /// many channels as it may.
    #[wasm_bindgen(js_name = createChannel)]
    pub async fn create_channel(&self) -> Result<Channel, JsValue> {
        let opened = self.check_open().and_then(|()| {
            let (id, listeners) = self.engine.open_channel(self.id)?;
            Ok(Channel::new(&self.engine, id, listeners))
        });
        opened.map_err(|refusal| JsValue::from(&refusal))
    }

    /// Calls back when the broker blocks the connection, with the reason. What it publishes waits
    /// until there is room again (<https://www.rabbitmq.com/docs/connection-blocked>).
    #[wasm_bindgen(js_name = onBlocked, unchecked_return_type = "Promise<void>")]
    pub fn on_blocked(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(reason: string) => void")] callback: Function,
    ) -> Promise {
        self.listeners.borrow_mut().on_blocked = Some(callback);
        done(Ok(()))
    }

    /// Calls back when the connection is not blocked any more.
    #[wasm_bindgen(js_name = onUnblocked, unchecked_return_type = "Promise<void>")]
    pub fn on_unblocked(
        &self,
        #[wasm_bindgen(unchecked_param_type = "() => void")] callback: Function,
    ) -> Promise {
        self.listeners.borrow_mut().on_unblocked = Some(callback);
        done(Ok(()))
    }

    /// Calls back when the broker closes the connection, with an `AmqpError` that says why, or when
    /// its storage is lost, with another `Error`.
    #[wasm_bindgen(js_name = onClose, unchecked_return_type = "Promise<void>")]
    pub fn on_close(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(error: Error) => void")] callback: Function,
    ) -> Promise {
        self.listeners.borrow_mut().on_close = Some(callback);
        done(Ok(()))
    }

    /// Closes the connection with its channels; what they held unacked is requeued. Doing so twice
    /// is no error.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn close(&self) -> Promise {
        self.end()
    }

    /// The same, for `await using`.
    #[wasm_bindgen(
        js_name = "[Symbol.asyncDispose]",
        unchecked_return_type = "Promise<void>"
    )]
    pub fn dispose(&self) -> Promise {
        self.end()
    }
}
