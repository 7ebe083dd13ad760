//! A number with its word.

use yew::prelude::*;

use crate::ui::words::grouped;

/// A number with its word.
pub fn counter(label: &'static str, number: u64, class: &'static str) -> Html {
    html! {
        <div class={classes!("count", class)}>
            <dt>{ label }</dt>
            <dd>{ grouped(number) }</dd>
        </div>
    }
}
