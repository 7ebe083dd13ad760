//! The panel: comparisons to begin with, one of one's own, and what came of the last.

use std::rc::Rc;

use yew::prelude::*;

use super::{ComparisonForm, ComparisonResult};
use crate::{
    projection::{ComparisonProgress, ComparisonView},
    simulation::ComparisonSettings,
    ui::state::Preset,
    worker::message::Refusal,
};

/// Props of [`ComparisonPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ComparisonPanelProps {
    /// What came of the last one.
    pub comparison: Option<Rc<ComparisonView>>,
    /// How far the one is that is under way.
    pub progress: Option<ComparisonProgress>,
    /// Whether one is under way.
    pub busy: bool,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants to see these compared.
    pub on_compare: Callback<ComparisonSettings>,
    /// The person has seen enough.
    pub on_stop: Callback<()>,
}

/// The panel. The broker above goes on meanwhile and knows nothing of it.
#[component]
pub fn ComparisonPanel(props: &ComparisonPanelProps) -> Html {
    html! {
        <section class="panel comparison" aria-labelledby="comparison-heading">
            <header class="panel-head">
                <h2 id="comparison-heading">{ "Compare two set-ups" }</h2>
                <p class="panel-note">
                    { "the same orders come to A and to B, each with a broker of its own; the one above is left alone" }
                </p>
            </header>
            <div class="comparison-presets" role="group" aria-label="Comparisons to begin with">
                { for Preset::ALL.into_iter().map(|preset| button(preset, props)) }
            </div>
            <ComparisonForm busy={props.busy} refusal={props.refusal.clone()} on_compare={props.on_compare.clone()} />
            { progress(props) }
            if let Some(comparison) = &props.comparison {
                <ComparisonResult comparison={Rc::clone(comparison)} />
            }
        </section>
    }
}

fn button(preset: Preset, props: &ComparisonPanelProps) -> Html {
    let (label, hint) = called(preset);
    let hint_id = format!("comparison-hint-{preset:?}");
    let (busy, on_compare) = (props.busy, props.on_compare.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if !busy && let Ok(settings) = preset.draft().parse() {
            on_compare.emit(settings);
        }
    });
    html! {
        <div key={label} class="comparison-preset">
            <button type="button" class="button" aria-disabled={busy.then_some("true")}
                aria-describedby={hint_id.clone()} {onclick}>{ label }</button>
            <p class="field-hint" id={hint_id}>{ hint }</p>
        </div>
    }
}

/// A screen reader can ask how far it is, and is told of the end by the page's status.
fn progress(props: &ComparisonPanelProps) -> Html {
    if !props.busy {
        return Html::default();
    }
    let onclick = props.on_stop.reform(|_: MouseEvent| ());
    let (done, total) = props
        .progress
        .map_or((0, 1), |progress| (progress.done, progress.total));
    html! {
        <div class="job">
            <label>
                <span>{ "Both are running" }</span>
                <progress max={total.to_string()} value={done.to_string()}></progress>
            </label>
            <button type="button" class="button" {onclick}>{ "Stop the comparison" }</button>
        </div>
    }
}

const fn called(preset: Preset) -> (&'static str, &'static str) {
    match preset {
        Preset::Prefetch => (
            "Prefetch 1 and 10",
            "A fast consumer and a slow one: who gets the orders?",
        ),
        Preset::Acknowledgement => (
            "Manual and automatic ack",
            "The consumer crashes after two seconds: what is lost?",
        ),
        Preset::Consumers => (
            "One consumer and three",
            "More orders than one can take: how long until all are done?",
        ),
    }
}
