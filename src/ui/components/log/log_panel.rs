//! The log: what the programs print, what the broker did, what went wrong.

use std::rc::Rc;

use yew::prelude::*;

use super::LogLines;
use crate::{
    projection::{LogKind, Seek},
    ui::{hooks::use_paced, state::LogBuffer},
};

/// Props of [`LogPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LogPanelProps {
    /// The lines.
    pub log: Rc<LogBuffer>,
    /// How far it goes at the moment that is shown.
    pub told: u64,
    /// The person wants to see the moment of a line.
    pub on_seek: Callback<Seek>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
}

/// The lines with filters for their kinds.
#[component]
pub fn LogPanel(props: &LogPanelProps) -> Html {
    let hidden = use_state(Vec::<LogKind>::new);
    let log = use_paced(&props.log, DRAW_EVERY_MS);
    html! {
        <section class="panel log" aria-labelledby="log-heading">
            <header class="panel-head">
                <h2 id="log-heading">{ "Log" }</h2>
                <div class="filters" role="group" aria-label="Show in the log">
                    { for KINDS.iter().map(|&(kind, label)| filter(kind, label, &hidden)) }
                </div>
            </header>
            <LogLines {log} told={props.told} on_seek={props.on_seek.clone()}
                hidden={(*hidden).clone()} minutes_behind_utc={props.minutes_behind_utc} />
        </section>
    }
}

/// A publish of many writes thousands of lines in a second; drawing each batch of them would leave
/// the page no time for anything else.
const DRAW_EVERY_MS: u32 = 250;

const KINDS: [(LogKind, &str); 3] = [
    (LogKind::Program, "Programs"),
    (LogKind::Broker, "Broker"),
    (LogKind::Problem, "Problems"),
];

fn filter(kind: LogKind, label: &'static str, hidden: &UseStateHandle<Vec<LogKind>>) -> Html {
    let shown = !hidden.contains(&kind);
    let onclick = {
        let hidden = hidden.clone();
        Callback::from(move |_: MouseEvent| {
            let mut kinds = (*hidden).clone();
            if shown {
                kinds.push(kind);
            } else {
                kinds.retain(|&other| other != kind);
            }
            hidden.set(kinds);
        })
    };
    html! {
        <button key={label} type="button" class="filter" aria-pressed={shown.to_string()} {onclick}>
            <span aria-hidden="true">{ if shown { "✓ " } else { "" } }</span>{ label }
        </button>
    }
}
