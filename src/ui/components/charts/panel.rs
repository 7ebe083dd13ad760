//! What was measured over the run: the first charts, and the others when asked for.

use std::rc::Rc;

use yew::prelude::*;

use super::ChartFigure;
use crate::{
    projection::Measures,
    ui::{
        components::controls::on_toggle,
        hooks::use_paced,
        state::{Chart, first_charts, more_charts},
        words::duration,
    },
};

/// Drawn no faster than this, so that nothing flashes while much happens.
const DRAW_EVERY_MS: u32 = 200;

/// Props of [`MeasurePanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MeasurePanelProps {
    /// What was measured.
    pub measures: Rc<Measures>,
}

/// The panel.
#[component]
pub fn MeasurePanel(props: &MeasurePanelProps) -> Html {
    let measures = use_paced(&props.measures, DRAW_EVERY_MS);
    let is_open = use_state_eq(|| false);
    let on_toggle = on_toggle(is_open.setter());
    let is_empty = measures.published.is_empty();
    html! {
        <section class="panel measures" aria-labelledby="measures-heading">
            <header class="panel-head">
                <h2 id="measures-heading">{ "The run, measured" }</h2>
                <p class="panel-note">{ note(&measures) }</p>
            </header>
            if is_empty {
                <p class="empty">{ "Nothing is measured yet: the first interval is under way." }</p>
            } else {
                { charts(first_charts(&measures), &measures) }
                <details class="drawer" ontoggle={on_toggle}>
                    <summary>{ "Waiting time, utilisation and other queues" }</summary>
                    if *is_open {
                        { charts(more_charts(&measures), &measures) }
                    }
                </details>
            }
        </section>
    }
}

fn charts(charts: Vec<Chart>, measures: &Measures) -> Html {
    html! {
        <div class="charts">
            { for charts.into_iter().map(|chart| {
                let key = chart.title.clone();
                html! { <ChartFigure {key} {chart} interval={measures.interval} /> }
            }) }
        </div>
    }
}

fn note(measures: &Measures) -> String {
    format!(
        "on the virtual clock, one point for each {}; as the run grows, points are merged and the whole of it \
         stays on the axis",
        duration(measures.interval)
    )
}
