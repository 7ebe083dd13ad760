//! The lines of the log.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::LogLine;
use crate::{
    projection::{LogKind, Seek},
    ui::state::{LogBuffer, LogEntry},
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
    /// How far it goes at the moment that is shown.
    pub told: u64,
    /// The person wants to see the moment of a line.
    pub on_seek: Callback<Seek>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
}

/// The lines in a box that follows the newest one while the reader is at the end, and stays where
/// it is when the reader has scrolled back. It is not announced line by line: the status line says
/// what matters.
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
    let focused = use_state(|| None::<u64>);
    let on_focus = {
        let focused = focused.setter();
        use_callback((), move |key, ()| focused.set(Some(key)))
    };
    let tab_stop = tab_stop(props, *focused);
    let drawn: Html = shown(props)
        .map(|entry| {
            html! {
                <LogLine key={entry.key} entry={Rc::clone(entry)}
                    minutes_behind_utc={props.minutes_behind_utc} on_seek={&props.on_seek}
                    is_later={props.log.is_later(entry, props.told)}
                    is_tab_stop={tab_stop == Some(entry.key)} on_focus={&on_focus} />
            }
        })
        .collect();
    let onkeydown = Callback::from(|event: KeyboardEvent| go_from_line_to_line(&event));
    html! {
            <div class="log-lines" role="log" aria-live="off" aria-labelledby="log-heading" tabindex="0"
                ref={lines} {onscroll} {onkeydown}>
                if props.log.added() == 0 {
                    <p class="empty">{ "Nothing has happened yet. Send the course's two orders." }</p>
                }
                { drawn }
            </div>
    }
}

fn shown(props: &LogLinesProps) -> impl DoubleEndedIterator<Item = &Rc<LogEntry>> {
    let entries = props.log.entries();
    entries.filter(|entry| !props.hidden.contains(&entry.line.kind))
}

/// The line whose button Tab comes to: the one that had the focus last, as long as it is shown, or
/// the newest.
fn tab_stop(props: &LogLinesProps, focused: Option<u64>) -> Option<u64> {
    let with_reason = || shown(props).rev().filter(|entry| entry.line.why.is_some());
    let is_shown = with_reason().any(|entry| Some(entry.key) == focused);
    let newest = || with_reason().next().map(|entry| entry.key);
    focused.filter(|_| is_shown).or_else(newest)
}

/// A reason is a button's distance away, but five hundred buttons are no distance to walk by Tab:
/// Tab comes to one of them, and from there Up, Down, Home and End go from line to line.
fn go_from_line_to_line(event: &KeyboardEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.filter(|target| target.matches(WHY_BUTTON).unwrap_or(false));
    let Some(entry) = button.and_then(|button| button.parent_element()) else {
        return;
    };
    let lines = entry.parent_element();
    let found = match &*event.key() {
        "ArrowUp" => find_button(entry.previous_element_sibling(), previous),
        "ArrowDown" => find_button(entry.next_element_sibling(), next),
        "Home" => find_button(lines.and_then(|lines| lines.first_element_child()), next),
        "End" => find_button(lines.and_then(|lines| lines.last_element_child()), previous),
        _ => return,
    };
    event.prevent_default();
    if let Some(button) = found {
        // It only fails on an element that is not in the page any more.
        drop(button.focus());
    }
}

/// The first button on the way from here on.
fn find_button(
    from: Option<Element>,
    on: impl Fn(&Element) -> Option<Element>,
) -> Option<HtmlElement> {
    let mut at = from;
    while let Some(here) = at {
        let button = here.query_selector(WHY_BUTTON).ok().flatten();
        if let Some(button) = button {
            return button.dyn_into().ok();
        }
        at = on(&here);
    }
    None
}

fn previous(element: &Element) -> Option<Element> {
    element.previous_element_sibling()
}

fn next(element: &Element) -> Option<Element> {
    element.next_element_sibling()
}

const WHY_BUTTON: &str = ".why-button";
