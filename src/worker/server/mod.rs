//! The worker's end: the one impure loop.
//!
//! Whatever arrives (a message from the page, a timer, a transaction that completed) becomes an
//! [`Input`] of one queue. The loop takes all inputs that are there, brings the clock up to date,
//! hands what must be kept to the store as one transaction, and shows the page what has changed.
//! While a transaction is under way the next one gathers, so that a burst costs few of them.
//!
//! How the store is opened is `opening`'s; what the page asks of the store, and the host alone
//! cannot answer, is `errands`'; what runs beside it is `comparing`'s.

mod comparing;
mod errands;
mod opening;
mod post;
mod room;
mod time;

use std::rc::Rc;

use futures_channel::mpsc::{self, UnboundedReceiver, UnboundedSender};
use futures_util::StreamExt;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use self::{
    comparing::UnderWay,
    errands::{Brought, Replacing},
    opening::Opened,
    post::{answer, notify, report_panics, scope, send, take_messages},
    room::Room,
    time::{Stopwatch, real_time},
};
use super::{
    Home,
    calls::carry_out,
    message::{Call, Notification, Refusal, Request, ToWorker},
};
use crate::{
    broker::{Millis, Timestamp},
    host::{Clock, Host},
    storage::{Claim, MemoryStore, Store, StoreError},
};

/// The least real time between two views: a frame at 60 Hz.
const VIEW_INTERVAL: Millis = Millis(16);

/// The least real time between two questions to the browser how much room there is: it looks at
/// files for that.
const ROOM_INTERVAL: Millis = Millis(2_000);

/// Something that the loop has to deal with.
enum Input {
    Message(JsValue),
    Timer,
    Written {
        took_us: u64,
        result: Result<(), StoreError>,
    },
    Room(Room),
    /// The database is another tab's now.
    Lost,
    /// Something that was asked of the store is there.
    Brought(Brought),
}

/// Opens the store and serves the page until the worker ends.
pub async fn serve() {
    let (sender, mut inputs) = mpsc::unbounded();
    report_panics();
    take_messages(sender.clone());
    let home = Home::of_name(&scope().name());
    let mut claim = Claim::IfFree;
    loop {
        let opened = opening::open(&home, claim, &mut inputs, &sender).await;
        let sender = sender.clone();
        match opened {
            Opened::Database(store, loaded) => {
                let host = Host::start(real_time(), Ok(loaded));
                let server = Server::new(host, store, None, sender);
                server.serve(&mut inputs).await;
            }
            Opened::Memory(error) => {
                let host = Host::start(real_time(), Err(error.clone()));
                let server = Server::new(host, MemoryStore::default(), Some(error), sender);
                server.serve(&mut inputs).await;
            }
            Opened::Scratch(host) => {
                let scratch = Some(StoreError::Scratch);
                let server = Server::new(*host, MemoryStore::default(), scratch, sender);
                server.serve(&mut inputs).await;
            }
        }
        claim = Claim::TakeOver;
    }
}

