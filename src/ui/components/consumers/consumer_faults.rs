//! What can be broken about one consumer, each with what it teaches.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::ConsumerView,
    simulation::{ConsumerSettings, ConsumerState, seconds},
    ui::{components::breaking::fault_button, words},
    worker::message::Fault,
};

/// Props of [`ConsumerFaults`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ConsumerFaultsProps {
    /// The consumer.
    pub consumer: Rc<ConsumerView>,
    /// The person wants it slower or faster.
    pub on_change: Callback<ConsumerSettings>,
    /// The person wants something broken, or mended.
    pub on_fault: Callback<Fault>,
}

/// A drawer of them.
#[component]
pub fn ConsumerFaults(props: &ConsumerFaultsProps) -> Html {
    let consumer = &props.consumer;
    let name = &consumer.name;
    html! {
        <details class="drawer">
            <summary>{ "Break" }<span class="visually-hidden">{ format!(" {name}") }</span></summary>
            <ul class="faults">
                { pace(props) }
                if consumer.state == ConsumerState::Consuming {
                    { crash_before_ack(props) }
                }
                if consumer.network.is_none() && words::is_connected(consumer) {
                    { fault_button(
                        "pause",
                        "Pause the network",
                        format!("Pause the network of {name}"),
                        "Deliveries do not arrive and acks do not leave. After 60 s the broker takes it \
                         for dead and gives its orders to others.",
                        Fault::PauseNetwork { name: name.clone() },
                        &props.on_fault,
                    ) }
                }
            </ul>
        </details>
    }
}

/// Half the speed, or twice.
fn pace(props: &ConsumerFaultsProps) -> Html {
    let settings = &props.consumer.settings;
    let change = |label: &'static str, changed: ConsumerSettings| {
        let name = format!("{label} {}", props.consumer.name);
        let same = changed == *settings;
        let on_change = props.on_change.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if !same {
                on_change.emit(changed.clone());
            }
        });
        html! {
            <button type="button" class="button" aria-label={name}
                aria-disabled={same.then_some("true")} {onclick}>{ label }</button>
        }
    };
    html! {
        <li key="pace">
            <span class="faults-pair">
                { change("Slower", settings.slower()) }
                { change("Faster", settings.faster()) }
            </span>
            <p>
                { format!("It sleeps {} s over an order. Behind a slow consumer the queue grows.",
                    seconds(settings.sleep)) }
            </p>
        </li>
    }
}

fn crash_before_ack(props: &ConsumerFaultsProps) -> Html {
    let name = props.consumer.name.clone();
    let armed = props.consumer.crashes_before_ack;
    let (label, sentence) = if armed {
        ("Do not crash before the ack", "It goes on as usual.")
    } else {
        (
            "Crash after processing, before the ack",
            "Once: the broker never learns that the order is done, so it is processed twice.",
        )
    };
    let accessible = format!("{label}: {name}");
    let crash = Fault::CrashBeforeAck {
        name,
        armed: !armed,
    };
    fault_button("crash", label, accessible, sentence, crash, &props.on_fault)
}
