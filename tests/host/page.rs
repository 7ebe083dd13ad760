//! The page's part of the worker's loop, by hand: time passes when a story says so, and a write
//! ends as it says.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use futures_util::FutureExt;
use leveret::{
    broker::{Millis, RoutingKey, Timestamp},
    host::{Batch, Host, Refused},
    projection::View,
    simulation::{Order, PublishOrders},
    storage::{MemoryStore, Store, StoreError},
    worker::{
        calls::carry_out,
        message::{Call, ConsumerAction, Reply},
    },
};

/// A page: a host with a store that outlives it.
pub(crate) struct Page {
    pub(crate) host: Host,
    pub(crate) store: MemoryStore,
    pub(crate) now: Timestamp,
}

impl Page {
    pub(crate) fn open() -> Self {
        Self::reopen(MemoryStore::default(), Timestamp(1_000_000))
    }

    pub(crate) fn reopen(store: MemoryStore, now: Timestamp) -> Self {
        let kept = at_once(store.load(|_| ()));
        let host = Host::start(now, kept);
        Self { host, store, now }
    }

    /// The page is gone without a word, and opened again.
    pub(crate) fn reload(self) -> Self {
        Self::reopen(self.store, self.now + Millis(500))
    }

    pub(crate) fn call(&mut self, call: Call) -> Result<String, Refused> {
        let Reply::Done(done) = self.ask(call)? else {
            unreachable!("what brings something is asked, not called")
        };
        Ok(done)
    }

    pub(crate) fn ask(&mut self, call: Call) -> Result<Reply, Refused> {
        let answer = carry_out(&mut self.host, self.now, call);
        self.now = self.host.take_leap().unwrap_or(self.now);
        answer
    }

    /// Makes the past moment that is shown the present, as the loop does.
    pub(crate) fn go_on_from_here(&mut self) -> Result<(), Refused> {
        let past = self.host.past()?.clone();
        let changes = self.host.changes_to_go_on_from(&past);
        at_once(self.store.replace(&changes)).unwrap();
        self.host.go_on_from(self.now, past);
        self.now = self.host.take_leap().unwrap_or(self.now);
        Ok(())
    }

    pub(crate) fn begin_write(&mut self) -> Option<Batch> {
        self.host.begin_write(self.now)
    }

    pub(crate) fn finish_write(&mut self, batch: &Batch) {
        let result = at_once(self.store.write(&batch.changes, batch.durability));
        self.host.handle_written(self.now, WRITE_TOOK_US, result);
    }

    pub(crate) fn fail_write(&mut self, error: &StoreError) {
        self.host
            .handle_written(self.now, WRITE_TOOK_US, Err(error.clone()));
    }

    /// Writes until nothing is left to be written.
    pub(crate) fn settle(&mut self) {
        while let Some(batch) = self.begin_write() {
            self.finish_write(&batch);
        }
    }

    pub(crate) fn pass(&mut self, time: Millis) {
        self.now = self.now + time;
        self.host.advance(self.now);
        self.settle();
    }

    pub(crate) fn view(&mut self) -> View {
        self.host.view(self.now)
    }

    pub(crate) fn stop_consumer(&mut self) {
        self.call(Call::Consumer {
            name: "consumer-1".to_owned(),
            action: ConsumerAction::Stop,
        })
        .unwrap();
    }

    pub(crate) fn publish_to(&mut self, queue: &str, id: &str) {
        self.publish_order(queue, id, true);
    }

    pub(crate) fn publish(&mut self, id: &str, persistent: bool) {
        self.publish_order("order_queue", id, persistent);
    }

    fn publish_order(&mut self, queue: &str, id: &str, persistent: bool) {
        let order = Order {
            id: id.to_owned(),
            user: "ada".to_owned(),
            total: 5.0,
        };
        self.call(Call::PublishOrders(PublishOrders {
            routing_key: RoutingKey::new(queue).unwrap(),
            persistent,
            ..PublishOrders::as_the_course_does(order)
        }))
        .unwrap();
    }
}

/// What every transaction here takes.
pub(crate) const WRITE_TOOK_US: u64 = 1_500;

/// The store in memory never waits.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().unwrap()
}
