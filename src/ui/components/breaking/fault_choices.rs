//! What can be broken between the programs and the broker, in the menu: one click each, with what
//! it teaches.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::ConsumerView,
    simulation::{BurstSettings, ConsumerState},
    worker::message::Fault,
};

/// Props of [`FaultChoices`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FaultChoicesProps {
    /// The consumers; it is the first one that runs to which something happens.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// The person wants that broken, or mended.
    pub on_fault: Callback<Fault>,
}

/// The choices. What concerns a consumer is there while one runs.
#[component]
pub fn FaultChoices(props: &FaultChoicesProps) -> Html {
    let mut consumers = props.consumers.iter();
    let running = consumers.find(|consumer| consumer.state == ConsumerState::Consuming);
    let paused = props.consumers.iter().filter_map(|consumer| {
        let name = consumer.network.is_some().then(|| consumer.name.clone())?;
        let label = format!("Heal the network of {name}");
        let sentence = "What waits arrives, in its order.";
        Some((label, sentence, Fault::HealNetwork { name }))
    });
    let choices = [
        (
            "Publish a poison order".to_owned(),
            "Whoever takes it fails. Requeued, it takes one consumer down after the other, until a \
             delivery limit or a dead-letter exchange ends it.",
            Fault::PublishPoison,
        ),
        (
            "Burst of 200 orders".to_owned(),
            "Four producers at once: the queue takes the load that the consumers cannot. Set your \
             own at the producer.",
            Fault::Burst(BurstSettings::quick()),
        ),
    ];
    html! {
        <div class="crash-choices" role="group" aria-labelledby="fault-choices-heading">
            <h2 id="fault-choices-heading">{ "Break a program or its network" }</h2>
            <ul>
                { for choices.into_iter().chain(of_consumer(running)).chain(paused)
                    .map(|choice| item(choice, &props.on_fault)) }
            </ul>
        </div>
    }
}

type Choice = (String, &'static str, Fault);

fn of_consumer(running: Option<&Rc<ConsumerView>>) -> Vec<Choice> {
    let Some(consumer) = running else {
        return Vec::new();
    };
    let name = consumer.name.clone();
    let mut choices = vec![(
        format!("Crash {name} before its next ack"),
        "It processes an order and dies before the broker knows, so the order is processed twice: \
         at-least-once delivery.",
        Fault::CrashBeforeAck {
            name: name.clone(),
            armed: true,
        },
    )];
    if consumer.network.is_none() {
        choices.push((
            format!("Pause the network of {name}"),
            "What either side sends waits. After 60 s without a heartbeat the broker takes it for \
             dead, and its acks go nowhere.",
            Fault::PauseNetwork { name },
        ));
    }
    choices
}

fn item((label, sentence, fault): Choice, on_fault: &Callback<Fault>) -> Html {
    let onclick = on_fault.reform(move |_: MouseEvent| fault.clone());
    let id = format!("fault-{}", label.to_lowercase().replace(' ', "-"));
    html! {
        <li key={id.clone()}>
            <button type="button" class="button" aria-describedby={id.clone()} {onclick}>{ label }</button>
            <p {id}>{ sentence }</p>
        </li>
    }
}
