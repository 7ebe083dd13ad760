//! The wish that the browser keeps the data.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Broker;
use crate::{
    ui::{
        browser,
        state::{Action, Subject},
    },
    worker::message::{Call, Errand},
};

/// Gives a callback that asks the browser to keep the data, and then looks at what is so.
#[hook]
pub(in crate::ui) fn use_keep(broker: &Broker) -> Callback<()> {
    let (ask, act) = (broker.ask.clone(), broker.act.clone());
    use_callback((), move |(), ()| {
        let (ask, act) = (ask.clone(), act.clone());
        spawn_local(async move {
            act.emit(Action::KeepAnswered(browser::ask_to_keep().await));
            ask.emit((Subject::Usage, Call::Errand(Errand::MeasureStorage)));
        });
    })
}
