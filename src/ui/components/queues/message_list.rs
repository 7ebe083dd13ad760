//! The ready messages of a queue, to be looked at without consuming them.

use yew::prelude::*;

use crate::{
    broker::Position,
    projection::{MessageView, QueueView},
    ui::words::{count, grouped},
};

/// Props of [`MessageList`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MessageListProps {
    /// The queue whose window is shown.
    pub queue: std::rc::Rc<QueueView>,
    /// The person wants to see the messages from there on.
    pub on_look_at: Callback<u64>,
    /// The person wants to see one message whole.
    pub on_inspect: Callback<Position>,
}

/// The window of ready messages, head first, with buttons to page through the rest.
#[component]
pub fn MessageList(props: &MessageListProps) -> Html {
    let queue = &props.queue;
    if queue.ready == 0 {
        return html! { <p class="empty">{ nothing_ready(queue) }</p> };
    }
    let shown = queue.window.len() as u64;
    let first = queue.window_offset + 1;
    let last = queue.window_offset + shown;
    // Pages are as long as the window that came, and the last one may be shorter.
    let page = shown.max(1);
    html! {
        <div class="messages">
            <p class="messages-note">
                { format!("Ready {}–{} of {}, head first. Looking does not consume.",
                    grouped(first.min(last)), grouped(last), grouped(queue.ready)) }
            </p>
            <ol class="message-list" start={first.to_string()}
                aria-label={format!("Ready messages of {}", queue.name)}>
                { for queue.window.iter().map(|shown| message(shown, &props.on_inspect)) }
            </ol>
            if first > 1 || last < queue.ready {
                <div class="messages-pages">
                    if first > 1 {
                        { page_button("To the head", 0, &props.on_look_at) }
                        { page_button("Previous", queue.window_offset.saturating_sub(page.max(PAGE_MIN)),
                            &props.on_look_at) }
                    }
                    if last < queue.ready {
                        { page_button("Next", last, &props.on_look_at) }
                    }
                </div>
            }
        </div>
    }
}

/// Messages to go back at least, so that "Previous" on a short last page does not creep.
const PAGE_MIN: u64 = 10;

fn page_button(label: &str, offset: u64, on_look_at: &Callback<u64>) -> Html {
    let onclick = on_look_at.reform(move |_: MouseEvent| offset);
    html! { <button type="button" class="button" {onclick}>{ label.to_owned() }</button> }
}

fn nothing_ready(queue: &QueueView) -> &'static str {
    if queue.unacked > 0 {
        "No message is ready: consumers hold all of them."
    } else if queue.consumers > 0 {
        "Empty. Send an order, and a consumer with room gets it at once."
    } else {
        "Empty. Send an order; with no consumer it stays here."
    }
}

fn message(message: &MessageView, on_inspect: &Callback<Position>) -> Html {
    let position = message.position;
    let onclick = on_inspect.reform(move |_: MouseEvent| position);
    let cut = message.body_bytes > message.body.len() as u64;
    html! {
        <li key={message.position.0} class="message">
            <details>
                <summary>
                    <span class="message-label">{ &message.label }</span>
                    { badges(message) }
                </summary>
                <pre class="body">{ &message.body }</pre>
                <p class="message-facts">
                    { format!("Position {}, {}", message.position.0, count(message.body_bytes, "byte")) }
                    { if message.persistent { ", delivery_mode 2" } else { ", delivery_mode 1" } }
                    { if cut { "; the beginning of the body is shown" } else { "" } }
                </p>
                <button type="button" class="button" {onclick}
                    aria-label={format!("Inspect {}", message.label)}>{ "Inspect" }</button>
            </details>
        </li>
    }
}

/// What is special about a message, in words.
pub fn badges(message: &MessageView) -> Html {
    html! {
        <span class="badges">
            if message.poison {
                <span class="badge badge-poison">{ "☠ x-poison: true" }</span>
            }
            if message.redelivered {
                <span class="badge badge-redelivered">{ "↻ redelivered" }</span>
            }
            if message.persistent {
                <span class="badge">{ "persistent" }</span>
            } else {
                <span class="badge badge-transient">{ "transient" }</span>
            }
        </span>
    }
}
