//! What a completed transaction survives, and what that costs here.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    BusyButton, RefusalNote,
    choice::{Choice, radio},
};
use crate::{
    projection::{DiskView, Durability},
    ui::words,
    worker::message::Refusal,
};

/// Props of [`DurabilityChoice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DurabilityChoiceProps {
    /// What is chosen, and what each was measured to cost.
    pub disk: Rc<DiskView>,
    /// Whether both are being measured.
    pub measuring: bool,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person chooses one.
    pub on_choose: Callback<Durability>,
    /// The person wants both measured.
    pub on_measure: Callback<()>,
}

/// The choice, with what each costs beside it.
#[component]
pub fn DurabilityChoice(props: &DurabilityChoiceProps) -> Html {
    html! {
        <fieldset class="durability">
            <legend><h3>{ "Durability" }</h3></legend>
            { option(props, Durability::Relaxed, "durability-relaxed-cost") }
            { option(props, Durability::Strict, "durability-strict-cost") }
            <RefusalNote refusal={props.refusal.clone()} />
            <BusyButton label="Measure both now" busy_label="Measuring…" busy={props.measuring}
                on_press={props.on_measure.clone()} />
        </fieldset>
    }
}

fn option(props: &DurabilityChoiceProps, durability: Durability, cost_id: &'static str) -> Html {
    let (label, hint) = words::durability(durability);
    let choice = Choice {
        name: "durability",
        label,
        hint,
        described_by: Some(cost_id),
        checked: props.disk.durability == durability,
    };
    html! {
        <div class="durability-option">
            { radio(&choice, &props.on_choose.reform(move |_: Event| durability)) }
            <p id={cost_id} class="durability-cost">
                { "Costs here: " }
                <strong>{ words::cost(&props.disk.costs, durability) }</strong>
            </p>
        </div>
    }
}
