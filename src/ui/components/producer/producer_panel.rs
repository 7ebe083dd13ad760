//! The left of the page: the producer.

use std::rc::Rc;

use yew::prelude::*;

use super::{BurstCounts, BurstForm, ProducerCounts, PublishForm};
use crate::{
    broker::Timestamp,
    projection::{Play, ProducerView, Spot},
    simulation::PublishOrders,
    ui::{
        components::{
            breaking::{NetworkNote, fault_button},
            controls::RefusalNote,
            inspector::NodeButton,
        },
        hooks::{use_clock, use_focus_after, use_is_wide},
        state::PutBack,
    },
    worker::message::{Fault, Refusal},
};

/// Props of [`ProducerPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ProducerPanelProps {
    /// The producer.
    pub producer: ProducerView,
    /// The view's moment.
    pub now: Timestamp,
    /// How time goes on from there.
    pub play: Play,
    /// A message to be published again.
    #[prop_or_default]
    pub again: Option<Rc<PutBack>>,
    /// What was refused to its buttons.
    pub refusal: Option<Refusal>,
    /// What was refused to its form.
    pub form_refusal: Option<Refusal>,
    /// What was refused to the form of a burst.
    pub burst_refusal: Option<Refusal>,
    /// The person wants that published.
    pub on_publish: Callback<PublishOrders>,
    /// The person wants a publish of many to stop.
    pub on_stop: Callback<()>,
    /// The person wants something broken, or mended.
    pub on_fault: Callback<Fault>,
    /// The person wants a burst.
    pub on_burst: Callback<Fault>,
}

/// What became of what it published, and the forms for more.
#[component]
pub fn ProducerPanel(props: &ProducerPanelProps) -> Html {
    let open = use_is_wide();
    let now = use_clock(props.now, props.play, props.producer.network.is_some());
    let name = AttrValue::from(props.producer.name.clone());
    let is_bursting = (props.producer.burst.as_ref()).is_some_and(|burst| burst.is_running);
    let (heading, on_pressed) = use_focus_after((props.producer.network.is_some(), is_bursting));
    let pressed = |on_fault: &Callback<Fault>| {
        let on_pressed = on_pressed.clone();
        on_fault.reform(move |fault| {
            on_pressed.emit(());
            fault
        })
    };
    html! {
        <section class="column column-producer" aria-labelledby="producer-heading">
            <h2 id="producer-heading" class="column-heading" tabindex="-1" ref={heading}>{ "Producer" }</h2>
            <div class="card producer">
                <RefusalNote refusal={props.refusal.clone()} />
                <NetworkNote {name} network={props.producer.network} {now} on_fault={pressed(&props.on_fault)} />
                <ProducerCounts producer={props.producer.clone()} on_stop={props.on_stop.clone()} />
                <div class="card-actions"><NodeButton spot={Spot::Producer} name="the producer" /></div>
                <BurstCounts burst={props.producer.burst.clone()} on_fault={pressed(&props.on_burst)} />
                <details class="drawer" {open}>
                    <summary>{ "Publish an order of your own" }</summary>
                    <PublishForm next_order_number={props.producer.next_order_number}
                        again={props.again.clone()} refusal={props.form_refusal.clone()}
                        on_publish={props.on_publish.clone()} />
                </details>
                <div class="drawers">
                    <details class="drawer">
                        <summary>{ "Burst" }</summary>
                        <BurstForm refusal={props.burst_refusal.clone()}
                            on_burst={props.on_burst.reform(Fault::Burst)} />
                    </details>
                    { breaking(props) }
                </div>
            </div>
        </section>
    }
}

fn breaking(props: &ProducerPanelProps) -> Html {
    let name = &props.producer.name;
    html! {
        <details class="drawer">
            <summary>{ "Break" }<span class="visually-hidden">{ " the producer" }</span></summary>
            <ul class="faults">
                if props.producer.network.is_none() {
                    { fault_button(
                        "pause",
                        "Pause the network",
                        format!("Pause the network of {name}"),
                        "Publishes do not leave and confirms do not arrive. What is unconfirmed when the \
                         broker gives up, the program cannot know the fate of.",
                        Fault::PauseNetwork { name: name.clone() },
                        &props.on_fault,
                    ) }
                }
                { fault_button(
                    "poison",
                    "Publish a poison order",
                    "Publish a poison order".to_owned(),
                    "Whoever takes it fails.",
                    Fault::PublishPoison,
                    &props.on_fault,
                ) }
            </ul>
        </details>
    }
}
