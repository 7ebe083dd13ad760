//! What a completed transaction survives, and what that costs here.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    projection::{DiskView, Durability},
    ui::{
        components::controls::{
            BusyButton, RefusalNote, {Choice, radio},
        },
        hooks::use_chosen,
        words,
    },
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
    let (shown, on_chosen) = use_chosen(props.disk.durability, props.refusal.is_some());
    let on_choose = props.on_choose.reform(move |durability| {
        on_chosen.emit(durability);
        durability
    });
    let option = |durability, cost_id| {
        let cost = words::cost(&props.disk.costs, durability);
        option(durability, cost_id, cost, shown == durability, &on_choose)
    };
    html! {
        <fieldset class="durability">
            <legend><h3>{ "Durability" }</h3></legend>
            { option(Durability::Relaxed, "durability-relaxed-cost") }
            { option(Durability::Strict, "durability-strict-cost") }
            <RefusalNote refusal={props.refusal.clone()} />
            <BusyButton label="Measure both now" busy_label="Measuring…" busy={props.measuring}
                on_press={props.on_measure.clone()} />
        </fieldset>
    }
}

fn option(
    durability: Durability,
    cost_id: &'static str,
    cost: String,
    checked: bool,
    on_choose: &Callback<Durability>,
) -> Html {
    let (label, hint) = words::durability(durability);
    let choice = Choice {
        name: "durability",
        label,
        hint,
        described_by: Some(cost_id),
        checked,
    };
    html! {
        <div class="durability-option">
            { radio(&choice, &on_choose.reform(move |_: Event| durability)) }
            <p id={cost_id} class="durability-cost">{ "Costs here: " }<strong>{ cost }</strong></p>
        </div>
    }
}
