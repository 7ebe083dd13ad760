//! The answer to a single request, where a failure of it should not be the whole transaction's.
//!
//! A request that fails takes its transaction with it, unless its error is prevented from doing so
//! (<https://www.w3.org/TR/IndexedDB-3/#fire-error-event>). Here it is: whoever asked decides.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_channel::oneshot;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Event, IdbRequest};

/// What a request gives, or the exception of its failure.
#[derive(Debug)]
pub(super) struct Answer {
    request: IdbRequest,
    answered: oneshot::Receiver<Result<JsValue, JsValue>>,
    _handler: Closure<dyn FnMut(Event)>,
}

impl Answer {
    /// To be called as soon as the request was made.
    pub(super) fn to(request: IdbRequest) -> Self {
        let (sender, answered) = oneshot::channel();
        let asked = request.clone();
        let handler = Closure::once(move |event: Event| {
            event.prevent_default();
            // Whoever asked may have gone.
            sender.send(outcome(&asked)).ok();
        });
        let handle = Some(handler.as_ref().unchecked_ref());
        request.set_onsuccess(handle);
        request.set_onerror(handle);
        Self {
            request,
            answered,
            _handler: handler,
        }
    }
}

impl Future for Answer {
    type Output = Result<JsValue, JsValue>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.answered)
            .poll(context)
            .map(|answered| answered.expect("a request is answered while its handler lives"))
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.request.set_onsuccess(None);
        self.request.set_onerror(None);
    }
}

fn outcome(request: &IdbRequest) -> Result<JsValue, JsValue> {
    match request.error()? {
        Some(exception) => Err(exception.into()),
        None => request.result(),
    }
}
