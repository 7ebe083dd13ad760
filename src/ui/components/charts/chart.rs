//! One chart: its newest value in words, its lines as a picture, and the same as a table.

use yew::prelude::*;

use crate::{
    broker::Millis,
    ui::{
        components::controls::on_toggle,
        state::{Chart, HEIGHT, Line, Stretch, WIDTH},
        words::duration,
    },
};

/// Props of [`ChartFigure`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ChartFigureProps {
    /// What is drawn.
    pub chart: Chart,
    /// How long each interval is.
    pub interval: Millis,
}

/// The chart.
#[component]
pub fn ChartFigure(props: &ChartFigureProps) -> Html {
    let ChartFigureProps { chart, interval } = props;
    let intervals = chart.lines.first().map_or(0, |line| line.values.len());
    html! {
        <section class="chart">
            <h3 class="chart-title">{ &chart.title }{ ": " }<strong>{ &chart.newest }</strong></h3>
            <p class="chart-note">{ chart.meaning }</p>
            // The heading and the table say the same.
            <div class="chart-picture" aria-hidden="true">
                <span class="chart-top">{ chart.unit.figure(chart.top) }</span>
                <svg class="chart-lines" viewBox={format!("0 -2 {WIDTH} {}", HEIGHT + 4)}
                    preserveAspectRatio="none">
                    { for chart.lines.iter().map(|line| drawn(line, chart.top)) }
                </svg>
                <span class="chart-start">{ "0 s" }</span>
                <span class="chart-end">{ duration(ended(intervals, *interval)) }</span>
            </div>
            <ul class="chart-key" aria-hidden="true">
                { for chart.lines.iter().map(|line| key(chart, line)) }
            </ul>
            <Table chart={chart.clone()} interval={*interval} />
        </section>
    }
}

/// The numbers of the chart, drawn only when they are looked at.
#[component]
fn Table(props: &ChartFigureProps) -> Html {
    let ChartFigureProps { chart, interval } = props;
    let is_open = use_state_eq(|| false);
    let on_toggle = on_toggle(is_open.setter());
    html! {
        <details class="drawer" ontoggle={on_toggle}>
            <summary>{ "Show as a table" }<span class="visually-hidden">{ " for " }{ &chart.title }</span></summary>
            if *is_open {
                <div class="chart-table" tabindex="0" role="group" aria-label={chart.title.clone()}>
                    { table(chart, *interval) }
                </div>
            }
        </details>
    }
}

fn table(chart: &Chart, interval: Millis) -> Html {
    let intervals = chart.lines.first().map_or(0, |line| line.values.len());
    html! {
        <table>
            <thead><tr>
                <th scope="col">{ "Up to" }</th>
                { for chart.lines.iter().map(|line| html! { <th scope="col">{ line.name }</th> }) }
            </tr></thead>
            <tbody>
                { for (0..intervals).map(|index| html! {
                    <tr key={index}>
                        <th scope="row">{ duration(ended(index + 1, interval)) }</th>
                        { for chart.lines.iter().map(|line| html! { <td>{ cell(chart, line, index) }</td> }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn cell(chart: &Chart, line: &Line, index: usize) -> String {
    let value = line.values.get(index).copied().flatten();
    value.map_or_else(|| "–".to_owned(), |value| chart.unit.figure(value))
}

fn drawn(line: &Line, top: u64) -> Html {
    html! {
        { for line.stretches(top).into_iter().map(|Stretch { points, is_dot }| html! {
            <polyline class={classes!("chart-line", line.class, is_dot.then_some("chart-dot"))} {points}
                vector-effect="non-scaling-stroke" />
        }) }
    }
}

/// A piece of the line beside its name.
fn key(chart: &Chart, line: &Line) -> Html {
    let newest = line
        .newest()
        .map_or_else(|| "–".to_owned(), |value| chart.unit.figure(value));
    html! {
        <li key={line.name}>
            <svg class="chart-sample" viewBox="0 0 32 4">
                <polyline class={classes!("chart-line", line.class)} points="0,2 32,2" />
            </svg>
            { line.name }{ " " }<strong>{ newest }</strong>
        </li>
    }
}

/// How much of the run had passed when so many intervals had ended.
fn ended(intervals: usize, interval: Millis) -> Millis {
    Millis(interval.0 * intervals as u64)
}
