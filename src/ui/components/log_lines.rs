//! The lines of the log.

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

/// So near to the end still counts as being there.
const AT_END_PX: i32 = 24;

/// Props of [`LogLines`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LogLinesProps {
    /// The lines.
    pub log: Rc<LogBuffer>,
    /// Kinds of lines that are not to be seen.
    pub hidden: Vec<LogKind>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
}

/// The lines in a box that follows the newest one while the reader is at the end, and stays where it is when the
/// reader has scrolled back. It is not announced line by line: the status line says what matters.
#[component]
pub fn LogLines(props: &LogLinesProps) -> Html {
    let lines = use_node_ref();
    let at_end = use_mut_ref(|| true);
    let put_at = use_mut_ref(|| 0);
    {
        let (lines, at_end, put_at) = (lines.clone(), at_end.clone(), put_at.clone());
        use_effect_with((props.log.added(), props.hidden.clone()), move |_| {
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
        .filter(|entry| !props.hidden.contains(&entry.line.kind));
    let drawn: Html = shown
        .map(|entry| {
            html! {
                <Line key={entry.key} entry={Rc::clone(entry)} minutes_behind_utc={props.minutes_behind_utc} />
            }
        })
        .collect();
    html! {
            <div class="log-lines" role="log" aria-live="off" aria-labelledby="log-heading" tabindex="0"
                ref={lines} {onscroll}>
                if props.log.added() == 0 {
                    <p class="empty">{ "Nothing has happened yet. Send the course's two orders." }</p>
                }
                { drawn }
            </div>
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
