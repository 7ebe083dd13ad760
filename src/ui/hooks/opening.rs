//! What the page was opened with, over time: its address, what is to be kept of a scratch copy, and
//! the first touch that lets an embedded page begin.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::prelude::*;

use super::Broker;
use crate::{
    projection::PlayState,
    ui::{
        browser,
        state::{Action, Import, Phase, Source, Subject},
    },
    worker::message::{Call, Errand},
};

/// Follows the address: another link in it is opened. And the address follows the page: it names
/// no link any more once the visitor's own broker is shown.
#[hook]
pub(in crate::ui) fn use_address(broker: &Broker) {
    let shown = use_mut_ref(Source::default);
    let source = broker.state.sharing.opening.source.clone();
    shown.replace(source.clone());
    use_effect_with(source == Source::Own, |&is_own| {
        if is_own {
            browser::leave_link();
        }
    });
    let act = broker.act.clone();
    use_effect_with((), move |()| {
        let on_navigated = move |_: &Event| {
            let wanted = browser::opening();
            let was = shown.borrow().clone();
            // A scratch copy at hand has no address of its own.
            if wanted.source != was && !matches!(was, Source::Text(_)) {
                act.emit(Action::Open(wanted.source));
            }
        };
        let window = web_sys::window();
        let listener = window.map(|window| EventListener::new(&window, "popstate", on_navigated));
        move || drop(listener)
    });
}

/// Lets the page look as its address says.
#[hook]
pub(in crate::ui) fn use_look(broker: &Broker) {
    let look = broker.state.sharing.opening.look.clone();
    use_effect_with(look, browser::show_look);
}

/// Once the visitor's own broker is there, shows what would become of it if the scratch copy took
/// its place.
#[hook]
pub(in crate::ui) fn use_kept(broker: &Broker) {
    let state = &broker.state;
    let own = state.phase == Phase::Running && !state.sharing.is_scratch();
    let keeping = state.sharing.keeping.clone().filter(|_| own);
    let (ask, act) = (broker.ask.clone(), broker.act.clone());
    use_effect_with(keeping, move |keeping| {
        if let Some(text) = keeping {
            let import = Import::new("the scratch copy".to_owned(), text);
            act.emit(Action::ImportChosen(import));
            let text = text.to_string();
            ask.emit((Subject::Import, Call::Errand(Errand::PlanImport { text })));
        }
    });
}

/// An embedded page stands still until somebody touches it. The buttons of time itself say what
/// they do.
#[hook]
pub(in crate::ui) fn use_wake(broker: &Broker) {
    let state = &broker.state;
    let is_paused = state
        .view
        .as_ref()
        .is_some_and(|view| view.play.state == PlayState::Paused);
    let waits = state.sharing.opening.waits && state.can_be_used() && is_paused;
    let (ask, act) = (broker.ask.clone(), broker.act.clone());
    use_effect_with(waits, move |&waits| {
        let window = web_sys::window().filter(|_| waits);
        let listeners = window.map(|window| {
            TOUCHES.map(|kind| {
                let (ask, act) = (ask.clone(), act.clone());
                let first = EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&window, kind, first, move |event| {
                    act.emit(Action::Woken);
                    if !is_about_time(event) {
                        ask.emit((Subject::Time, Call::SetPlayState(PlayState::Playing)));
                    }
                })
            })
        });
        move || drop(listeners)
    });
}

const TOUCHES: [&str; 2] = ["pointerdown", "keydown"];

fn is_about_time(event: &Event) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(".time").is_ok_and(|bar| bar.is_some()))
}
