//! What an import would change, before anything is.

use yew::prelude::*;

use super::import_plan::plan;
use crate::{
    projection::ImportPlan,
    ui::{
        components::controls::{BusyButton, RefusalNote},
        hooks::use_dialog,
        state::{Import, ImportStage},
    },
    worker::message::Refusal,
};

/// Props of [`ImportDialog`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ImportDialogProps {
    /// The file, if one is chosen.
    pub import: Option<Import>,
    /// What was refused.
    pub refusal: Option<Refusal>,
    /// The person wants it imported.
    pub on_decide: Callback<()>,
    /// The person does not want it after all.
    pub on_cancel: Callback<()>,
}

/// A modal dialog that is open while a file is chosen. Once the import has begun it cannot be
/// closed, because it cannot be called back.
#[component]
pub fn ImportDialog(props: &ImportDialogProps) -> Html {
    let dialog = use_dialog(props.import.is_some());
    let stage = props.import.as_ref().map(|import| &import.stage);
    let importing = matches!(stage, Some(ImportStage::Importing(_)));
    let oncancel = Callback::from(move |event: Event| {
        if importing {
            event.prevent_default();
        }
    });
    let onclose = props.on_cancel.reform(|_: Event| ());
    html! {
        <dialog ref={dialog} class="confirm import" aria-labelledby="import-heading" {oncancel} {onclose}>
            <h2 id="import-heading">
                { "Import " }{ props.import.as_ref().map(|import| import.file.clone()) }
            </h2>
            { stage.map(body) }
            <RefusalNote refusal={props.refusal.clone()} />
            <div class="confirm-buttons">{ stage.map(|stage| buttons(stage, props)) }</div>
        </dialog>
    }
}

fn body(stage: &ImportStage) -> Html {
    match stage {
        ImportStage::Checking => html! { <p role="status">{ "Checking the file…" }</p> },
        ImportStage::Refused => html! {
            <p>{ "The file cannot be imported. Nothing has changed." }</p>
        },
        ImportStage::Planned(planned) | ImportStage::Importing(planned) => plan(planned),
    }
}

/// Each button has a key: one must never turn into another under the finger.
fn buttons(stage: &ImportStage, props: &ImportDialogProps) -> Html {
    let on_cancel = props.on_cancel.reform(|_: MouseEvent| ());
    let cancel = match stage {
        ImportStage::Checking | ImportStage::Planned(_) => Some("Cancel"),
        ImportStage::Refused => Some("Close"),
        ImportStage::Importing(_) => None,
    };
    html! {
        <>
            if let Some(label) = cancel {
                <button key="cancel" type="button" class="button" onclick={on_cancel}>{ label }</button>
            }
            if let ImportStage::Planned(plan) | ImportStage::Importing(plan) = stage {
                <BusyButton key="decide" label={decision(plan).0} busy_label="Importing…"
                    class={decision(plan).1} busy={matches!(stage, ImportStage::Importing(_))}
                    on_press={props.on_decide.clone()} />
            }
        </>
    }
}

/// What takes something away is marked as such.
const fn decision(plan: &ImportPlan) -> (&'static str, &'static str) {
    if plan.replaced.is_empty() && plan.removed.is_empty() {
        ("Import", "button-strong")
    } else {
        ("Replace", "button-danger-solid")
    }
}
