//! Errands: what the page asks and the host alone cannot answer, because it needs the store or the
//! browser.
//!
//! Reading goes on beside everything else. What replaces the whole store, a reset or an import,
//! waits until no write is under way, and nothing is written until it is done.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{
    super::message::{Errand, ExportScope, Refusal, Reply, Row, Rows},
    Input, Server,
    post::{answer, send},
    room,
    time::Stopwatch,
};
use crate::{
    broker::Timestamp,
    host::{Host, Snapshot, import_plan},
    projection::{StorageUsage, StoreCount},
    storage::{Durability, Loaded, RowListing, Store, StoreError, StoreName, backup::Contents},
};

/// Rows that one look into an object store shows.
const ROWS_SHOWN_MAX: u32 = 50;

/// Transactions of each durability that a measurement makes.
const PROBES: u32 = 20;

/// What an errand brought back.
pub(super) enum Brought {
    /// An answer for the page.
    Answer {
        number: u64,
        result: Result<Reply, Refusal>,
    },
    /// What a transaction took with each durability.
    Measured {
        number: u64,
        result: Result<Vec<(Durability, u64)>, StoreError>,
    },
    /// The store holds something else now, or not.
    Replaced(Result<(), StoreError>),
}

/// How far the replacement of everything is.
pub(super) enum Replacing {
    None,
    /// Asked for by the request of that number; a write may still be under way.
    Asked(u64, Replacement),
    /// The store is being changed.
    UnderWay(u64, Replacement),
}

/// What everything is replaced by.
#[derive(Clone)]
pub(super) enum Replacement {
    /// Nothing: the course's set-up begins anew.
    Reset,
    /// What came of a file.
    Import(Rc<Contents>),
    /// A past moment, at the time that the clock showed with it.
    Past(Timestamp, Rc<Snapshot>),
}

