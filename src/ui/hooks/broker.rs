//! The worker and what it has shown so far.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    ui::state::{Action, Failure, State, Subject},
    worker::{
        client::{News, WorkerClient},
        message::{Call, Refusal},
    },
};

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
                move |result| answered.dispatch(Action::Answered(subject, result))
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
    Broker {
        state: Rc::new((*state).clone()),
        ask,
        act,
    }
}

fn action(news: News) -> Action {
    match news {
        News::View(view) => Action::Viewed(view),
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
