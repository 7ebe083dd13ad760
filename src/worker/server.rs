//! The worker's end: the one impure loop.
//!
//! Whatever arrives (a message from the page, a timer, a transaction that completed) becomes an
//! [`Input`] of one queue. The loop takes all inputs that are there, brings the clock up to date,
//! hands what must be kept to the store as one transaction, and shows the page what has changed.
//! While a transaction is under way the next one gathers, so that a burst costs few of them.

use std::{rc::Rc, time::Duration};

use futures_channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures_util::StreamExt;
use gloo_timers::callback::Timeout;
use js_sys::global;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{
    calls::carry_out,
    message::{Call, Notification, Refusal, Reply, Request, Response, Row, Rows, ToPage, ToWorker},
};
use crate::{
    broker::Timestamp,
    host::{Clock, Host},
    storage::{
        Claim, Durability, IndexedDbStore, LoadProgress, Loaded, MemoryStore, RowListing, Store,
        StoreError, StoreName, TimeLimits,
    },
};

/// The name of the database in IndexedDB.
const DATABASE: &str = "leveret";

/// Rows that one look into an object store shows.
const ROWS_SHOWN_MAX: u32 = 50;

/// The least time between two views: a frame at 60 Hz.
const VIEW_INTERVAL_MS: u64 = 16;

/// Something that the loop has to deal with.
enum Input {
    Message(JsValue),
    Timer,
    Written(Result<(), StoreError>),
    Cleared(Result<(), StoreError>),
    Browsed {
        number: u64,
        store: StoreName,
        offset: u64,
        listing: Result<RowListing, StoreError>,
    },
}

/// Opens the store and serves the page until the worker ends.
pub async fn serve() {
    let (sender, inputs) = mpsc::unbounded();
    report_panics();
    take_messages(sender.clone());
    match open().await {
        Ok((store, loaded)) => {
            let host = Host::start(real_time(), Ok(loaded));
            Server::new(host, store, None, sender).run(inputs).await;
        }
        Err(error) => {
            let host = Host::start(real_time(), Err(error.clone()));
            let store = MemoryStore::default();
            Server::new(host, store, Some(error), sender)
                .run(inputs)
                .await;
        }
    }
}

async fn open() -> Result<(IndexedDbStore, Loaded), StoreError> {
    let store = IndexedDbStore::open(DATABASE, Claim::IfFree, TimeLimits::default(), || ()).await?;
    let tell = |LoadProgress { read, total }| {
        let loading = Notification::Loading { read, total };
        post(&ToPage::Notification(loading));
    };
    let loaded = store.load(tell).await?;
    Ok((store, loaded))
}

struct Server<S> {
    host: Host,
    clock: Clock,
    store: Rc<S>,
    /// Why the store is not the one that was wanted.
    unavailable: Option<StoreError>,
    sender: UnboundedSender<Input>,
    timer: Option<Timeout>,
    reset: Reset,
    /// The page has taken in every view that was sent.
    page_is_ready: bool,
    last_view: Timestamp,
    /// Something may look different since the last view.
    is_stale: bool,
}

/// How far a reset is. Nothing is written from the moment it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reset {
    None,
    /// Asked for by the request of that number; a write may still be under way.
    Asked(u64),
    /// The store is being cleared.
    Clearing(u64),
}

