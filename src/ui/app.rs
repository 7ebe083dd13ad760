//! The page as a whole.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::{
    components::{
        ConsumersPanel, CrashNotice, Header, LogPanel, ProducerPanel, QueuesPanel, StartNotice,
        Status, StoragePanel,
    },
    hooks::{self, Broker, use_broker},
    state::{Action, Phase, State, Subject},
    words,
};
use crate::{projection::View, worker::message::Call};

/// A start that takes longer than this deserves a word.
const SLOW_START_MS: u32 = 8000;

/// The page.
#[component]
pub fn App() -> Html {
    let broker = use_broker();
    let state = &broker.state;
    let header = {
        let ask = |call: Call| broker.ask.reform(move |()| (Subject::Broker, call.clone()));
        html! {
            <Header running={state.phase == Phase::Running}
                storage={state.view.as_ref().map(|view| view.storage.clone())}
                refusal={state.refusals.get(&Subject::Broker).cloned()}
                on_restart={ask(Call::RestartBroker)} on_reset={ask(Call::Reset)}
                on_panic={ask(Call::Panic)} />
        }
    };
    let failed = matches!(state.phase, Phase::Failed(_));
    html! {
        <>
            <a class="skip" href="#flow">{ "Skip to the broker" }</a>
            { header }
            <main>
                { crash(&broker) }
                <StartNotice report={state.start_to_show().cloned()}
                    on_dismiss={broker.act.reform(|()| and_go_on(Action::DismissStart))} />
                <Status text={format!("{} {}", state.done, words::summary(&state.queues))} />
                // What a dead worker showed last can be read but not used.
                <div id="flow" class="stage" tabindex="-1" inert={failed}>
                    { match &state.view {
                        Some(view) => stage(&broker, view),
                        None if failed => Html::default(),
                        None => html! { <Starting key={state.worker} /> },
                    } }
                </div>
            </main>
        </>
    }
}

fn crash(broker: &Broker) -> Html {
    match &broker.state.phase {
        Phase::Starting | Phase::Running => Html::default(),
        Phase::Failed(failure) => html! {
            <CrashNotice failure={failure.clone()}
                on_start_again={broker.act.reform(|()| and_go_on(Action::StartAnotherWorker))} />
        },
    }
}

fn stage(broker: &Broker, view: &View) -> Html {
    let Broker { state, ask, act: _ } = broker;
    html! {
        <>
            <div class="flow">
                { producer(state, view, ask) }
                { arrow("basic.publish") }
                <QueuesPanel queues={state.queues.clone()} consumers={state.consumers.clone()}
                    refusals={state.refusals.clone()} on_ask={ask.clone()} />
                { arrow("basic.deliver") }
                <ConsumersPanel consumers={state.consumers.clone()} queues={state.queues.clone()}
                    now={view.now} refusals={state.refusals.clone()} on_ask={ask.clone()} />
                <LogPanel log={state.log.clone()} minutes_behind_utc={minutes_behind_utc()} />
            </div>
            <StoragePanel storage={view.storage.clone()} disk={view.disk.clone()}
                    rows={state.rows.clone()} refusal={state.refusals.get(&Subject::Storage).cloned()}
                    on_browse={ask.reform(|store| (Subject::Storage, Call::BrowseRows { store, offset: 0 }))} />
        </>
    }
}

fn producer(state: &State, view: &View, ask: &Callback<(Subject, Call)>) -> Html {
    html! {
        <ProducerPanel producer={view.producer.clone()}
            refusal={state.refusals.get(&Subject::Producer).cloned()}
            form_refusal={state.refusals.get(&Subject::PublishForm).cloned()}
            on_publish_course={ask.reform(|()| (Subject::Producer, Call::PublishCourseOrders))}
            on_publish={ask.reform(|publish| (Subject::PublishForm, Call::PublishOrders(publish)))}
            on_stop={ask.reform(|()| (Subject::Producer, Call::StopPublishing))} />
    }
}

/// The way that messages go; the headings say the same without it.
fn arrow(method: &'static str) -> Html {
    html! {
        <div class="arrow" aria-hidden="true">
            <span class="arrow-method">{ method }</span>
            <span class="arrow-line"></span>
        </div>
    }
}

/// What is there until the worker has spoken, and a word if that takes long.
#[component]
fn Starting() -> Html {
    let slow = use_state(|| false);
    {
        let slow = slow.clone();
        use_effect_with((), move |()| {
            let timeout = Timeout::new(SLOW_START_MS, move || slow.set(true));
            move || drop(timeout)
        });
    }
    html! {
        <div class="starting" role="status">
            <p>{ "Starting the broker…" }</p>
            if *slow {
                <p>{ "This takes longer than it should. If nothing changes, reload the page. A page that is \
                    opened as a file has no worker: serve it, for example with make serve." }</p>
            }
        </div>
    }
}

/// The button that was pressed goes away, so the focus moves on to what the page is about.
fn and_go_on(action: Action) -> Action {
    let stage = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("flow"));
    if let Some(stage) = stage {
        hooks::focus(&stage);
    }
    action
}

/// How far the reader's clock is behind UTC, asked each time because clocks change twice a year.
#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript gives a small whole number as a float"
)]
fn minutes_behind_utc() -> i32 {
    js_sys::Date::new_0().get_timezone_offset() as i32
}
