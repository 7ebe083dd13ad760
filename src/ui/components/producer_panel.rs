//! The left of the page: the producer.

use yew::prelude::*;

use super::{ProducerCounts, PublishForm, RefusalNote};
use crate::{
    projection::ProducerView, simulation::PublishOrders, ui::hooks::use_is_wide,
    worker::message::Refusal,
};

/// Props of [`ProducerPanel`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ProducerPanelProps {
    /// The producer.
    pub producer: ProducerView,
    /// What was refused to its buttons.
    pub refusal: Option<Refusal>,
    /// What was refused to its form.
    pub form_refusal: Option<Refusal>,
    /// The person wants the course's orders sent.
    pub on_publish_course: Callback<()>,
    /// The person wants that published.
    pub on_publish: Callback<PublishOrders>,
    /// The person wants a publish of many to stop.
    pub on_stop: Callback<()>,
}

/// The course's two orders on one button, what became of them, and the form for others.
#[component]
pub fn ProducerPanel(props: &ProducerPanelProps) -> Html {
    let open = use_is_wide();
    let on_course = props.on_publish_course.reform(|_: MouseEvent| ());
    html! {
        <section class="column column-producer" aria-labelledby="producer-heading">
            <h2 id="producer-heading" class="column-heading">{ "Producer" }</h2>
            <div class="card producer">
                <button type="button" class="button button-primary" onclick={on_course}>
                    { "Send the course's two orders" }
                </button>
                <p class="primary-note">
                    { "order_123 for john and order_124 for jane, persistent, to order_queue." }
                </p>
                <RefusalNote refusal={props.refusal.clone()} />
                <ProducerCounts producer={props.producer.clone()} on_stop={props.on_stop.clone()} />
                <details class="drawer" {open}>
                    <summary>{ "Publish an order of your own" }</summary>
                    <PublishForm next_order_number={props.producer.next_order_number} refusal={props.form_refusal.clone()}
                        on_publish={props.on_publish.clone()} />
                </details>
            </div>
        </section>
    }
}