impl<S: Store + 'static> Server<S> {
    /// Runs an errand; its request is answered when it is done.
    pub(super) fn run(&mut self, now: Timestamp, number: u64, errand: Errand) {
        match errand {
            Errand::BrowseRows { store, offset } => self.browse(number, &store, offset),
            Errand::MeasureStorage => self.measure_storage(number),
            Errand::MeasureDurability => self.measure_durability(number),
            Errand::Reset => self.ask_to_replace(number, Replacement::Reset),
            Errand::TakeOver if self.unavailable.is_some() || self.host.is_taken_over() => {
                self.take_back = true;
                let done = "This tab takes the broker back.".to_owned();
                answer(number, Ok(Reply::Done(done)));
            }
            Errand::TakeOver => {
                let message = "This tab has the broker.".to_owned();
                answer(number, Err(Refusal::plain(message)));
            }
            Errand::WorkInMemory => {
                let message = "This tab has a broker already.".to_owned();
                answer(number, Err(Refusal::plain(message)));
            }
            Errand::Open { .. } => {
                let message = "This worker has a broker already.".to_owned();
                answer(number, Err(Refusal::plain(message)));
            }
            Errand::Describe { with_messages } => {
                let scenario = self.host.scenario(with_messages);
                answer(number, Ok(Reply::Scenario(scenario)));
            }
            Errand::GoOnFromHere => match self.host.past() {
                Ok(past) => {
                    let replacement = Replacement::Past(now, Rc::new(past.clone()));
                    self.ask_to_replace(number, replacement);
                }
                Err(error) => answer(number, Err(Refusal::from(error))),
            },
            Errand::Compare(settings) => self.begin_comparing(number, settings),
            Errand::StopComparing => self.stop_comparing(number),
            Errand::Export(scope) => answer(number, Ok(self.export(scope))),
            Errand::PlanImport { text } => {
                let import = self.host.plan_import(&text);
                let plan = import.map(|import| Reply::Plan(import_plan(import.plan)));
                answer(number, plan.map_err(Refusal::from));
            }
            Errand::Import { text } => match self.host.plan_import(&text) {
                Ok(import) => {
                    let replacement = Replacement::Import(Rc::new(import.contents));
                    self.ask_to_replace(number, replacement);
                }
                Err(error) => answer(number, Err(Refusal::from(error))),
            },
        }
    }

    /// One at a time: whoever asks for a second would not know what became of the first.
    fn ask_to_replace(&mut self, number: u64, replacement: Replacement) {
        match self.replacing {
            Replacing::None => self.replacing = Replacing::Asked(number, replacement),
            Replacing::Asked(..) | Replacing::UnderWay(..) => {
                let message = "Everything is being replaced just now. Try again when that is done.";
                answer(number, Err(Refusal::plain(message.to_owned())));
            }
        }
    }

    /// Takes in what an errand brought back.
    pub(super) fn take_in(&mut self, now: Timestamp, brought: Brought) {
        match brought {
            Brought::Answer { number, result } => answer(number, result),
            Brought::Measured { number, result } => {
                let told = result.map(|measured| {
                    for (durability, took_us) in measured {
                        self.host.note_cost(durability, took_us);
                    }
                    self.is_stale = true;
                    Reply::Done(format!(
                        "{PROBES} transactions of each durability are measured."
                    ))
                });
                answer(number, told.map_err(Refusal::from));
            }
            Brought::Replaced(result) => self.replaced(now, result),
        }
    }

    /// Changes the whole store if that was asked for, and otherwise what the turn has changed.
    pub(super) fn replace_or_write(&mut self) {
        match std::mem::replace(&mut self.replacing, Replacing::None) {
            Replacing::None => self.write(),
            Replacing::Asked(number, replacement) if !self.host.is_writing() => {
                let changes = match &replacement {
                    Replacement::Reset => None,
                    Replacement::Import(contents) => {
                        Some(self.host.changes_for((**contents).clone()))
                    }
                    Replacement::Past(_, past) => Some(self.host.changes_to_go_on_from(past)),
                };
                self.replacing = Replacing::UnderWay(number, replacement);
                let (store, sender) = (Rc::clone(&self.store), self.sender.clone());
                spawn_local(async move {
                    let result = match changes {
                        None => store.clear().await,
                        Some(changes) => store.replace(&changes).await,
                    };
                    send(&sender, Input::Brought(Brought::Replaced(result)));
                });
            }
            waiting @ (Replacing::Asked(..) | Replacing::UnderWay(..)) => self.replacing = waiting,
        }
    }

    /// The store holds something else: everything begins anew with that. If it could not be
    /// changed, all stays as it is.
    fn replaced(&mut self, now: Timestamp, result: Result<(), StoreError>) {
        let replacing = std::mem::replace(&mut self.replacing, Replacing::None);
        let Replacing::UnderWay(number, replacement) = replacing else {
            unreachable!("a replacement ends that was begun, once");
        };
        let done = result.map(|()| {
            let done = match replacement {
                Replacement::Reset => {
                    self.start_with(now, Loaded::default());
                    "Everything was reset."
                }
                Replacement::Import(contents) => {
                    let contents = Rc::unwrap_or_clone(contents);
                    self.start_with(now, self.host.loaded_with(contents));
                    "The file is imported."
                }
                Replacement::Past(at, past) => {
                    self.host.go_on_from(at, Rc::unwrap_or_clone(past));
                    "This is the present now. What came after never happened."
                }
            };
            self.is_stale = true;
            Reply::Done(done.to_owned())
        });
        answer(number, done.map_err(Refusal::from));
    }

    fn start_with(&mut self, now: Timestamp, loaded: Loaded) {
        self.host = Host::start_from(now, loaded, self.unavailable.clone());
    }

    fn browse(&self, number: u64, store: &str, offset: u64) {
        let Some(name) = StoreName::parse(store) else {
            let message = format!("There is no object store named {store:?}.");
            return answer(number, Err(Refusal::plain(message)));
        };
        let store = Rc::clone(&self.store);
        self.fetch(number, async move {
            let listing = store.rows(name, offset, ROWS_SHOWN_MAX).await?;
            Ok(Reply::Rows(rows(name, offset, listing)))
        });
    }

    fn measure_storage(&self, number: u64) {
        let store = Rc::clone(&self.store);
        self.fetch(number, async move {
            let counts = store.counts().await?;
            let room = room::measure().await;
            let stores = counts.into_iter().map(|(store, rows)| StoreCount {
                store: store.as_str().to_owned(),
                rows,
            });
            Ok(Reply::Usage(StorageUsage {
                stores: stores.collect(),
                used_bytes: room.used_bytes,
                quota_bytes: room.quota_bytes,
                persisted: room.persisted,
            }))
        });
    }

    fn export(&self, scope: ExportScope) -> Reply {
        let (name, text) = match scope {
            ExportScope::Everything => ("leveret.json", self.host.export()),
            ExportScope::Definitions => ("definitions.json", self.host.export_definitions()),
        };
        Reply::File {
            name: name.to_owned(),
            text,
        }
    }

    /// In turns, so that what else the machine does slows down both.
    fn measure_durability(&self, number: u64) {
        let (store, sender) = (Rc::clone(&self.store), self.sender.clone());
        spawn_local(async move {
            let result = probe(&*store).await;
            send(
                &sender,
                Input::Brought(Brought::Measured { number, result }),
            );
        });
    }

    /// Answers with what the future brings.
    fn fetch(&self, number: u64, reply: impl Future<Output = Result<Reply, StoreError>> + 'static) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let result = reply.await.map_err(Refusal::from);
            send(&sender, Input::Brought(Brought::Answer { number, result }));
        });
    }
}

async fn probe(store: &impl Store) -> Result<Vec<(Durability, u64)>, StoreError> {
    let mut measured = Vec::new();
    for _ in 0..PROBES {
        for durability in [Durability::Relaxed, Durability::Strict] {
            let stopwatch = Stopwatch::start();
            store.probe(durability).await?;
            measured.push((durability, stopwatch.elapsed_us()));
        }
    }
    Ok(measured)
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
