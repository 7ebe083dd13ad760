//! The form of a comparison.

use yew::prelude::*;

use crate::{
    simulation::{Acknowledgement, ComparisonSettings, Field, Side, SideField},
    ui::{
        components::controls::{RefusalNote, SelectField, TextField, error_for},
        hooks::{Form, use_form},
        state::{ComparisonDraft, ConfigurationDraft},
    },
    worker::message::Refusal,
};

/// Props of [`ComparisonForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ComparisonFormProps {
    /// Whether one is under way.
    pub busy: bool,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants to see these compared.
    pub on_compare: Callback<ComparisonSettings>,
}

/// How many orders come, and what works on them on either side.
#[component]
pub fn ComparisonForm(props: &ComparisonFormProps) -> Html {
    let form = use_form(ComparisonDraft::default, props.refusal.as_ref(), |field| {
        matches!(field, Field::Rate | Field::Seconds | Field::OfSide(..))
    });
    let (busy, on_compare) = (props.busy, props.on_compare.clone());
    let on_parsed = Callback::from(move |settings| {
        if !busy {
            on_compare.emit(settings);
        }
    });
    let draft = &*form.draft;
    html! {
        <>
            <RefusalNote refusal={form.refusal.clone()} />
            <details class="drawer">
                <summary>{ "Compare set-ups of your own" }</summary>
                <form class="form" novalidate=true ref={form.node.clone()}
                    onsubmit={form.on_submit(ComparisonDraft::parse, &on_parsed)}>
                    <div class="field-pair">
                        <TextField id="comparison-rate" label="Orders a second" value={draft.per_second.clone()}
                            input_mode="numeric" error={error_for(&form.errors, Field::Rate)}
                            on_edit={form.edit(|draft, text| draft.per_second = text)} />
                        <TextField id="comparison-seconds" label="For seconds" value={draft.seconds.clone()}
                            input_mode="numeric" error={error_for(&form.errors, Field::Seconds)}
                            on_edit={form.edit(|draft, text| draft.seconds = text)} />
                    </div>
                    <div class="comparison-sides">
                        { for Side::BOTH.into_iter().map(|side| configuration(side, &form)) }
                    </div>
                    <button type="submit" class="button" aria-disabled={busy.then_some("true")}>
                        { "Compare A and B" }
                    </button>
                </form>
            </details>
        </>
    }
}

/// What one field changes.
type Change = fn(&mut ConfigurationDraft, String);

fn configuration(side: Side, form: &Form<ComparisonDraft>) -> Html {
    let draft = form.draft.side(side);
    let edit = |change: Change| {
        form.edit(move |draft: &mut ComparisonDraft, text| change(draft.side_mut(side), text))
    };
    let field = |label: &'static str,
                 hint: &'static str,
                 value: &str,
                 at: SideField,
                 change: Change| {
        let id = format!("comparison-{}-{at:?}", side.name()).to_lowercase();
        html! {
            <TextField {id} {label} {hint} value={value.to_owned()} input_mode="decimal"
                error={error_for(&form.errors, Field::OfSide(side, at))} on_edit={edit(change)} />
        }
    };
    html! {
        <fieldset key={side.name()}>
            <legend>{ side.name() }</legend>
            { field("Consumers", "1 to 10", &draft.consumers, SideField::Consumers,
                |draft, text| draft.consumers = text) }
            { field("Prefetch", "0 = unlimited", &draft.prefetch, SideField::Prefetch,
                |draft, text| draft.prefetch = text) }
            { field("Sleep, in seconds", "0 to 60", &draft.sleep, SideField::Sleep,
                |draft, text| draft.sleep = text) }
            { field("The first one's sleep, in seconds", "Empty = as the others", &draft.first_sleep,
                SideField::FirstSleep, |draft, text| draft.first_sleep = text) }
            { acknowledge(side, form) }
            { field("The first one crashes after, in seconds", "It is started again 2 s later. Empty = never",
                &draft.crash_at, SideField::CrashAt, |draft, text| draft.crash_at = text) }
        </fieldset>
    }
}

fn acknowledge(side: Side, form: &Form<ComparisonDraft>) -> Html {
    let chosen = form.draft.side(side).acknowledgement;
    let on_choose = form.edit(move |draft: &mut ComparisonDraft, value: String| {
        let offered = OFFERED.iter().find(|(_, offered, _)| *offered == value);
        draft.side_mut(side).acknowledgement = offered.map_or(chosen, |(mode, ..)| *mode);
    });
    let options = OFFERED.map(|(_, value, label)| (AttrValue::from(value), AttrValue::from(label)));
    let value = OFFERED.iter().find(|(mode, ..)| *mode == chosen);
    html! {
        <SelectField id={format!("comparison-{}-acknowledge", side.name()).to_lowercase()} label="Acknowledge"
            options={options.to_vec()} chosen={value.map_or("", |(_, value, _)| *value)} {on_choose} />
    }
}

/// By hand there is nobody.
const OFFERED: [(Acknowledgement, &str, &str); 2] = [
    (
        Acknowledgement::AfterSleep,
        "after-sleep",
        "After the sleep",
    ),
    (Acknowledgement::Automatic, "automatic", "Automatic"),
];
