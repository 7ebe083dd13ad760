//! Keeping: durable changes go to IndexedDB, and confirms follow when they are there.
//!
//! While one transaction is under way the next gathers. One that failed is made again, since making
//! it twice changes nothing; while the browser has no room, who publishes is blocked.

use std::{mem, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use wasm_bindgen_futures::spawn_local;

use super::{
    engine::{Engine, State, now},
    promise::Waiting,
    refusal::Refusal,
};
use crate::{
    broker::{Alarm, Command, Record, RecordSeq},
    storage::{Change, Durability, IndexedDbStore, Store, StoreError},
};

/// How long to wait before a write is tried again.
const RETRY_MS: u32 = 1_000;

/// A database, and what is to be written to it.
#[derive(Debug)]
pub(super) struct Keeping {
    store: Rc<IndexedDbStore>,
    durability: Durability,
    waiting: Vec<Change>,
    /// How far the broker may confirm when all that waits is written.
    last: RecordSeq,
    is_writing: bool,
    /// Who waits until everything is written.
    closing: Vec<Waiting>,
}

impl Keeping {
    pub(super) fn new(store: IndexedDbStore, durability: Durability) -> Self {
        Self {
            store: Rc::new(store),
            durability,
            waiting: Vec::new(),
            last: RecordSeq::default(),
            is_writing: false,
            closing: Vec::new(),
        }
    }

    pub(super) fn gather(&mut self, seq: RecordSeq, record: Record) {
        self.waiting.push(record.into());
        self.last = seq;
    }

    /// Nothing can be written any more: who waits for it hears why.
    pub(super) fn give_up(&mut self, why: &Refusal) {
        for waiting in mem::take(&mut self.closing) {
            waiting.reject(why);
        }
    }
}

impl Engine {
    /// Begins to write what waits, unless that is under way.
    pub(super) fn begin_to_write(self: &Rc<Self>) {
        let mut state = self.state();
        let Some(keeping) = &mut state.keeping else {
            return;
        };
        if !keeping.is_writing && !keeping.waiting.is_empty() {
            keeping.is_writing = true;
            spawn_local(Rc::clone(self).write());
        }
    }

    /// The promise that everything which was done is written.
    pub(super) fn everything_written(&self) -> Promise {
        let (promise, waiting) = Waiting::new();
        match &mut self.state().keeping {
            Some(keeping) if keeping.is_writing => keeping.closing.push(waiting),
            Some(_) | None => waiting.resolve(),
        }
        promise
    }

    async fn write(self: Rc<Self>) {
        while let Some(batch) = self.next_batch() {
            while let Err(error) = batch.store.write(&batch.changes, batch.durability).await {
                if error.is_final() || error == StoreError::TakenOver {
                    self.end(&error.into());
                    return;
                }
                self.set_alarm(matches!(error, StoreError::Full { .. }));
                TimeoutFuture::new(RETRY_MS).await;
            }
            self.set_alarm(false);
            self.turn(|state| state.broker.handle_persisted(now(), batch.last));
        }
    }

    fn next_batch(&self) -> Option<Batch> {
        let mut state = self.state();
        let keeping = state.keeping.as_mut()?;
        if keeping.waiting.is_empty() {
            keeping.is_writing = false;
            mem::take(&mut keeping.closing)
                .into_iter()
                .for_each(Waiting::resolve);
            return None;
        }
        Some(Batch {
            store: Rc::clone(&keeping.store),
            durability: keeping.durability,
            changes: mem::take(&mut keeping.waiting),
            last: keeping.last,
        })
    }

    /// While the browser has no room, who publishes is blocked
    /// (<https://www.rabbitmq.com/docs/alarms>).
    fn set_alarm(self: &Rc<Self>, raised: bool) {
        if mem::replace(&mut self.state().is_alarmed, raised) != raised {
            let alarm = Alarm::Disk;
            self.carry_out(Command::SetAlarm { alarm, raised });
        }
    }
}

/// What is written as one transaction.
struct Batch {
    store: Rc<IndexedDbStore>,
    durability: Durability,
    changes: Vec<Change>,
    last: RecordSeq,
}

impl State {
    /// Takes the durable changes out of the broker. Where nothing is kept they count as kept at
    /// once; returns whether some did, since something may come of that.
    pub(super) fn gather_records(&mut self) -> bool {
        let mut last = None;
        while let Some((seq, record)) = self.broker.poll_record() {
            match &mut self.keeping {
                Some(keeping) => keeping.gather(seq, record),
                None => last = Some(seq),
            }
        }
        if let Some(last) = last {
            self.broker.handle_persisted(now(), last);
        }
        last.is_some()
    }
}
