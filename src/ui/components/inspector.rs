//! One message, whole: where it stands, what it says and what happened to it.
//!
//! Everything in it may come from a stranger and is shown as text.

use yew::prelude::*;

use crate::{
    projection::{History, HistoryEntry, Inspection, MessageContent, Standing},
    ui::{
        hooks::use_dialog,
        words::{count, time_of_day},
    },
};

/// Props of [`Inspector`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct InspectorProps {
    /// The message, if one is looked at.
    pub inspected: Option<Inspection>,
    /// Minutes that the reader's clock is behind UTC.
    pub minutes_behind_utc: i32,
    /// The person has seen it.
    pub on_close: Callback<()>,
}

/// A dialog. Escape closes it, and the focus goes back to where it was.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let dialog = use_dialog(props.inspected.is_some());
    let onclose = props.on_close.reform(|_: Event| ());
    let on_done = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={dialog} class="confirm inspector" aria-labelledby="inspector-heading" {onclose}>
            <h2 id="inspector-heading">
                { props.inspected.as_ref().map(|message|
                    format!("Message {} of {}", message.position.0, message.queue)) }
            </h2>
            { props.inspected.as_ref().map(|message| inspection(message, props.minutes_behind_utc)) }
            <div class="confirm-buttons">
                <button type="button" class="button" onclick={on_done}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

fn inspection(message: &Inspection, minutes_behind_utc: i32) -> Html {
    html! {
        <>
            if let Some(content) = &message.content {
                { self::content(content) }
            } else {
                <p>{ "It is not there any more, and what it said is forgotten." }</p>
            }
            if let Some(history) = &message.history {
                { self::history(history, minutes_behind_utc) }
            } else {
                <p>{ "Nothing has happened to it since the page was opened, or it is forgotten." }</p>
            }
        </>
    }
}

fn content(content: &MessageContent) -> Html {
    let exchange = match content.exchange.as_str() {
        "" => "(the default exchange)",
        exchange => exchange,
    };
    let cut = content.body_bytes > content.body.len() as u64;
    html! {
        <>
            <dl class="inspector-facts">
                { fact("exchange", exchange) }
                { fact("routing key", &content.routing_key) }
                { for content.properties.iter().map(|(name, value)| fact(name, value)) }
                { for content.headers.iter().map(|(name, value)|
                    fact(&format!("header {name}"), value)) }
            </dl>
            <pre class="body" tabindex="0" aria-label="Body">{ &content.body }</pre>
            <p class="message-facts">
                { count(content.body_bytes, "byte") }
                { if cut { "; the beginning of the body is shown" } else { "" } }
            </p>
        </>
    }
}

fn fact(name: &str, value: &str) -> Html {
    html! { <div><dt>{ name.to_owned() }</dt><dd>{ value.to_owned() }</dd></div> }
}

fn history(history: &History, minutes_behind_utc: i32) -> Html {
    html! {
        <>
            <h3>{ "History" }</h3>
            <ul class="inspector-places">
                { for history.places.iter().map(|(queue, position, standing)| html! {
                    <li>{ format!("{queue}, position {}: {}", position.0, stands(standing)) }</li>
                }) }
            </ul>
            if history.begins_before {
                <p>{ "It was there before: what happened until then is not known." }</p>
            }
            if history.left_out > 0 {
                <p>{ format!("{} after the first few are forgotten.",
                    count(history.left_out, "entry of its history")) }</p>
            }
            <ol class="inspector-history">
                { for history.entries.iter().map(|entry| self::entry(entry, minutes_behind_utc)) }
            </ol>
        </>
    }
}

fn stands(standing: &Standing) -> String {
    match standing {
        Standing::Ready => "Ready".to_owned(),
        Standing::Held { delivery_tag, .. } => {
            format!("Unacked, delivery tag {}", delivery_tag.0)
        }
        Standing::Gone => "gone".to_owned(),
    }
}

fn entry(entry: &HistoryEntry, minutes_behind_utc: i32) -> Html {
    html! {
        <li>
            <span class="line-time">{ time_of_day(entry.at, minutes_behind_utc) }</span>{ " " }
            { &entry.text }
            if let Some(why) = &entry.why {
                <p class="inspector-why">{ &why.rule }</p>
            }
        </li>
    }
}
