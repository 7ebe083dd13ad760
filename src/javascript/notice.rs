//! Notices: what callbacks are told, once whoever asked has heard the answer.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

use super::{
    answer::{Delivery, ReturnedMessage, object},
    refusal::Refusal,
};
use crate::broker::{DeliveryTag, Message, ReplyCode};

/// Something to tell a callback.
#[derive(Debug)]
pub(super) struct Notice {
    to: Function,
    what: What,
}

/// What a callback is told. It becomes an object only when its turn has come.
#[derive(Debug)]
pub(super) enum What {
    /// A message is delivered.
    Delivered {
        consumer_tag: String,
        delivery_tag: DeliveryTag,
        redelivered: bool,
        message: Rc<Message>,
    },
    /// A message is returned.
    Returned {
        code: ReplyCode,
        message: Rc<Message>,
    },
    /// A consumer is cancelled by the broker.
    Cancelled { consumer_tag: String },
    /// A channel or a connection was closed, and not by its client.
    Closed(Refusal),
    /// A connection is blocked.
    Blocked { reason: &'static str },
    /// A connection is not blocked any more.
    Unblocked,
}

impl Notice {
    pub(super) fn to(function: Option<&Function>, what: What) -> Option<Self> {
        function.map(|to| Self {
            to: to.clone(),
            what,
        })
    }

    /// Calls the callback. What it throws counts as a rejection that nobody handled, which is where
    /// JavaScript looks for mistakes of callbacks.
    pub(super) fn tell(self) {
        let argument = match self.what {
            What::Delivered {
                consumer_tag,
                delivery_tag,
                redelivered,
                message,
            } => object(&Delivery::of(
                &consumer_tag,
                delivery_tag,
                redelivered,
                &message,
            )),
            What::Returned { code, message } => object(&ReturnedMessage::of(code, &message)),
            What::Cancelled { consumer_tag } => consumer_tag.into(),
            What::Closed(why) => JsValue::from(&why),
            What::Blocked { reason } => reason.into(),
            What::Unblocked => JsValue::UNDEFINED,
        };
        if let Err(thrown) = self.to.call1(&JsValue::UNDEFINED, &argument) {
            drop(Promise::reject(&thrown));
        }
    }
}
