//! The worker and what it has shown so far.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    ui::{
        browser,
        state::{Action, Failure, Opening, Phase, Source, State, Subject},
    },
    worker::{
        client::{News, WorkerClient},
        message::{Call, Errand, Refusal, Reply},
    },
};

/// A crash is to be seen before the broker is back.
const CRASH_SHOWN_MS: u32 = 1500;

/// What becomes of an answer.
type OnAnswer = Callback<Result<Reply, Refusal>>;

/// The page's hold on the broker.
#[derive(Clone, PartialEq)]
pub(in crate::ui) struct Broker {
    /// What the page knows.
    pub(in crate::ui) state: Rc<State>,
    /// Asks the worker for something; the answer changes the state.
    pub(in crate::ui) ask: Callback<(Subject, Call)>,
    /// Asks the worker for something and gives the answer to whoever wants it.
    pub(in crate::ui) call: Callback<(Call, OnAnswer)>,
    /// Changes what only the page decides.
    pub(in crate::ui) act: Callback<Action>,
}

/// Starts a worker, and another one whenever the state asks for it.
#[hook]
pub(in crate::ui) fn use_broker() -> Broker {
    let state = use_reducer(|| State::opened(browser::opening()));
    let client = use_mut_ref(|| None::<Rc<WorkerClient>>);
    {
        let (client, dispatcher) = (client.clone(), state.dispatcher());
        let sharing = state.sharing.clone();
        let is_wanted = state.phase != Phase::Waiting;
        use_effect_with((state.worker, is_wanted), move |&(_, is_wanted)| {
            // The old worker ends before the new one begins: two must not have the same database.
            client.replace(None);
            if !is_wanted {
                return;
            }
            let news = dispatcher.clone();
            let home = sharing.home();
            match WorkerClient::start(&home, move |arrived| news.dispatch(action(arrived))) {
                Ok(started) => {
                    let begun = Rc::new(started);
                    client.replace(Some(Rc::clone(&begun)));
                    begin(begun, &sharing.opening, dispatcher);
                }
                Err(what) => dispatcher.dispatch(Action::Failed(Failure {
                    report: what.clone(),
                    what,
                })),
            }
        });
    }
    let call = {
        let read_only = state.sharing.opening.look.is_read_only;
        use_callback(
            read_only,
            move |(call, on_answer): (Call, OnAnswer), &read_only| {
                if read_only && !call.only_looks() {
                    on_answer.emit(Err(only_to_be_read()));
                    return;
                }
                match &*client.borrow() {
                    Some(client) => client.call(call, move |result| on_answer.emit(result)),
                    None => on_answer.emit(Err(not_running())),
                }
            },
        )
    };
    let ask = {
        let dispatcher = state.dispatcher();
        use_callback(
            call.clone(),
            move |(subject, asked): (Subject, Call), call| {
                dispatcher.dispatch(Action::Asked(subject.clone()));
                let answered = dispatcher.clone();
                let on_answer = move |result: Result<Reply, Refusal>| {
                    let result = result.and_then(saved);
                    answered.dispatch(Action::Answered(subject.clone(), result));
                };
                call.emit((asked, Callback::from(on_answer)));
            },
        )
    };
    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    use_next_after_crash(&state, &ask, &act);
    Broker {
        state: Rc::new((*state).clone()),
        ask,
        call,
        act,
    }
}

/// Tells a new worker how it begins: with which scenario, and how time goes.
fn begin(client: Rc<WorkerClient>, opening: &Opening, dispatcher: UseReducerDispatcher<State>) {
    let link = match &opening.source {
        Source::Own => {
            if let Some(play) = opening.play {
                client.call(Call::SetSpeed(play.speed), drop);
                client.call(Call::SetPlayState(play.state), drop);
            }
            return step(&client, opening);
        }
        Source::Text(text) => return open(&client, text.to_string(), opening, dispatcher),
        Source::Link(link) => link.clone(),
    };
    let opening = opening.clone();
    spawn_local(async move {
        match browser::link::scenario_of(&link).await {
            Ok(scenario) => open(&client, scenario, &opening, dispatcher),
            Err(refusal) => dispatcher.dispatch(Action::NotOpened(refusal)),
        }
    });
}

fn open(
    client: &WorkerClient,
    scenario: String,
    opening: &Opening,
    dispatcher: UseReducerDispatcher<State>,
) {
    let play = opening.play.unwrap_or_default();
    let errand = Errand::Open { scenario, play };
    client.call(Call::Errand(errand), move |result| {
        dispatcher.dispatch(match result {
            Ok(reply) => Action::Answered(Subject::Opening, Ok(reply)),
            Err(refusal) => Action::NotOpened(refusal),
        });
    });
    step(client, opening);
}

/// Takes the steps that the page's address asks for.
fn step(client: &WorkerClient, opening: &Opening) {
    for _ in 0..opening.steps {
        client.call(Call::Step, drop);
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
        Reply::Done(_)
        | Reply::Rows(_)
        | Reply::Usage(_)
        | Reply::Scenario(_)
        | Reply::Plan(_)
        | Reply::Again(_)
        | Reply::Found(_)
        | Reply::Compared(_) => Ok(reply),
    }
}

fn action(news: News) -> Action {
    match news {
        News::View(view) => Action::Viewed(view),
        News::HeldElsewhere => Action::HeldElsewhere,
        News::Comparing(progress) => Action::Comparing(progress),
        News::Loading { read, total } => Action::Loading { read, total },
        News::Crashed(ledger) => Action::Crashed(ledger),
        News::Failed { what, report } => Action::Failed(Failure { what, report }),
    }
}

fn only_to_be_read() -> Refusal {
    Refusal {
        field: None,
        code: None,
        message: "This page is only to be read: its address says readonly.".to_owned(),
        advice: "Open the full version to change something.".to_owned(),
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
