//! The worker and what it has shown so far.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::{
    ui::{
        browser,
        state::{Action, Failure, Phase, State, Subject},
    },
    worker::{
        client::{News, WorkerClient},
        message::{Call, Refusal, Reply},
    },
};

/// A crash is to be seen before the broker is back.
const CRASH_SHOWN_MS: u32 = 1500;

/// The page's hold on the broker.
#[derive(Clone, PartialEq)]
pub(in crate::ui) struct Broker {
    /// What the page knows.
    pub(in crate::ui) state: Rc<State>,
    /// Asks the worker for something; the answer changes the state.
    pub(in crate::ui) ask: Callback<(Subject, Call)>,
    /// Changes what only the page decides.
    pub(in crate::ui) act: Callback<Action>,
}

/// Starts a worker, and another one whenever the state asks for it.
#[hook]
pub(in crate::ui) fn use_broker() -> Broker {
    let state = use_reducer(State::default);
    let client = use_mut_ref(|| None::<WorkerClient>);
    {
        let (client, dispatcher) = (client.clone(), state.dispatcher());
        use_effect_with(state.worker, move |_| {
            // The old worker ends before the new one begins: two must not have the same database.
            client.replace(None);
            let news = dispatcher.clone();
            match WorkerClient::start(move |arrived| news.dispatch(action(arrived))) {
                Ok(started) => drop(client.replace(Some(started))),
                Err(what) => dispatcher.dispatch(Action::Failed(Failure {
                    report: what.clone(),
                    what,
                })),
            }
        });
    }
    let ask = {
        let dispatcher = state.dispatcher();
        use_callback((), move |(subject, call): (Subject, Call), ()| {
            dispatcher.dispatch(Action::Asked(subject.clone()));
            let answered = dispatcher.clone();
            let on_answer = {
                let subject = subject.clone();
                move |result: Result<Reply, Refusal>| {
                    let result = result.and_then(saved);
                    answered.dispatch(Action::Answered(subject, result));
                }
            };
            match &*client.borrow() {
                Some(client) => client.call(call, on_answer),
                None => on_answer(Err(not_running())),
            }
        })
    };
    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    use_next_after_crash(&state, &ask, &act);
    Broker {
        state: Rc::new((*state).clone()),
        ask,
        act,
    }
}

/// A crash is followed by another worker, and that one is told what was known before it.
#[hook]
fn use_next_after_crash(state: &State, ask: &Callback<(Subject, Call)>, act: &Callback<Action>) {
    {
        let act = act.clone();
        use_effect_with(state.phase == Phase::Crashed, move |&crashed| {
            let next = move || act.emit(Action::StartAnotherWorker);
            let timeout = crashed.then(|| Timeout::new(CRASH_SHOWN_MS, next));
            move || drop(timeout)
        });
    }
    let running = state.phase == Phase::Running;
    let to_tell = state.untold.clone().filter(|_| running);
    let (ask, act) = (ask.clone(), act.clone());
    use_effect_with(to_tell, move |ledger| {
        if let Some(ledger) = ledger {
            ask.emit((Subject::Broker, Call::TellLedger((**ledger).clone())));
            act.emit(Action::LedgerTold);
        }
    });
}

/// A file goes to the browser at once and is not kept in the page.
fn saved(reply: Reply) -> Result<Reply, Refusal> {
    match reply {
        Reply::File { name, text } => {
            browser::save(&name, &text)?;
            Ok(Reply::File {
                name,
                text: String::new(),
            })
        }
        Reply::Done(_) | Reply::Rows(_) | Reply::Usage(_) | Reply::Plan(_) => Ok(reply),
    }
}

fn action(news: News) -> Action {
    match news {
        News::View(view) => Action::Viewed(view),
        News::HeldElsewhere => Action::HeldElsewhere,
        News::Loading { read, total } => Action::Loading { read, total },
        News::Crashed(ledger) => Action::Crashed(ledger),
        News::Failed { what, report } => Action::Failed(Failure { what, report }),
    }
}

fn not_running() -> Refusal {
    Refusal {
        field: None,
        code: None,
        message: "The broker is not running.".to_owned(),
        advice: "Start it again first.".to_owned(),
    }
}
