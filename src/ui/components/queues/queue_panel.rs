//! A queue: its counts, its ready messages, and what can be done to it.

use std::rc::Rc;

use yew::prelude::*;

use super::{MessageList, MoveForm, ShovelNote, exchange_list::arguments};
use crate::{
    broker::{Position, QueueName},
    projection::{QueueView, ShovelView, Spot},
    ui::{
        components::{
            controls::{ConfirmButton, RefusalNote, counter},
            inspector::NodeButton,
        },
        words::{count, grouped},
    },
    worker::message::Refusal,
};

/// Props of [`QueuePanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct QueuePanelProps {
    /// The queue.
    pub queue: Rc<QueueView>,
    /// All queues, to which its messages can be moved.
    pub queues: Vec<QueueName>,
    /// The shovel, if it was used here last.
    pub shovel: Option<ShovelView>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants to see the ready messages from there on.
    pub on_look_at: Callback<u64>,
    /// The person wants to see one message whole.
    pub on_inspect: Callback<Position>,
    /// The person wants the ready messages in another queue.
    pub on_move: Callback<QueueName>,
    /// The person wants that to stop.
    pub on_stop: Callback<()>,
    /// The person wants the ready messages gone.
    pub on_purge: Callback<()>,
    /// The person wants the queue gone.
    pub on_delete: Callback<()>,
}

/// A queue's panel.
#[component]
pub fn QueuePanel(props: &QueuePanelProps) -> Html {
    let queue = &props.queue;
    let name = queue.name.to_string();
    html! {
        <article id={format!("queue-card-{name}")} class="card queue" tabindex="-1" aria-label={name.clone()}>
            <header class="card-head">
                <h3 class="name">{ &name }</h3>
                if queue.durable {
                    <span class="badge">{ "durable" }</span>
                } else {
                    <span class="badge badge-transient">{ "transient" }</span>
                }
                if queue.exclusive {
                    <span class="badge">{ "exclusive" }</span>
                }
                if queue.auto_delete {
                    <span class="badge">{ "auto-delete" }</span>
                }
            </header>
            { arguments(&queue.arguments) }
            <dl class="counts">
                { counter("Ready", queue.ready, "count-ready") }
                { counter("Unacked", queue.unacked, "count-unacked") }
                { counter("Total", queue.total(), "count-total") }
            </dl>
            <MessageList queue={Rc::clone(queue)} on_look_at={props.on_look_at.clone()}
                on_inspect={props.on_inspect.clone()} />
            <ShovelNote shovel={props.shovel.clone()} on_stop={props.on_stop.clone()} />
            <RefusalNote refusal={props.refusal.clone()} />
            if queue.ready > 0 {
                <details class="drawer">
                    <summary>{ "Move messages" }<span class="visually-hidden">{ format!(" of {name}") }</span></summary>
                    <MoveForm id={format!("move-{name}")} queue={queue.name.clone()} queues={props.queues.clone()}
                        died_in={queue.died_in.clone()} on_move={props.on_move.clone()}
                        label={format!("Move all {}", grouped(queue.ready))} />
                </details>
            }
            <div class="card-actions">
                <NodeButton spot={Spot::Queue(queue.name.clone())} name={name.clone()} />
                if queue.ready > 0 {
                    <ConfirmButton label="Purge" name={format!("Purge {name}")}
                        question={format!("Purge {name}?")} consequence={purge_consequence(queue)}
                        confirm="Purge" on_confirm={props.on_purge.clone()} />
                }
                <ConfirmButton label="Delete" name={format!("Delete {name}")}
                    question={format!("Delete {name}?")} consequence={delete_consequence(queue)}
                    confirm="Delete" on_confirm={props.on_delete.clone()} />
            </div>
        </article>
    }
}

fn purge_consequence(queue: &QueueView) -> String {
    let gone = format!(
        "{} will be gone for good.",
        count(queue.ready, "ready message")
    );
    if queue.unacked == 0 {
        return gone;
    }
    format!(
        "{gone} What consumers hold ({} unacked) is not touched.",
        grouped(queue.unacked)
    )
}

fn delete_consequence(queue: &QueueView) -> String {
    let gone = format!(
        "The queue and {} will be gone for good.",
        count(queue.total(), "message")
    );
    if queue.consumers == 0 {
        return gone;
    }
    format!(
        "{gone} The broker cancels {} on it.",
        count(queue.consumers, "consumer")
    )
}
