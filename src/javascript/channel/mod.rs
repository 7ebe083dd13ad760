//! A channel as JavaScript holds it: a file for each of AMQP's classes.

mod basic;
mod exchange;
mod modes;
mod queue;

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    engine::{Engine, OfChannel},
    options,
    promise::done,
    refusal::Refusal,
    table,
};
use crate::broker::{
    Binding, BindingKey, ChannelId, Command, Destination, ExchangeName, Happening, Method,
    NameTooLong,
};

/// A channel: where everything is asked. What the broker refuses closes it, as with RabbitMQ; every
/// promise then rejects with the same `AmqpError`.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Channel {
    engine: Rc<Engine>,
    id: ChannelId,
    listeners: OfChannel,
}

impl Channel {
    pub(super) fn new(engine: &Rc<Engine>, id: ChannelId, listeners: OfChannel) -> Self {
        Self {
            engine: Rc::clone(engine),
            id,
            listeners,
        }
    }

    /// Whether anything can be asked.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn check_open(&self) -> Result<(), Refusal> {
        self.listeners.borrow().closed.clone().map_or(Ok(()), Err)
    }

    fn ask<T>(
        &self,
        method: Method,
        read: impl FnMut(&Happening) -> Option<T>,
    ) -> Result<T, Refusal> {
        self.check_open()?;
        self.engine.ask(self.id, method, read)
    }

    fn tell(&self, method: Method) -> Result<(), Refusal> {
        self.check_open()?;
        self.engine.tell(self.id, method)
    }

    fn bind(&self, asked: Result<Binding, Refusal>) -> Promise {
        done(asked.and_then(|binding| self.tell(Method::Bind(binding))))
    }

    fn unbind(&self, asked: Result<Binding, Refusal>) -> Promise {
        done(asked.and_then(|binding| self.tell(Method::Unbind(binding))))
    }

    fn end(&self) -> Promise {
        if self.check_open().is_ok() {
            let channel = self.id;
            self.engine.carry_out(Command::CloseChannel { channel });
        }
        done(Ok(()))
    }
}

#[wasm_bindgen]
impl Channel {
    /// The channel's number on its connection, from 1.
    #[must_use]
    #[wasm_bindgen(getter)]
    pub fn number(&self) -> u16 {
        self.id.number
    }

    /// Calls back with each mandatory message that no queue took (`basic.return`).
    #[wasm_bindgen(js_name = onReturn, unchecked_return_type = "Promise<void>")]
    pub fn on_return(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(message: ReturnedMessage) => void")]
        callback: Function,
    ) -> Promise {
        self.listeners.borrow_mut().on_return = Some(callback);
        done(Ok(()))
    }

    /// Calls back with the tag of each consumer that the broker cancels, since its queue is gone
    /// (<https://www.rabbitmq.com/docs/consumer-cancel>).
    #[wasm_bindgen(js_name = onCancel, unchecked_return_type = "Promise<void>")]
    pub fn on_cancel(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(consumerTag: string) => void")] callback: Function,
    ) -> Promise {
        self.listeners.borrow_mut().on_cancel = Some(callback);
        done(Ok(()))
    }

    /// Calls back when the broker closes the channel or its connection, with an `AmqpError` that
    /// says why, or when its storage is lost, with another `Error`.
    #[wasm_bindgen(js_name = onClose, unchecked_return_type = "Promise<void>")]
    pub fn on_close(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(error: Error) => void")] callback: Function,
    ) -> Promise {
        self.listeners.borrow_mut().on_close = Some(callback);
        done(Ok(()))
    }

    /// Closes the channel; what it held unacked is requeued. Doing so twice is no error.
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

/// Reads a name of the broker's.
fn name<T>(
    argument: &str,
    value: &JsValue,
    make: impl FnOnce(&str) -> Result<T, NameTooLong>,
) -> Result<T, Refusal> {
    let text = options::text(argument, value)?;
    make(&text).map_err(|long| Refusal::argument(argument, long))
}

/// Reads a binding.
fn binding(
    destination: Result<Destination, Refusal>,
    source: (&str, &JsValue),
    routing_key: &JsValue,
    arguments: &JsValue,
) -> Result<Binding, Refusal> {
    Ok(Binding {
        destination: destination?,
        source: name(source.0, source.1, ExchangeName::new)?,
        key: name("routingKey", routing_key, BindingKey::new)?,
        arguments: table::read("arguments", arguments)?,
    })
}
