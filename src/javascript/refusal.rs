//! Refusals: what a rejected promise carries.
//!
//! What the broker refuses is an `AmqpError`, what a caller got wrong a `TypeError`, and what
//! storage could not do an `Error`.

use std::fmt;

use js_sys::{Error, TypeError};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{broker::Exception, storage::StoreError};

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
                exception.method.name(),
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
