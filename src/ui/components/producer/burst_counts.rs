//! How a burst goes.

use yew::prelude::*;

use crate::{
    projection::BurstView,
    ui::words::{burst, grouped},
    worker::message::Fault,
};

/// Props of [`BurstCounts`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BurstCountsProps {
    /// The last burst, if there was one.
    pub burst: Option<BurstView>,
    /// The person wants it stopped.
    pub on_fault: Callback<Fault>,
}

/// How far it is, by whom, and the button that stops it.
#[component]
pub fn BurstCounts(props: &BurstCountsProps) -> Html {
    let Some(view) = &props.burst else {
        return Html::default();
    };
    let onclick = props.on_fault.reform(|_: MouseEvent| Fault::StopBurst);
    html! {
        <div class="burst">
            <div class="job">
                <label>
                    <span>{ burst(view) }</span>
                    <progress max={view.total.to_string()} value={view.sent.to_string()}></progress>
                </label>
                if view.is_running {
                    <button type="button" class="button" {onclick}>{ "Stop the burst" }</button>
                }
            </div>
            <ul aria-label="Producers of the burst">
                { for view.producers.iter().map(|by| html! {
                    <li key={by.name.clone()}>
                        { format!("{}: {} sent, {} confirmed", by.name, grouped(by.published),
                            grouped(by.confirmed)) }
                    </li>
                }) }
            </ul>
        </div>
    }
}
