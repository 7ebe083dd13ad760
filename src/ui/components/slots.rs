//! A consumer's prefetch as slots that fill.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::ConsumerView,
    simulation::Acknowledgement,
    ui::words::{count, grouped, short_label},
};

/// Slots drawn for one consumer; above that a number says how many there are.
const SLOTS_MAX: usize = 20;

/// Props of [`Slots`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SlotsProps {
    /// Whose slots.
    pub consumer: Rc<ConsumerView>,
}

/// The slots, and in words how many are taken. A prefetch of 0 has no slots to run out of: only
/// what is held is drawn. With automatic acknowledgement nothing is held at all.
#[component]
pub fn Slots(props: &SlotsProps) -> Html {
    let consumer = &props.consumer;
    if consumer.settings.acknowledgement == Acknowledgement::Automatic {
        return automatic(consumer);
    }
    let limit = usize::from(consumer.settings.prefetch_count);
    let held = consumer.held.iter().take(SLOTS_MAX);
    let drawn = held.len();
    let free = limit.min(SLOTS_MAX).saturating_sub(drawn);
    let hidden = (limit as u64)
        .max(consumer.held_count)
        .saturating_sub((drawn + free) as u64);
    html! {
        <div class="slots">
            <span class="slots-row" aria-hidden="true">
                { for held.map(|held| html! {
                    <span key={held.delivery_tag.0} class="slot slot-taken">
                        { short_label(&held.message.label) }
                    </span>
                }) }
                { for (0..free).map(|_| html! { <span class="slot"></span> }) }
                if hidden > 0 {
                    <span class="lane-more">{ format!("+{}", grouped(hidden)) }</span>
                }
                if limit == 0 {
                    <span class="slot slot-open">{ "∞" }</span>
                }
            </span>
            <span class="slots-text">{ taken(consumer) }</span>
        </div>
    }
}

fn taken(consumer: &ConsumerView) -> String {
    let held = grouped(consumer.held_count);
    match consumer.settings.prefetch_count {
        0 => format!("Holds {held}, with no limit"),
        limit => format!("Holds {held} of {}", grouped(u64::from(limit))),
    }
}

fn automatic(consumer: &ConsumerView) -> Html {
    let text = if consumer.backlog == 0 {
        "The broker forgets each message as it sends it: nothing is held unacked.".to_owned()
    } else {
        format!(
            "{} received and not yet processed. The broker has forgotten them: a crash now loses them.",
            count(consumer.backlog, "message")
        )
    };
    html! { <p class="slots-text">{ text }</p> }
}
