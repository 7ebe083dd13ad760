//! A consumer as JavaScript holds it.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{channel::Channel, promise::done};

/// A consumer that was started. It goes on when nobody holds this any more.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Subscription {
    channel: Channel,
    consumer_tag: String,
}

impl Subscription {
    pub(super) const fn new(channel: Channel, consumer_tag: String) -> Self {
        Self {
            channel,
            consumer_tag,
        }
    }

    fn end(&self) -> Promise {
        let is_open = self.channel.check_open().is_ok();
        done(if is_open {
            self.channel.cancel(&self.consumer_tag)
        } else {
            Ok(())
        })
    }
}

#[wasm_bindgen]
impl Subscription {
    /// The consumer's tag, unique on its channel.
    #[must_use]
    #[wasm_bindgen(getter, js_name = consumerTag)]
    pub fn consumer_tag(&self) -> String {
        self.consumer_tag.clone()
    }

    /// `basic.cancel`: stops the consumer. What it holds stays unacked. Doing so twice is no error.
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
