//! How much of its prefetch a consumer has taken, in words. The picture draws it.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::ConsumerView,
    simulation::Acknowledgement,
    ui::words::{count, grouped},
};

/// Props of [`Slots`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SlotsProps {
    /// Whose slots.
    pub consumer: Rc<ConsumerView>,
}

/// How many slots are taken, in words. A prefetch of 0 has no slots to run out of. With automatic
/// acknowledgement nothing is held at all.
#[component]
pub fn Slots(props: &SlotsProps) -> Html {
    let consumer = &props.consumer;
    let text = if consumer.settings.acknowledgement == Acknowledgement::Automatic {
        automatic(consumer)
    } else {
        taken(consumer)
    };
    html! { <p class="slots-text">{ text }</p> }
}

fn taken(consumer: &ConsumerView) -> String {
    let held = grouped(consumer.held_count);
    match consumer.settings.prefetch_count {
        0 => format!("Holds {held}, with no limit"),
        limit => format!("Holds {held} of {}", grouped(u64::from(limit))),
    }
}

fn automatic(consumer: &ConsumerView) -> String {
    if consumer.backlog == 0 {
        "The broker forgets each message as it sends it: nothing is held unacked.".to_owned()
    } else {
        format!(
            "{} received and not yet processed. The broker has forgotten them: a crash now loses them.",
            count(consumer.backlog, "message")
        )
    }
}
