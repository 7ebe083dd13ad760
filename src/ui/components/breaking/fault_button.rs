//! A fault that can be injected: a button with the sentence that says what it teaches.

use yew::prelude::*;

use crate::worker::message::Fault;

/// A button with its sentence. One that takes another's place has its key, and so keeps the focus.
pub fn fault_button(
    key: &'static str,
    label: &'static str,
    accessible: String,
    sentence: &'static str,
    fault: Fault,
    on_fault: &Callback<Fault>,
) -> Html {
    let onclick = on_fault.reform(move |_: MouseEvent| fault.clone());
    html! {
        <li {key}>
            <button type="button" class="button" aria-label={accessible} {onclick}>{ label }</button>
            <p>{ sentence }</p>
        </li>
    }
}
