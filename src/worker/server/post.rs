//! What the worker says to the page, and how it hears it.

use futures_channel::mpsc::UnboundedSender;
use js_sys::global;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{
    super::message::{Notification, Refusal, Reply, Response, ToPage},
    Input,
};

/// Answers the request of that number.
pub(super) fn answer(number: u64, result: Result<Reply, Refusal>) {
    post(&ToPage::Response(Response { number, result }));
}

/// Tells the page something that it has not asked for.
pub(super) fn notify(notification: Notification) {
    post(&ToPage::Notification(notification));
}

/// Makes every message of the page an input.
pub(super) fn take_messages(sender: UnboundedSender<Input>) {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        send(&sender, Input::Message(event.data()));
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// Lets the page know when the worker panics: the browser itself would say no more than that
/// something was unreachable.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let report = panic.to_string();
        notify(Notification::Panicked { report });
    }));
}

/// Gives the loop something to deal with.
pub(super) fn send(sender: &UnboundedSender<Input>, input: Input) {
    sender
        .unbounded_send(input)
        .expect("the loop receives for as long as the worker lives");
}

/// The worker's global scope.
pub(super) fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

fn post(message: &ToPage) {
    let value = serde_wasm_bindgen::to_value(message)
        .expect("every message of ours can be a structured clone");
    scope()
        .post_message(&value)
        .expect("a structured clone can be posted");
}
