//! What came of a comparison: in a sentence, in a table, and in charts on one axis.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::ComparisonView,
    ui::{
        components::charts::ChartFigure,
        state::comparison_charts,
        words::{compared, conclusion, configuration},
    },
};

/// Props of [`ComparisonResult`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ComparisonResultProps {
    /// What came of it.
    pub comparison: Rc<ComparisonView>,
}

/// The result. It says what was compared, since the form may say something else by now.
#[component]
pub fn ComparisonResult(props: &ComparisonResultProps) -> Html {
    let comparison = &*props.comparison;
    let interval = comparison.sides[0].measures.interval;
    let [a, b] = &comparison.settings.sides;
    html! {
        <div class="comparison-result">
            <p class="comparison-conclusion">{ conclusion(comparison) }</p>
            <p class="panel-note">{ format!("{} orders, {} a second.", comparison.settings.arrivals.total(),
                comparison.settings.arrivals.per_second) }</p>
            <ul class="comparison-sides-said">
                <li>{ "A: " }{ configuration(a) }</li>
                <li>{ "B: " }{ configuration(b) }</li>
            </ul>
            <div class="comparison-table" tabindex="0" role="group" aria-label="A and B, compared">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Measure" }</th>
                        <th scope="col">{ "A" }</th>
                        <th scope="col">{ "B" }</th>
                        <th scope="col">{ "Difference" }</th>
                    </tr></thead>
                    <tbody>
                        { for compared(comparison).into_iter().map(|row| {
                            let [a, b] = row.sides;
                            html! {
                                <tr key={row.name}>
                                    <th scope="row">{ row.name }</th>
                                    <td>{ a }</td>
                                    <td>{ b }</td>
                                    <td>{ row.difference }</td>
                                </tr>
                            }
                        }) }
                    </tbody>
                </table>
            </div>
            <div class="charts">
                { for comparison_charts(comparison).into_iter().map(|chart| {
                    let key = chart.title.clone();
                    html! { <ChartFigure {key} {chart} {interval} /> }
                }) }
            </div>
        </div>
    }
}
