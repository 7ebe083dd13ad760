//! A file that a person has chosen, on its way to the worker.

use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::Broker;
use crate::{
    ui::{
        browser,
        state::{Action, Subject},
    },
    worker::message::{Call, Errand},
};

/// Gives a callback that reads a chosen file and lets the worker check it.
#[hook]
pub(in crate::ui) fn use_import(broker: &Broker) -> Callback<File> {
    let (ask, act) = (broker.ask.clone(), broker.act.clone());
    use_callback((), move |file: File, ()| {
        let (ask, act) = (ask.clone(), act.clone());
        spawn_local(async move {
            match browser::import_of(&file).await {
                Ok(import) => {
                    let text = import.text.to_string();
                    act.emit(Action::ImportChosen(import));
                    ask.emit((Subject::Import, Call::Errand(Errand::PlanImport { text })));
                }
                Err((import, refusal)) => act.emit(Action::ImportRefused(import, refusal)),
            }
        });
    })
}
