//! Charts of the whole run, small ones on one time axis.
//!
//! They are a handful of SVG polylines, which Yew draws as it draws the rest.

mod chart;
mod panel;

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

pub use chart::{ChartFigure, ChartFigureProps};
pub use panel::{MeasurePanel, MeasurePanelProps};

/// Notes whether a `details` is open, so that what nobody sees is not drawn.
fn on_toggle(is_open: UseStateSetter<bool>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let details: HtmlDetailsElement = event.target_unchecked_into();
        is_open.set(details.open());
    })
}
