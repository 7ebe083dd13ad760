//! How wide an element is.

use js_sys::Array;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The width of the element in sixteenths of a rem, as it is now and whenever it changes; nothing
/// before the element is there.
#[hook]
pub(in crate::ui) fn use_width(node: &NodeRef) -> Option<i32> {
    let width = use_state_eq(|| None::<i32>);
    {
        let (node, setter) = (node.clone(), width.setter());
        use_effect_with((), move |()| {
            let watched = node.cast::<Element>().and_then(|element| {
                setter.set(Some(measure(&element)));
                watch(&element, setter)
            });
            move || {
                if let Some((observer, _on_change)) = watched {
                    observer.disconnect();
                }
            }
        });
    }
    *width
}

type OnChange = Closure<dyn FnMut(Array)>;

/// Without an observer the width stays what it was at first.
fn watch(
    element: &Element,
    width: UseStateSetter<Option<i32>>,
) -> Option<(ResizeObserver, OnChange)> {
    let watched = element.clone();
    let on_change = OnChange::new(move |_: Array| width.set(Some(measure(&watched))));
    let observer = ResizeObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some((observer, on_change))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a screen is not that wide, and a part of a sixteenth is of no interest"
)]
fn measure(element: &Element) -> i32 {
    (f64::from(element.client_width()) * 16.0 / root_font_px()) as i32
}

fn root_font_px() -> f64 {
    let window = web_sys::window();
    let root = window
        .as_ref()
        .and_then(web_sys::Window::document)
        .and_then(|document| document.document_element());
    let style = window
        .zip(root)
        .and_then(|(window, root)| window.get_computed_style(&root).ok().flatten());
    style
        .and_then(|style| style.get_property_value("font-size").ok())
        .and_then(|size| size.trim_end_matches("px").parse().ok())
        .unwrap_or(16.0)
}
