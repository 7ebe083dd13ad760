//! How high the page would like to be.

use js_sys::Array;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The height of all that the page shows, in CSS pixels, while it is asked for.
#[hook]
pub(in crate::ui) fn use_height(is_wanted: bool) -> Option<u32> {
    let height = use_state_eq(|| None::<u32>);
    {
        let setter = height.setter();
        use_effect_with(is_wanted, move |&is_wanted| {
            let watched = whole().filter(|_| is_wanted).and_then(|whole| {
                let observed = whole.clone();
                let on_change = Closure::<dyn FnMut(Array)>::new(move |_: Array| {
                    setter.set(u32::try_from(observed.scroll_height()).ok());
                });
                let observer = ResizeObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
                observer.observe(&whole);
                Some((observer, on_change))
            });
            move || {
                if let Some((observer, _on_change)) = watched {
                    observer.disconnect();
                }
            }
        });
    }
    *height
}

fn whole() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id("app")
}
