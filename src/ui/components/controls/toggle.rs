//! Whether something folded is open.

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// Notes whether a `details` is open, so that what nobody sees is not drawn.
pub fn on_toggle(is_open: UseStateSetter<bool>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let details: HtmlDetailsElement = event.target_unchecked_into();
        is_open.set(details.open());
    })
}
