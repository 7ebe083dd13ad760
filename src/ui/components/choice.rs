//! A choice out of a few, as radio buttons.

use yew::prelude::*;

/// What one radio button is about.
pub(super) struct Choice<'a> {
    /// What belongs together has the same name; unique on the page.
    pub(super) name: &'static str,
    /// What is chosen by it.
    pub(super) label: &'a str,
    /// A line that explains it.
    pub(super) hint: &'static str,
    /// The id of what else describes it.
    pub(super) described_by: Option<&'a str>,
    /// Whether it is what is so.
    pub(super) checked: bool,
}

/// A radio button with its label.
pub(super) fn radio(choice: &Choice<'_>, on_choose: &Callback<Event>) -> Html {
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
