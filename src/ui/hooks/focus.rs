//! The focus, when what had it goes away.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::prelude::*;

/// For a part of the page in which pressing a button can take the button itself away: with it the
/// focus would fall back to the top of the page. Gives the element to put the focus on instead, and
/// a callback to say that such a button was pressed. `watched` is what changes when the button has
/// gone.
#[hook]
pub(in crate::ui) fn use_focus_after<T: PartialEq + 'static>(
    watched: T,
) -> (NodeRef, Callback<()>) {
    let target = use_node_ref();
    let pressed = use_mut_ref(|| false);
    {
        let (target, pressed) = (target.clone(), pressed.clone());
        use_effect_with(watched, move |_| {
            if *pressed.borrow() && focus_is_lost() {
                pressed.replace(false);
                if let Some(target) = target.cast::<Element>() {
                    focus(&target);
                }
            }
        });
    }
    let on_pressed = use_callback((), move |(), ()| {
        pressed.replace(true);
    });
    (target, on_pressed)
}

/// For a notice that takes the place of what was in use: where the focus was lost with that, the
/// notice has it. `appeared` is what is there when the notice is, and gone when it is not.
#[hook]
pub(in crate::ui) fn use_focus_if_lost<T: PartialEq + 'static>(appeared: Option<T>) -> NodeRef {
    let target = use_node_ref();
    {
        let target = target.clone();
        use_effect_with(appeared, move |appeared| {
            if appeared.is_some()
                && focus_is_lost()
                && let Some(target) = target.cast::<Element>()
            {
                focus(&target);
            }
        });
    }
    target
}

/// Puts the focus on what the page is about, without scrolling to it, and gives that element.
pub(in crate::ui) fn focus_stage() -> Option<Element> {
    let stage = web_sys::window()?.document()?.get_element_by_id("flow")?;
    focus(&stage);
    Some(stage)
}

/// Puts the focus on an element without scrolling to it.
pub(in crate::ui) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // It only fails on an element that is not in the page any more.
        drop(element.focus_with_options(&options));
    }
}

fn focus_is_lost() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .and_then(|document| document.active_element())
        .is_none_or(|active| active.tag_name() == "BODY")
}
