//! Whether a part of the page is on screen.

use js_sys::Array;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};
use yew::prelude::*;

/// Gives a reference for an element, and whether some of that element is on screen: what nobody
/// sees need not be kept up to date.
#[hook]
pub(in crate::ui) fn use_on_screen() -> (NodeRef, bool) {
    let node = use_node_ref();
    let on_screen = use_state_eq(|| false);
    {
        let (node, setter) = (node.clone(), on_screen.setter());
        use_effect_with((), move |()| {
            let watched = node
                .cast::<Element>()
                .and_then(|element| watch(&element, &setter));
            move || {
                if let Some((observer, _on_change)) = watched {
                    observer.disconnect();
                }
            }
        });
    }
    (node, *on_screen)
}

type OnChange = Closure<dyn FnMut(Array)>;

/// Without an observer everything counts as on screen.
fn watch(
    element: &Element,
    on_screen: &UseStateSetter<bool>,
) -> Option<(IntersectionObserver, OnChange)> {
    let on_change = {
        let on_screen = on_screen.clone();
        OnChange::new(move |entries: Array| {
            if let Some(latest) = entries.iter().last() {
                let latest: IntersectionObserverEntry = latest.unchecked_into();
                on_screen.set(latest.is_intersecting());
            }
        })
    };
    let Ok(observer) = IntersectionObserver::new(on_change.as_ref().unchecked_ref()) else {
        on_screen.set(true);
        return None;
    };
    observer.observe(element);
    Some((observer, on_change))
}
