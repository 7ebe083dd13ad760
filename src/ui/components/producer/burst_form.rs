//! The form of a burst.

use yew::prelude::*;

use crate::{
    simulation::{BurstSettings, Field, FieldError},
    ui::{
        components::controls::{RefusalNote, TextField, error_for},
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
    let draft = use_state(BurstDraft::default);
    let errors = use_state(Vec::<FieldError>::new);
    let edit = |change: fn(&mut BurstDraft, String)| {
        let draft = draft.clone();
        Callback::from(move |text: String| {
            let mut edited = (*draft).clone();
            change(&mut edited, text);
            draft.set(edited);
        })
    };
    let field = |id: &'static str, label: &'static str, value: &str, field: Field, change| {
        html! {
            <TextField {id} {label} value={value.to_owned()} input_mode="numeric"
                error={error_for(&errors, field)} on_edit={edit(change)} />
        }
    };
    let onsubmit = {
        let (draft, errors, on_burst) = (draft.clone(), errors.clone(), props.on_burst.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match draft.parse() {
                Ok(settings) => {
                    errors.set(Vec::new());
                    on_burst.emit(settings);
                }
                Err(wrong) => errors.set(wrong),
            }
        })
    };
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <p class="field-hint">
                { "Several producers at once, each with a connection of its own: see the queue take the \
                    load, and how long the consumers need for it." }
            </p>
            <div class="field-pair">
                { field("burst-producers", "Producers", &draft.producers, Field::Producers,
                    |draft, text| draft.producers = text) }
                <TextField id="burst-queue" label="Queue" value={draft.queue.clone()} suggestions="queue-names"
                    error={error_for(&errors, Field::Queue)} on_edit={edit(|draft, text| draft.queue = text)} />
            </div>
            <fieldset class="choices-row">
                <legend>{ "Pace" }</legend>
                { pace(&draft, true, "Steady", "So many orders a second") }
                { pace(&draft, false, "At once", "As fast as the broker confirms") }
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
            <RefusalNote refusal={props.refusal.clone()} />
            <button type="submit" class="button">{ "Begin the burst" }</button>
        </form>
    }
}

fn pace(
    draft: &UseStateHandle<BurstDraft>,
    is_steady: bool,
    label: &'static str,
    hint: &'static str,
) -> Html {
    let checked = draft.is_steady == is_steady;
    let draft = draft.clone();
    let onchange = Callback::from(move |_: Event| {
        draft.set(BurstDraft {
            is_steady,
            ..(*draft).clone()
        });
    });
    html! {
        <label class="choice">
            <input type="radio" name="burst-pace" {checked} {onchange} />
            <span>{ label }<small>{ hint }</small></span>
        </label>
    }
}
