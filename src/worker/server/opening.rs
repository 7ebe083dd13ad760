//! Opening: which store the broker starts with, and who holds the database.
//!
//! One tab writes to the database. A second one says so and waits: it starts by itself when the
//! first lets go, or takes over, or works in memory, as the person chooses. Where there is no
//! database to be had at all the broker starts in memory and says why. A scratch copy has no
//! database: it begins with what the page brings.

use std::pin::pin;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender};
use futures_util::{
    StreamExt,
    future::{Either, select},
};

use super::{
    super::message::{Call, Errand, Notification, Refusal, Reply, Request, ToWorker},
    Input,
    post::{answer, notify, send},
};
use crate::{
    host::Host,
    storage::{Claim, IndexedDbStore, LoadProgress, Loaded, Store, StoreError, TimeLimits},
    worker::Home,
};

/// The name of the page's database in IndexedDB, and with a namespace that of another.
const DATABASE: &str = "leveret";

/// What the broker starts with.
pub(super) enum Opened {
    /// The database, and what is in it.
    Database(IndexedDbStore, Loaded),
    /// Memory, because there is no database to be had.
    Memory(StoreError),
    /// A scratch copy of a scenario.
    Scratch(Box<Host>),
}

/// Opens what the broker lives in.
pub(super) async fn open(
    home: &Home,
    claim: Claim,
    inputs: &mut UnboundedReceiver<Input>,
    sender: &UnboundedSender<Input>,
) -> Opened {
    match home {
        Home::Database { namespace } if namespace.is_empty() => {
            open_database(DATABASE, claim, inputs, sender).await
        }
        Home::Database { namespace } => {
            let name = format!("{DATABASE}/{namespace}");
            open_database(&name, claim, inputs, sender).await
        }
        Home::Memory => Opened::Memory(StoreError::NotWanted),
        Home::Scratch => Opened::Scratch(Box::new(open_scratch(inputs).await)),
    }
}

/// Waits for a scenario that can be opened.
async fn open_scratch(inputs: &mut UnboundedReceiver<Input>) -> Host {
    notify(Notification::Awaiting);
    loop {
        let (number, call) = next_request(inputs).await;
        let Call::Errand(Errand::Open { scenario, play }) = call else {
            answer(number, Err(Refusal::plain(OPEN_FIRST.to_owned())));
            continue;
        };
        match Host::open(&scenario, play) {
            Ok(host) => {
                answer(number, Ok(Reply::Done(OPENED.to_owned())));
                return host;
            }
            Err(error) => answer(number, Err(Refusal::from(error))),
        }
    }
}

/// Opens a database and reads it. While another tab holds it, the page's choice decides.
async fn open_database(
    name: &str,
    claim: Claim,
    inputs: &mut UnboundedReceiver<Input>,
    sender: &UnboundedSender<Input>,
) -> Opened {
    let store = match claimed(name, claim, sender).await {
        Err(StoreError::HeldByAnotherTab) => wait(name, inputs, sender).await,
        opened => opened,
    };
    let loaded = match store {
        Ok(store) => load(store).await,
        Err(error) => Err(error),
    };
    match loaded {
        Ok((store, loaded)) => Opened::Database(store, loaded),
        Err(error) => Opened::Memory(error),
    }
}

async fn claimed(
    name: &str,
    claim: Claim,
    sender: &UnboundedSender<Input>,
) -> Result<IndexedDbStore, StoreError> {
    let sender = sender.clone();
    let on_lost = move || send(&sender, Input::Lost);
    IndexedDbStore::open(name, claim, TimeLimits::default(), on_lost).await
}

/// Waits until the other tab lets go, or the person chooses.
async fn wait(
    name: &str,
    inputs: &mut UnboundedReceiver<Input>,
    sender: &UnboundedSender<Input>,
) -> Result<IndexedDbStore, StoreError> {
    notify(Notification::HeldElsewhere);
    let choice = {
        let free = pin!(claimed(name, Claim::WhenFree, sender));
        let chosen = pin!(choose(inputs));
        match select(free, chosen).await {
            Either::Left((opened, _)) => return opened,
            Either::Right((choice, _)) => choice,
        }
    };
    let (number, result, done) = match choice {
        Choice::TakeOver(number) => {
            let taken = claimed(name, Claim::TakeOver, sender).await;
            (number, taken, "This tab holds the broker now.")
        }
        Choice::WorkInMemory(number) => {
            let held = Err(StoreError::HeldByAnotherTab);
            (number, held, "This tab has a broker of its own, in memory.")
        }
    };
    answer(number, Ok(Reply::Done(done.to_owned())));
    result
}

/// What the person wants of a database that another tab holds, with the request's number.
enum Choice {
    TakeOver(u64),
    WorkInMemory(u64),
}

/// Nothing else can be asked before there is a broker.
async fn choose(inputs: &mut UnboundedReceiver<Input>) -> Choice {
    loop {
        let (number, call) = next_request(inputs).await;
        if matches!(call, Call::Errand(Errand::TakeOver)) {
            return Choice::TakeOver(number);
        } else if matches!(call, Call::Errand(Errand::WorkInMemory)) {
            return Choice::WorkInMemory(number);
        }
        answer(number, Err(Refusal::plain(CHOOSE_FIRST.to_owned())));
    }
}

/// What the page asks next, with the request's number.
async fn next_request(inputs: &mut UnboundedReceiver<Input>) -> (u64, Call) {
    loop {
        let input = inputs.next().await.expect("the loop keeps a sender itself");
        let Input::Message(message) = input else {
            continue;
        };
        match serde_wasm_bindgen::from_value(message) {
            Ok(ToWorker::Request(Request { number, call })) => return (number, call),
            Ok(ToWorker::ViewShown) => {}
            Err(error) => notify(Notification::Unreadable {
                reason: error.to_string(),
            }),
        }
    }
}

async fn load(store: IndexedDbStore) -> Result<(IndexedDbStore, Loaded), StoreError> {
    let tell = |LoadProgress { read, total }| notify(Notification::Loading { read, total });
    let loaded = store.load(tell).await?;
    Ok((store, loaded))
}

const OPENED: &str = "The scratch copy is opened.";

const OPEN_FIRST: &str = "There is no broker yet: the scenario is not opened.";

const CHOOSE_FIRST: &str =
    "Another tab holds this broker. Take over from it, or open one in memory, first.";
