//! Single keys that do something wherever the focus is, if nothing there takes them.

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::ui::{
    browser,
    state::{Focus, Press, Shortcut},
};

/// Whether shortcuts are on, and a callback that switches them. The choice is remembered.
#[hook]
pub(in crate::ui) fn use_shortcuts_switch() -> (bool, Callback<bool>) {
    let on = use_state_eq(|| browser::remembered(REMEMBERED_AS).as_deref() != Some(OFF));
    let on_switch = {
        let on = on.setter();
        use_callback((), move |wanted: bool, ()| {
            browser::remember(REMEMBERED_AS, if wanted { ON } else { OFF });
            on.set(wanted);
        })
    };
    (*on, on_switch)
}

/// Calls back for every key that is a shortcut, while they are on.
#[hook]
pub(in crate::ui) fn use_shortcuts(on: bool, on_shortcut: Callback<Shortcut>) {
    // What is to be done changes with every view; the listener stays.
    let latest = use_mut_ref(|| on_shortcut.clone());
    latest.replace(on_shortcut);
    use_effect_with(on, move |&on| {
        let listener = on.then(|| {
            Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
                if let Some(shortcut) = meant(&event) {
                    event.prevent_default();
                    let on_shortcut = latest.borrow().clone();
                    on_shortcut.emit(shortcut);
                }
            })
        });
        let document = web_sys::window().and_then(|window| window.document());
        if let (Some(document), Some(listener)) = (&document, &listener) {
            let listener = listener.as_ref().unchecked_ref();
            // It only fails on a listener that is no function.
            drop(document.add_event_listener_with_callback("keydown", listener));
        }
        move || {
            if let (Some(document), Some(listener)) = (document, listener) {
                let listener = listener.as_ref().unchecked_ref();
                drop(document.remove_event_listener_with_callback("keydown", listener));
            }
        }
    });
}

fn meant(event: &KeyboardEvent) -> Option<Shortcut> {
    if event.default_prevented() || event.is_composing() {
        return None;
    }
    Shortcut::of(Press {
        key: &event.key(),
        has_modifier: event.ctrl_key() || event.alt_key() || event.meta_key(),
        is_repeated: event.repeat(),
        focus: focus_of(event),
    })
}

fn focus_of(event: &KeyboardEvent) -> Focus {
    let document = web_sys::window().and_then(|window| window.document());
    let in_front = document.and_then(|document| document.query_selector("dialog:modal").ok()?);
    if in_front.is_some() {
        return Focus::Dialog;
    }
    let target = event.target().and_then(|target| target.dyn_into().ok());
    let Some(target): Option<Element> = target else {
        return Focus::Nothing;
    };
    let is_in = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
    if is_in(CHOSEN) {
        Focus::Chosen
    } else if is_in(TYPED) {
        Focus::Typed
    } else if is_in(PRESSED) {
        Focus::Pressed
    } else if is_in("[tabindex='0']") {
        Focus::Chosen
    } else {
        Focus::Nothing
    }
}

const CHOSEN: &str = "select, input[type=radio], input[type=checkbox], input[type=range], \
                      [role=slider], [role=listbox], [role=radiogroup], [role=tablist], [role=grid]";
const TYPED: &str = "input, textarea, [contenteditable], [role=textbox], [role=searchbox]";
const PRESSED: &str = "button, summary, a[href], [role=button]";

const REMEMBERED_AS: &str = "leveret-shortcuts";
const ON: &str = "on";
const OFF: &str = "off";
