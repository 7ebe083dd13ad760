//! Refusals: what a rejected promise carries.
//!
//! What the broker refuses is an `AmqpError`, what a caller got wrong a `TypeError`, and what
//! storage could not do an `Error`.

use std::fmt;

use js_sys::{Error, TypeError};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    broker::{Exception, MethodId},
    storage::StoreError,
};

#[wasm_bindgen(raw_module = "./amqp_error.js")]
extern "C" {
    type AmqpError;

    #[wasm_bindgen(constructor)]
    fn new(code: u16, reply: &str, method: &str) -> AmqpError;
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Refusal {
    /// The broker refused it, and closed the channel or the connection.
    Exception(Exception),
    /// A queue refused a publish: a confirm that says no.
    Nacked,
    /// The caller closed what it uses, or closed it before an answer came.
    Closed(&'static str),
    /// An argument is not what it has to be.
    Argument(String),
    /// The store could not do it.
    Storage(StoreError),
}

impl Refusal {
    /// An argument is not what it has to be.
    pub(super) fn argument(name: impl fmt::Display, what: impl fmt::Display) -> Self {
        Self::Argument(format!("{name}: {what}"))
    }
}

impl From<Exception> for Refusal {
    fn from(exception: Exception) -> Self {
        Self::Exception(exception)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Storage(error)
    }
}

impl From<&Refusal> for JsValue {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Exception(exception) => AmqpError::new(
                exception.code.code(),
                &exception.to_string(),
                method_name(exception.method),
            )
            .into(),
            Refusal::Nacked => AmqpError::new(
                0,
                "NACK - a queue refused the message: it is full",
                "basic.nack",
            )
            .into(),
            Refusal::Closed(what) => {
                AmqpError::new(0, &format!("CLOSED - {what} is closed"), "").into()
            }
            Refusal::Argument(what) => TypeError::new(what).into(),
            Refusal::Storage(error) => Error::new(&error.to_string()).into(),
        }
    }
}

/// AMQP's name of a method that can fail; empty for none.
const fn method_name(id: MethodId) -> &'static str {
    match (id.class, id.method) {
        (20, 10) => "channel.open",
        (40, 10) => "exchange.declare",
        (40, 20) => "exchange.delete",
        (40, 30) => "exchange.bind",
        (40, 40) => "exchange.unbind",
        (50, 10) => "queue.declare",
        (50, 20) => "queue.bind",
        (50, 30) => "queue.purge",
        (50, 40) => "queue.delete",
        (50, 50) => "queue.unbind",
        (60, 10) => "basic.qos",
        (60, 20) => "basic.consume",
        (60, 30) => "basic.cancel",
        (60, 40) => "basic.publish",
        (60, 70) => "basic.get",
        (60, 80) => "basic.ack",
        (60, 90) => "basic.reject",
        (60, 110) => "basic.recover",
        (60, 120) => "basic.nack",
        (85, 10) => "confirm.select",
        (90, 10) => "tx.select",
        (90, 20) => "tx.commit",
        (90, 30) => "tx.rollback",
        _ => "",
    }
}
