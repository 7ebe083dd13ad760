//! A choice out of a few, as radio buttons.

use yew::prelude::*;

/// What one radio button is about.
#[derive(Debug)]
pub struct Choice<'a> {
    /// What belongs together has the same name; unique on the page.
    pub name: &'static str,
    /// What is chosen by it.
    pub label: &'a str,
    /// A line that explains it.
    pub hint: &'static str,
    /// The id of what else describes it.
    pub described_by: Option<&'a str>,
    /// Whether it is what is so.
    pub checked: bool,
}

/// A radio button with its label.
pub fn radio(choice: &Choice<'_>, on_choose: &Callback<Event>) -> Html {
    html! {
        <label class="choice">
            <input type="radio" name={choice.name} checked={choice.checked} onchange={on_choose}
                aria-describedby={choice.described_by.map(str::to_owned)} />
            <span>
                { choice.label.to_owned() }
                if !choice.hint.is_empty() {
                    <small>{ choice.hint }</small>
                }
            </span>
        </label>
    }
}
