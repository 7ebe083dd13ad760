//! The fields of the publish form that say how the message travels.

use yew::prelude::*;

use crate::{
    simulation::{Field, FieldError},
    ui::{
        components::controls::{Choice, TextField, error_for, radio, tick},
        hooks::edited,
        state::OrderDraft,
    },
};

/// Props of [`DeliveryFields`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DeliveryFieldsProps {
    /// What is typed.
    pub draft: OrderDraft,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The person has changed it.
    pub on_edit: Callback<OrderDraft>,
}

/// Persistent or not, how many, where to, for how long, and whether anybody can process it.
#[component]
pub fn DeliveryFields(props: &DeliveryFieldsProps) -> Html {
    let draft = &props.draft;
    let edit = |change: fn(&mut OrderDraft, String)| edited(draft, &props.on_edit, change);
    let on_mandatory = edited(draft, &props.on_edit, |draft, ticked| {
        draft.mandatory = ticked;
    });
    let on_poison = edited(draft, &props.on_edit, |draft, ticked| draft.poison = ticked);
    html! {
        <>
            <fieldset class="choices-row">
                <legend>{ "Delivery mode" }</legend>
                { mode(true, "Persistent", "delivery_mode 2: written to disk", props) }
                { mode(false, "Transient", "delivery_mode 1: gone after a restart", props) }
            </fieldset>
            <div class="field-pair">
                <TextField id="order-count" label="How many" value={draft.count.clone()}
                    input_mode="numeric" hint="Ids count up." error={error_for(&props.errors, Field::Count)}
                    on_edit={edit(|draft, text| draft.count = text)} />
                <TextField id="routing-key" label="Routing key" value={draft.routing_key.clone()}
                    suggestions="queue-names" hint={routing_key_hint(draft)}
                    error={error_for(&props.errors, Field::Queue)}
                    on_edit={edit(|draft, text| draft.routing_key = text)} />
            </div>
            <div class="field-trio">
                <TextField id="publish-exchange" class="field-wide" label="Exchange"
                    value={draft.exchange.clone()} suggestions="exchange-names"
                    hint="Empty: the default exchange, to the queue of that name."
                    error={error_for(&props.errors, Field::Exchange)}
                    on_edit={edit(|draft, text| draft.exchange = text)} />
                <TextField id="order-priority" label="Priority" value={draft.priority.clone()}
                    input_mode="numeric" hint="0 to 255, or empty"
                    error={error_for(&props.errors, Field::Priority)}
                    on_edit={edit(|draft, text| draft.priority = text)} />
                <TextField id="order-expiration" label="Expiration, in ms" value={draft.expiration.clone()}
                    input_mode="numeric" hint="Empty: it does not expire"
                    error={error_for(&props.errors, Field::Expiration)}
                    on_edit={edit(|draft, text| draft.expiration = text)} />
            </div>
            { tick("Mandatory", "Return the message if no queue takes it.", draft.mandatory, &on_mandatory) }
            { tick("Poison: whoever takes it fails", "It carries the header x-poison: true, which this page's \
                consumers look at. To the broker it is a header like any other.", draft.poison, &on_poison) }
        </>
    }
}

fn mode(
    persistent: bool,
    label: &'static str,
    hint: &'static str,
    props: &DeliveryFieldsProps,
) -> Html {
    let choice = Choice {
        name: "delivery-mode",
        label,
        hint,
        described_by: None,
        checked: props.draft.persistent == persistent,
    };
    let on_choose = edited(&props.draft, &props.on_edit, move |draft, _: Event| {
        draft.persistent = persistent;
    });
    radio(&choice, &on_choose)
}

fn routing_key_hint(draft: &OrderDraft) -> &'static str {
    if draft.exchange.trim().is_empty() {
        "The queue's name."
    } else {
        "What bindings are matched with."
    }
}
