//! Take the broker away as a file, and bring it back.

use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::{
    ui::components::controls::{BusyButton, RefusalNote},
    worker::message::{ExportScope, Refusal},
};

/// Props of [`Backup`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BackupProps {
    /// Whether a file is being written.
    pub exporting: bool,
    /// Whether a file is being read or checked.
    pub importing: bool,
    /// What was refused to the export.
    pub refusal: Option<Refusal>,
    /// The person wants a file.
    pub on_export: Callback<ExportScope>,
    /// The person has chosen a file.
    pub on_file: Callback<File>,
}

/// The buttons. A chosen file is shown in a dialog before anything changes.
#[component]
pub fn Backup(props: &BackupProps) -> Html {
    let input = use_node_ref();
    let on_open = {
        let input = input.clone();
        Callback::from(move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let on_file = props.on_file.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            // Without this the same file could not be chosen twice.
            input.set_value("");
            if let Some(file) = file {
                on_file.emit(file);
            }
        })
    };
    let export = |scope: ExportScope| props.on_export.reform(move |()| scope);
    html! {
        <section class="backup" aria-labelledby="backup-heading">
            <h3 id="backup-heading">{ "Export and import" }</h3>
            <div class="backup-buttons">
                <BusyButton label="Export everything" busy_label="Exporting…" busy={props.exporting}
                    on_press={export(ExportScope::Everything)} />
                <BusyButton label="Export definitions" busy_label="Exporting…" busy={props.exporting}
                    on_press={export(ExportScope::Definitions)} />
                <BusyButton label="Import…" busy_label="Checking…" busy={props.importing}
                    on_press={on_open} />
                <input ref={input} type="file" accept=".json,application/json" hidden=true
                    aria-label="File to import" {onchange} />
            </div>
            <p class="field-hint">
                { "One JSON file. Everything: queues, messages and programs. Definitions: the shape of \
                    rabbitmqctl import_definitions. An import shows first what it would change." }
            </p>
            <RefusalNote refusal={props.refusal.clone()} />
        </section>
    }
}
