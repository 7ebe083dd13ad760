//! Something that is so or is not.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A checkbox with its label and a line that explains it.
pub fn tick(
    label: &'static str,
    hint: &'static str,
    checked: bool,
    on_tick: &Callback<bool>,
) -> Html {
    let onchange = on_tick.reform(|event: Event| {
        let checkbox: HtmlInputElement = event.target_unchecked_into();
        checkbox.checked()
    });
    html! {
        <label class="choice">
            <input type="checkbox" {checked} {onchange} />
            <span>{ label }<small>{ hint }</small></span>
        </label>
    }
}
