//! What can be done with a message where it stands.

use yew::prelude::*;

use super::InspectorProps;
use crate::{
    projection::{Inspection, Reach, ShovelView},
    simulation::{Settlement, ShovelSettings, Treatment, Which},
    ui::components::queues::{MoveForm, ShovelNote},
    worker::message::Call,
};

/// The buttons, each with what it does. What is out of reach has none.
pub(super) fn actions(
    message: &Inspection,
    props: &InspectorProps,
    on_ask: &Callback<Call>,
) -> Html {
    let shovel = props.shovel.clone().filter(|shovel| is_of(shovel, message));
    let on_stop = on_ask.reform(|()| Call::StopShovel);
    html! {
        <div class="inspector-actions" role="group" aria-label="What can be done with it">
            { match &message.reach {
                Reach::Ready => of_ready(message, props, on_ask),
                Reach::Held { consumer, delivery_tag } => {
                    let settle = |settlement| Call::Settle {
                        name: consumer.clone(),
                        delivery_tag: *delivery_tag,
                        settlement,
                    };
                    of_held(consumer, settle, on_ask)
                }
                Reach::Beyond => Html::default(),
            } }
            if message.content.is_some() {
                { publish_again(message, props) }
            }
            <ShovelNote {shovel} {on_stop} />
        </div>
    }
}

/// Leads to the publish form, where it can be changed first.
fn publish_again(message: &Inspection, props: &InspectorProps) -> Html {
    let place = (message.queue.clone(), message.position);
    let onclick = (props.on_ask).reform(move |_: MouseEvent| Call::PublishAgain(place.clone()));
    button(
        "Publish again…",
        "Into the publish form, to be changed and sent as another message.",
        onclick,
    )
}

/// Whether the shovel was told to take this message.
fn is_of(shovel: &ShovelView, message: &Inspection) -> bool {
    let ShovelSettings { queue, which, .. } = &shovel.settings;
    *queue == message.queue && *which == Which::One(message.position)
}

fn of_ready(message: &Inspection, props: &InspectorProps, on_ask: &Callback<Call>) -> Html {
    let shovel = {
        let (queue, which) = (message.queue.clone(), Which::One(message.position));
        move |treatment| {
            Call::Shovel(ShovelSettings {
                queue: queue.clone(),
                which,
                treatment,
            })
        }
    };
    let button = |label: &'static str, hint: &'static str, treatment: Treatment| {
        let call = shovel(treatment);
        let onclick = on_ask.reform(move |_: MouseEvent| call.clone());
        button(label, hint, onclick)
    };
    let on_move = {
        let shovel = shovel.clone();
        props
            .on_ask
            .reform(move |to| shovel(Treatment::Move { to }))
    };
    html! {
        <>
            <MoveForm id="inspector-move" queue={message.queue.clone()} queues={props.queues.clone()}
                died_in={message.died_in.clone()} label="Move" {on_move} />
            { button("Reject", "Its queue dead-letters it, or drops it.", Treatment::Reject) }
            { button("Remove", "Acked, though nobody has worked on it.", Treatment::Remove) }
            <p class="field-hint">
                { "A client can only take what is at the head: what stands before it is taken, too, and put back, \
                   flagged redelivered." }
            </p>
        </>
    }
}

fn of_held(consumer: &str, settle: impl Fn(Settlement) -> Call, on_ask: &Callback<Call>) -> Html {
    let button = |label: &'static str, hint: &'static str, settlement: Settlement| {
        let call = settle(settlement);
        let onclick = on_ask.reform(move |_: MouseEvent| call.clone());
        button(label, hint, onclick)
    };
    html! {
        <>
            <p>{ format!("Held by {consumer}, which can:") }</p>
            { button("Ack", "It has done its work and is gone.", Settlement::Ack) }
            { button("Requeue", "It goes back to its place.", Settlement::Requeue) }
            { button("Drop", "Its queue dead-letters it, or it is gone.", Settlement::Drop) }
        </>
    }
}

fn button(label: &'static str, hint: &'static str, onclick: Callback<MouseEvent>) -> Html {
    let hint_id = format!("inspector-{}", label.to_lowercase().replace(' ', "-"));
    html! {
        <p class="inspector-action">
            <button type="button" class="button" aria-describedby={hint_id.clone()} {onclick}>{ label }</button>
            <small id={hint_id}>{ hint }</small>
        </p>
    }
}