struct Server<S> {
    host: Host,
    clock: Clock,
    store: Rc<S>,
    /// Why the store is not the one that was wanted.
    unavailable: Option<StoreError>,
    sender: UnboundedSender<Input>,
    timer: Option<Timeout>,
    replacing: Replacing,
    /// The comparison under way.
    comparing: Option<UnderWay>,
    /// Since the browser was asked last how much room there is.
    since_room_asked: Option<Stopwatch>,
    /// The page has taken in every view that was sent.
    page_is_ready: bool,
    /// Since the page was shown something last.
    since_view: Option<Stopwatch>,
    /// Something may look different since the last view.
    is_stale: bool,
    /// The person wants the database back that another tab has taken over.
    take_back: bool,
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
            replacing: Replacing::None,
            comparing: None,
            since_room_asked: None,
            page_is_ready: true,
            since_view: None,
            is_stale: true,
            take_back: false,
        }
    }

    /// Serves until the person wants the database back that another tab has taken over. What is
    /// under way at the store ends here, so that the server after this one hears nothing of it.
    async fn serve(mut self, inputs: &mut UnboundedReceiver<Input>) {
        self.finish_turn().await;
        while let Some(input) = inputs.next().await {
            self.handle(input);
            while let Ok(input) = inputs.try_recv() {
                self.handle(input);
            }
            self.finish_turn().await;
            if self.take_back && !self.is_writing() {
                return;
            }
        }
    }

    fn handle(&mut self, input: Input) {
        let now = self.read_clock();
        match input {
            Input::Message(message) => self.handle_message(now, message),
            Input::Timer => {}
            Input::Written { took_us, result } => {
                self.host.handle_written(now, took_us, result);
                self.is_stale = true;
            }
            Input::Room(room) => {
                if let (Some(used), Some(quota)) = (room.used_bytes, room.quota_bytes) {
                    self.host.note_room(now, used, quota);
                    self.is_stale = true;
                }
            }
            Input::Lost => {
                self.host.taken_over();
                self.is_stale = true;
            }
            Input::Brought(brought) => self.take_in(now, brought),
        }
    }

    fn handle_message(&mut self, now: Timestamp, message: JsValue) {
        match serde_wasm_bindgen::from_value(message) {
            Ok(ToWorker::ViewShown) => self.page_is_ready = true,
            Ok(ToWorker::Request(Request { number, call })) => self.carry_out(now, number, call),
            Err(error) => notify(Notification::Unreadable {
                reason: error.to_string(),
            }),
        }
    }

    fn carry_out(&mut self, now: Timestamp, number: u64, call: Call) {
        if let Call::Errand(errand) = call {
            return self.run(now, number, errand);
        }
        let result = carry_out(&mut self.host, now, call);
        self.is_stale = true;
        answer(number, result.map_err(Refusal::from));
    }

    /// Lets the programs go on to the present, keeps what must be kept and shows what has changed.
    async fn finish_turn(&mut self) {
        let now = self.read_clock();
        self.is_stale |= self.host.advance(now);
        self.replace_or_write();
        if self.host.is_short_of_room() {
            self.ask_for_room();
        }
        self.end_if_crashed().await;
        self.go_on_comparing();
        if self.until_view() == Some(Millis(0)) {
            self.page_is_ready = false;
            self.is_stale = false;
            self.since_view = Some(Stopwatch::start());
            let view = self.host.view(now);
            notify(Notification::View(Box::new(view)));
        }
        self.set_timer();
    }

    /// Hands what the turn changed to the store, unless a transaction is under way.
    fn write(&mut self) {
        let now = self.read_clock();
        if let Some(batch) = self.host.begin_write(now) {
            // What waited is in a transaction now, which may take long.
            self.is_stale = true;
            let (store, sender) = (Rc::clone(&self.store), self.sender.clone());
            spawn_local(async move {
                let stopwatch = Stopwatch::start();
                let result = store.write(&batch.changes, batch.durability).await;
                let took_us = stopwatch.elapsed_us();
                send(&sender, Input::Written { took_us, result });
            });
            self.ask_for_room();
        }
    }

    /// Whether the store is being changed.
    const fn is_writing(&self) -> bool {
        self.host.is_writing() || matches!(self.replacing, Replacing::UnderWay(..))
    }

    fn ask_for_room(&mut self) {
        let wait = remaining(ROOM_INTERVAL, self.since_room_asked);
        if self.unavailable.is_none() && wait == Millis(0) {
            self.since_room_asked = Some(Stopwatch::start());
            let sender = self.sender.clone();
            spawn_local(async move { send(&sender, Input::Room(room::measure().await)) });
        }
    }

    /// A crash that was asked for is a real one: the worker ends here, with whatever is under way,
    /// and never comes back from this call.
    async fn end_if_crashed(&mut self) {
        if let Some(ledger) = self.host.poll_crash() {
            notify(Notification::Crashed(ledger));
            scope().close();
            std::future::pending::<()>().await;
        }
    }

    /// The moment on the virtual clock.
    fn read_clock(&mut self) -> Timestamp {
        let now = self.clock.read(real_time(), self.host.play());
        match self.host.take_leap() {
            Some(moment) => {
                self.clock.leap(moment);
                moment
            }
            None => now,
        }
    }

    /// How long to wait, really, before the page is shown something again, if it is to be.
    fn until_view(&self) -> Option<Millis> {
        let wanted = self.is_stale && self.page_is_ready;
        wanted.then(|| remaining(VIEW_INTERVAL, self.since_view))
    }

    /// Wakes the loop when a program, the page or a look at the room is next due. Setting it anew
    /// drops the one before.
    fn set_timer(&mut self) {
        let due = self.host.wake_at();
        let due = due.and_then(|due| self.clock.until(due, self.host.play()));
        let is_short = self.host.is_short_of_room();
        let room = is_short.then(|| remaining(ROOM_INTERVAL, self.since_room_asked));
        let comparing = self.comparing.as_ref().map(|_| Millis(0));
        let waits = [due, self.until_view(), room, comparing];
        let wait = waits.into_iter().flatten().min();
        self.timer = wait.map(|wait| {
            let sender = self.sender.clone();
            let milliseconds = u32::try_from(wait.0).unwrap_or(u32::MAX);
            Timeout::new(milliseconds, move || send(&sender, Input::Timer))
        });
    }
}

/// What is left of an interval that began with the stopwatch; nothing if none has begun.
fn remaining(interval: Millis, since: Option<Stopwatch>) -> Millis {
    since.map_or(Millis(0), |since| {
        Millis(interval.0.saturating_sub(since.elapsed().0))
    })
}
