//! A line of the log, and on request why it happened.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::{LogKind, Seek, Why},
    ui::{
        state::LogEntry,
        words::{count, time_of_day},
    },
};

/// Props of [`LogLine`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LogLineProps {
    /// The line.
    pub entry: Rc<LogEntry>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
    /// Whether it had not been said yet at the moment that is shown.
    pub is_later: bool,
    /// The person wants to see its moment.
    pub on_seek: Callback<Seek>,
    /// Whether Tab comes to this line's button.
    pub is_tab_stop: bool,
    /// Its button has the focus.
    pub on_focus: Callback<u64>,
}

/// A line, a component of its own so that it is drawn once. The line stays one line; the reason is
/// drawn below it when it is asked for.
#[component]
pub fn LogLine(props: &LogLineProps) -> Html {
    let LogEntry {
        left_out,
        line,
        key,
    } = &*props.entry;
    let is_open = use_state(|| false);
    let class = match line.kind {
        LogKind::Program => "line-program",
        LogKind::Broker => "line-broker",
        LogKind::Problem => "line-problem",
    };
    let text_id = format!("log-line-{key}");
    html! {
        <>
            if *left_out > 0 {
                <p class="line-gap">{ format!("{} left out", count(*left_out, "line")) }</p>
            }
            <div class={classes!("entry", props.is_later.then_some("entry-later"))}>
                <p class={classes!("line", class)}>
                    <span class="line-time">{ time_of_day(line.at, props.minutes_behind_utc) }</span>{ " " }
                    <span class="line-source">{ &line.source }</span>{ " " }
                    <span class="line-text" id={line.why.is_some().then(|| text_id.clone())}>
                        if props.is_later {
                            <span class="visually-hidden">{ "Later: " }</span>
                        }
                        if line.kind == LogKind::Problem {
                            <span class="line-mark">{ "Problem: " }</span>
                        }
                        { &line.text }
                    </span>
                </p>
                if line.why.is_some() {
                    { button(props, &text_id, &is_open) }
                }
                if let Some(why) = line.why.as_ref().filter(|_| *is_open) {
                    { reason_of(props, why) }
                }
            </div>
        </>
    }
}

fn button(props: &LogLineProps, text_id: &str, is_open: &UseStateHandle<bool>) -> Html {
    let key = props.entry.key;
    let opened = **is_open;
    let onclick = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!opened))
    };
    let onfocus = props.on_focus.reform(move |_: FocusEvent| key);
    html! {
        <button type="button" class="why-button" aria-expanded={opened.to_string()}
            aria-controls={opened.then(|| reason_id(key))} aria-describedby={text_id.to_owned()}
            tabindex={if props.is_tab_stop { "0" } else { "-1" }} {onclick} {onfocus}>
            { "Why?" }<span aria-hidden="true">{ if opened { " ▾" } else { " ▸" } }</span>
        </button>
    }
}

fn reason_of(props: &LogLineProps, why: &Why) -> Html {
    let told = props.entry.line.told;
    let on_seek = props.on_seek.reform(move |_: MouseEvent| Seek::Line(told));
    html! {
        <div class="why" id={reason_id(props.entry.key)}>
            <div class="why-rule">{ &why.rule }</div>
            <a class="why-page" href={why.page.url()} target="_blank" rel="noopener noreferrer">
                { "RabbitMQ: " }{ why.page.title() }
                <span class="visually-hidden">{ " (opens in a new tab)" }</span>
            </a>
            <button type="button" class="why-moment" onclick={on_seek}>{ "Show this moment" }</button>
        </div>
    }
}

fn reason_id(key: u64) -> String {
    format!("log-why-{key}")
}
