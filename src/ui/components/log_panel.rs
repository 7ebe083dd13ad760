//! The log: what the programs print, what the broker did, what went wrong.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    projection::LogKind,
    ui::{
        state::{LogBuffer, LogEntry},
        words::{count, time_of_day},
    },
};

/// Props of [`LogPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LogPanelProps {
    /// The lines.
    pub log: Rc<LogBuffer>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
}

/// The lines with filters. It follows the newest line while the reader is at the end, and stays where it is
/// when the reader has scrolled back. It is not announced line by line: the status line says what matters.
#[component]
pub fn LogPanel(props: &LogPanelProps) -> Html {
    let hidden = use_state(Vec::<LogKind>::new);
    let lines = use_node_ref();
    let at_end = use_mut_ref(|| true);
    let put_at = use_mut_ref(|| 0);
    {
        let (lines, at_end, put_at) = (lines.clone(), at_end.clone(), put_at.clone());
        use_effect_with((props.log.added(), (*hidden).clone()), move |_| {
            if let Some(lines) = lines.cast::<HtmlElement>().filter(|_| *at_end.borrow()) {
                lines.set_scroll_top(lines.scroll_height());
                put_at.replace(lines.scroll_top());
            }
        });
    }
    let onscroll = {
        let lines = lines.clone();
        Callback::from(move |_: Event| {
            // Our own scrolling is reported late, when more lines may have come; it says nothing.
            let scrolled = lines
                .cast::<HtmlElement>()
                .filter(|lines| lines.scroll_top() != *put_at.borrow());
            if let Some(lines) = scrolled {
                let below = lines.scroll_height() - lines.scroll_top() - lines.client_height();
                *at_end.borrow_mut() = below < AT_END_PX;
            }
        })
    };
    let shown = props
        .log
        .entries()
        .filter(|entry| !hidden.contains(&entry.line.kind));
    let drawn: Html = shown
        .map(|entry| {
            html! {
                <Line key={entry.key} entry={Rc::clone(entry)} minutes_behind_utc={props.minutes_behind_utc} />
            }
        })
        .collect();
    html! {
        <section class="panel log" aria-labelledby="log-heading">
            <header class="panel-head">
                <h2 id="log-heading">{ "Log" }</h2>
                <div class="filters" role="group" aria-label="Show in the log">
                    { for KINDS.iter().map(|&(kind, label)| filter(kind, label, &hidden)) }
                </div>
            </header>
            <div class="log-lines" role="log" aria-live="off" aria-labelledby="log-heading" tabindex="0"
                ref={lines} {onscroll}>
                if props.log.added() == 0 {
                    <p class="empty">{ "Nothing has happened yet. Send the course's two orders." }</p>
                }
                { drawn }
            </div>
        </section>
    }
}

/// So near to the end still counts as being there.
const AT_END_PX: i32 = 24;

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

#[derive(Clone, Debug, PartialEq, Properties)]
struct LineProps {
    entry: Rc<LogEntry>,
    minutes_behind_utc: i32,
}

/// A line, a component of its own so that it is drawn once.
#[component]
fn Line(props: &LineProps) -> Html {
    let LogEntry { left_out, line, .. } = &*props.entry;
    let class = match line.kind {
        LogKind::Program => "line-program",
        LogKind::Broker => "line-broker",
        LogKind::Problem => "line-problem",
    };
    html! {
        <>
            if *left_out > 0 {
                <p class="line-gap">{ format!("{} left out", count(*left_out, "line")) }</p>
            }
            <p class={classes!("line", class)}>
                <span class="line-time">{ time_of_day(line.at, props.minutes_behind_utc) }</span>{ " " }
                <span class="line-source">{ &line.source }</span>{ " " }
                <span class="line-text">
                    if line.kind == LogKind::Problem {
                        <span class="line-mark">{ "Problem: " }</span>
                    }
                    { &line.text }
                </span>
            </p>
        </>
    }
}
