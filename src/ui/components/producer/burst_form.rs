//! The form of a burst.

use yew::prelude::*;

use crate::{
    simulation::{BurstSettings, Field},
    ui::{
        components::controls::{Choice, RefusalNote, TextField, error_for, radio},
        hooks::{Form, use_form},
        state::BurstDraft,
    },
    worker::message::Refusal,
};

/// Props of [`BurstForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BurstFormProps {
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants such a burst.
    pub on_burst: Callback<BurstSettings>,
}

/// How many producers, and either how many orders at once or how many a second for how long.
#[component]
pub fn BurstForm(props: &BurstFormProps) -> Html {
    let form = use_form(BurstDraft::default, props.refusal.as_ref(), is_of_it);
    let draft = &*form.draft;
    let field =
        |id: &'static str, label: &'static str, value: &str, field: Field, change: Change| {
            html! {
                <TextField {id} {label} value={value.to_owned()} input_mode="numeric"
                    error={error_for(&form.errors, field)} on_edit={form.edit(change)} />
            }
        };
    html! {
        <form class="form" novalidate=true ref={form.node.clone()}
            onsubmit={form.on_submit(BurstDraft::parse, &props.on_burst)}>
            <p class="field-hint">
                { "Several producers at once, each with a connection of its own: see the queue take the \
                    load, and how long the consumers need for it." }
            </p>
            <div class="field-pair">
                { field("burst-producers", "Producers", &draft.producers, Field::Producers,
                    |draft, text| draft.producers = text) }
                <TextField id="burst-queue" label="Queue" value={draft.queue.clone()} suggestions="queue-names"
                    error={error_for(&form.errors, Field::Queue)}
                    on_edit={form.edit(|draft, text| draft.queue = text)} />
            </div>
            <fieldset class="choices-row">
                <legend>{ "Pace" }</legend>
                { pace(&form, true, "Steady", "So many orders a second") }
                { pace(&form, false, "At once", "As fast as the broker confirms") }
            </fieldset>
            if draft.is_steady {
                <div class="field-pair">
                    { field("burst-rate", "Orders a second", &draft.per_second, Field::Rate,
                        |draft, text| draft.per_second = text) }
                    { field("burst-seconds", "For seconds", &draft.seconds, Field::Seconds,
                        |draft, text| draft.seconds = text) }
                </div>
            } else {
                { field("burst-count", "Orders", &draft.count, Field::Count, |draft, text| draft.count = text) }
            }
            <RefusalNote refusal={form.refusal.clone()} />
            <button type="submit" class="button">{ "Begin the burst" }</button>
        </form>
    }
}

/// How typing into a field changes the draft.
type Change = fn(&mut BurstDraft, String);

const fn is_of_it(field: Field) -> bool {
    matches!(
        field,
        Field::Producers | Field::Queue | Field::Rate | Field::Seconds | Field::Count
    )
}

fn pace(form: &Form<BurstDraft>, is_steady: bool, label: &'static str, hint: &'static str) -> Html {
    let choice = Choice {
        name: "burst-pace",
        label,
        hint,
        described_by: None,
        checked: form.draft.is_steady == is_steady,
    };
    radio(
        &choice,
        &form.edit(move |draft, _: Event| draft.is_steady = is_steady),
    )
}