impl<S: Store + 'static> Server<S> {
    fn new(
        host: Host,
        store: S,
        unavailable: Option<StoreError>,
        sender: UnboundedSender<Input>,
    ) -> Self {
        Self {
            host,
            clock: Clock::start(real_time()),
            store: Rc::new(store),
            unavailable,
            sender,
            timer: None,
            reset: Reset::None,
            page_is_ready: true,
            last_view: Timestamp(0),
            is_stale: true,
        }
    }

    async fn run(mut self, mut inputs: UnboundedReceiver<Input>) {
        self.finish_turn();
        while let Some(input) = inputs.next().await {
            self.handle(input);
            while let Ok(input) = inputs.try_recv() {
                self.handle(input);
            }
            self.finish_turn();
        }
    }

    fn handle(&mut self, input: Input) {
        let now = self.clock.read(real_time());
        match input {
            Input::Message(message) => self.handle_message(now, message),
            Input::Timer => {}
            Input::Written(result) => {
                self.host.handle_written(now, result);
                self.is_stale = true;
            }
            Input::Cleared(result) => self.handle_cleared(now, result),
            Input::Browsed {
                number,
                store,
                offset,
                listing,
            } => {
                let listing = listing.map(|listing| Reply::Rows(rows(store, offset, listing)));
                answer(number, listing.map_err(Refusal::from));
            }
        }
    }

    fn handle_message(&mut self, now: Timestamp, message: JsValue) {
        match serde_wasm_bindgen::from_value(message) {
            Ok(ToWorker::ViewShown) => self.page_is_ready = true,
            Ok(ToWorker::Request(Request {
                number,
                call: Call::BrowseRows { store, offset },
            })) => self.browse(number, &store, offset),
            Ok(ToWorker::Request(Request {
                number,
                call: Call::Reset,
            })) => self.reset = Reset::Asked(number),
            Ok(ToWorker::Request(Request { number, call })) => {
                let result = carry_out(&mut self.host, now, call);
                self.is_stale = true;
                answer(number, result.map(Reply::Done).map_err(Refusal::from));
            }
            Err(error) => {
                let reason = error.to_string();
                post(&ToPage::Notification(Notification::Unreadable { reason }));
            }
        }
    }

    fn browse(&self, number: u64, store: &str, offset: u64) {
        let Some(name) = StoreName::parse(store) else {
            let message = format!("There is no object store named {store:?}.");
            return answer(number, Err(Refusal::plain(message)));
        };
        let (store, sender) = (Rc::clone(&self.store), self.sender.clone());
        spawn_local(async move {
            let listing = store.rows(name, offset, ROWS_SHOWN_MAX).await;
            send(
                &sender,
                Input::Browsed {
                    number,
                    store: name,
                    offset,
                    listing,
                },
            );
        });
    }

    /// Lets the programs go on to the present, keeps what must be kept and shows what has changed.
    fn finish_turn(&mut self) {
        let now = self.clock.read(real_time());
        self.is_stale |= self.host.advance(now);
        match self.reset {
            Reset::None => self.write(),
            Reset::Asked(number) if !self.host.is_writing() => self.clear(number),
            Reset::Asked(_) | Reset::Clearing(_) => {}
        }
        if self.is_stale && self.page_is_ready && now >= self.next_view() {
            self.page_is_ready = false;
            self.is_stale = false;
            self.last_view = now;
            let view = self.host.view(now);
            post(&ToPage::Notification(Notification::View(Box::new(view))));
        }
        self.set_timer();
    }

    /// Hands what the turn changed to the store, unless a transaction is under way.
    fn write(&mut self) {
        if let Some(batch) = self.host.begin_write() {
            let (store, sender) = (Rc::clone(&self.store), self.sender.clone());
            spawn_local(async move {
                let written = store.write(&batch, Durability::Relaxed).await;
                send(&sender, Input::Written(written));
            });
        }
    }

    fn clear(&mut self, number: u64) {
        self.reset = Reset::Clearing(number);
        let (store, sender) = (Rc::clone(&self.store), self.sender.clone());
        spawn_local(async move { send(&sender, Input::Cleared(store.clear().await)) });
    }

    /// The store is empty: everything begins anew. If it could not be emptied, all stays as it is.
    fn handle_cleared(&mut self, now: Timestamp, result: Result<(), StoreError>) {
        if let Reset::Clearing(number) = self.reset {
            self.reset = Reset::None;
            if result.is_ok() {
                let kept = self
                    .unavailable
                    .clone()
                    .map_or_else(|| Ok(Loaded::default()), Err);
                self.host = Host::start(now, kept);
                self.is_stale = true;
            }
            let done = result.map(|()| Reply::Done("Everything was reset.".to_owned()));
            answer(number, done.map_err(Refusal::from));
        }
    }

    fn next_view(&self) -> Timestamp {
        Timestamp(self.last_view.0.saturating_add(VIEW_INTERVAL_MS))
    }

    /// Wakes the loop when a program or the page is next due. Setting it anew drops the one before.
    fn set_timer(&mut self) {
        let view = (self.is_stale && self.page_is_ready).then(|| self.next_view());
        let due = [self.host.wake_at(), view].into_iter().flatten().min();
        self.timer = due.map(|due| {
            let sender = self.sender.clone();
            let wait = Duration::from_millis(self.clock.until(due).0);
            let milliseconds = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
            Timeout::new(milliseconds, move || send(&sender, Input::Timer))
        });
    }
}

fn rows(store: StoreName, offset: u64, listing: RowListing) -> Rows {
    Rows {
        store: store.as_str().to_owned(),
        total: listing.total,
        offset,
        rows: listing
            .rows
            .into_iter()
            .map(|row| Row {
                key: row.key,
                value: row.value,
            })
            .collect(),
    }
}

fn answer(number: u64, result: Result<Reply, Refusal>) {
    post(&ToPage::Response(Response { number, result }));
}

fn take_messages(sender: UnboundedSender<Input>) {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        send(&sender, Input::Message(event.data()));
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let report = panic.to_string();
        post(&ToPage::Notification(Notification::Panicked { report }));
    }));
}

fn send(sender: &UnboundedSender<Input>, input: Input) {
    sender
        .unbounded_send(input)
        .expect("the loop receives for as long as the worker lives");
}

fn post(message: &ToPage) {
    let value = serde_wasm_bindgen::to_value(message)
        .expect("every message of ours can be a structured clone");
    scope()
        .post_message(&value)
        .expect("a structured clone can be posted");
}

fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since the epoch are a whole positive number for ages to come"
)]
fn real_time() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}
