//! The disk lane: a record waits, is in a transaction, is on disk; and a confirm leaves.

use std::rc::Rc;

use yew::prelude::*;

use super::Stations;
use crate::{
    broker::Millis,
    projection::DiskView,
    ui::{
        components::controls::{Pick, RefusalNote},
        hooks::use_paced,
    },
    worker::message::Refusal,
};

/// A busy disk completes more transactions in a second than anybody can read. Drawn slower than
/// three times a second nothing flashes, either.
const DRAW_EVERY_MS: u32 = 350;

/// Props of [`DiskLane`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DiskLaneProps {
    /// What is being written.
    pub disk: Rc<DiskView>,
    /// What was refused here.
    pub refusal: Option<Refusal>,
    /// The person wants changes to wait so long.
    pub on_delay: Callback<Millis>,
}

/// The stations, and how slow the disk is.
#[component]
pub fn DiskLane(props: &DiskLaneProps) -> Html {
    let disk = use_paced(&props.disk, DRAW_EVERY_MS);
    html! {
        <section class="disk" aria-labelledby="disk-heading">
            <div class="disk-head">
                <h3 id="disk-heading">{ "Disk" }</h3>
                <Pick<Millis> name="write-delay" legend="Slow the disk down"
                    hint="So that you can watch a record on its way."
                    options={DELAYS.map(|(label, delay)| (AttrValue::from(label), delay)).to_vec()}
                    is_so={props.disk.write_delay} refused={props.refusal.is_some()}
                    on_pick={props.on_delay.clone()} />
            </div>
            <RefusalNote refusal={props.refusal.clone()} />
            <Stations {disk} />
        </section>
    }
}

const DELAYS: [(&str, Millis); 3] = [
    ("Off", Millis(0)),
    ("1 s", Millis(1000)),
    ("3 s", Millis(3000)),
];
