//! The page as a whole.

mod details;
mod keyboard;
mod notices;
mod stage;

use yew::prelude::*;

use self::{keyboard::use_keyboard, notices::notices, stage::stage};
use super::{
    browser,
    components::{
        frame::{Header, Status},
        sharing::ShareDialog,
        storage::ImportDialog,
    },
    hooks::{
        Broker, focus_stage, use_address, use_broker, use_embedding, use_import, use_keep,
        use_kept, use_look, use_wake,
    },
    state::{Action, Phase, Subject},
    words,
};
use crate::worker::message::{Call, Errand};

/// The page.
#[component]
pub fn App() -> Html {
    let broker = use_broker();
    let on_file = use_import(&broker);
    let on_keep = use_keep(&broker);
    use_address(&broker);
    use_kept(&broker);
    use_look(&broker);
    use_wake(&broker);
    use_embedding(&broker);
    // Nothing leads back in time yet, so the key for it does nothing.
    let (shortcuts, on_shortcuts) = use_keyboard(&broker);
    let on_skip = Callback::from(|event: MouseEvent| skip(&event));
    let state = &broker.state;
    html! {
        <>
            <a class="skip" href="#flow" onclick={on_skip}>{ "Skip to the broker" }</a>
            { header(&broker, on_shortcuts) }
            <main>
                { notices(&broker) }
                <Status text={status(&broker)} />
                // What cannot be used any more, or not yet, can be read.
                <div id="flow" class="stage" tabindex="-1" inert={state.view.is_some() && !state.can_be_used()}>
                    { state.view.as_ref().map(|view| stage(&broker, view, &on_keep, &on_file)) }
                </div>
                { import(&broker) }
                { share(&broker) }
                { shortcuts }
            </main>
        </>
    }
}

/// The address stays as it is: what stands behind `#` is content.
fn skip(event: &MouseEvent) {
    event.prevent_default();
    if let Some(stage) = focus_stage() {
        stage.scroll_into_view();
    }
}

fn header(broker: &Broker, on_shortcuts: Callback<()>) -> Html {
    let state = &broker.state;
    let ask = |call: Call| broker.ask.reform(move |()| (Subject::Broker, call.clone()));
    // Of a worker that shows nothing any more, nobody knows where it keeps what.
    let storage = state
        .view
        .as_ref()
        .filter(|_| state.phase == Phase::Running);
    let opening = &state.sharing.opening;
    let can_change = state.can_be_used() && !opening.look.is_read_only;
    let full_version = opening
        .look
        .in_frame
        .then(|| browser::full_version(opening));
    // A scratch copy begins again as it was opened.
    let on_reset = if state.sharing.is_scratch() {
        let source = opening.source.clone();
        broker.act.reform(move |()| Action::Open(source.clone()))
    } else {
        ask(Call::Errand(Errand::Reset))
    };
    html! {
        <Header running={can_change} full_version={full_version.map(AttrValue::from)}
            storage={storage.map(|view| view.storage.clone())}
            consumers={state.consumers.clone()}
            refusal={state.refusals.get(&Subject::Broker).cloned()} {on_shortcuts}
            on_fault={broker.ask.reform(|fault| (Subject::Broker, Call::Fault(fault)))}
            on_share={broker.act.reform(|()| Action::Share(true))}
            on_restart={ask(Call::RestartBroker)} {on_reset}
            on_panic={ask(Call::Panic)}
            on_crash={broker.ask.reform(|moment| (Subject::Broker, Call::CrashBroker(Some(moment))))} />
    }
}

/// What was done last and how the queues are. Of a broker that is not there nothing is said.
fn status(broker: &Broker) -> String {
    let state = &broker.state;
    if state.phase == Phase::Running {
        format!("{} {}", state.done, words::summary(&state.queues))
    } else {
        String::new()
    }
}

/// The dialog stands outside the stage, which may be inert.
fn import(broker: &Broker) -> Html {
    let Broker {
        state, ask, act, ..
    } = broker;
    let on_decide = {
        let (ask, act, import) = (ask.clone(), act.clone(), state.import.clone());
        Callback::from(move |()| {
            if let Some(import) = &import {
                act.emit(Action::ImportDecided);
                let text = import.text.to_string();
                ask.emit((Subject::Import, Call::Errand(Errand::Import { text })));
            }
        })
    };
    html! {
        <ImportDialog import={state.import.clone()} refusal={state.refusals.get(&Subject::Import).cloned()}
            {on_decide} on_cancel={act.reform(|()| Action::ImportCancelled)} />
    }
}

fn share(broker: &Broker) -> Html {
    let Broker {
        state, ask, act, ..
    } = broker;
    let on_describe = ask.reform(|with_messages| {
        let errand = Errand::Describe { with_messages };
        (Subject::Share, Call::Errand(errand))
    });
    html! {
        <ShareDialog open={state.sharing.is_open} scenario={state.sharing.scenario.clone()}
            refusal={state.refusals.get(&Subject::Share).cloned()} {on_describe}
            on_close={act.reform(|()| Action::Share(false))} />
    }
}
