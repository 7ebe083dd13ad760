//! The disk lane: a record waits, is in a transaction, is on disk; and a confirm leaves.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    RefusalNote, WriteDelay,
    transaction_card::{row_changes, transaction_card},
};
use crate::{
    broker::Millis,
    projection::{DiskView, TransactionState, TransactionView},
    ui::{
        hooks::use_paced,
        words::{count, grouped},
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

/// The three stations, in the order in which a record passes them.
#[component]
pub fn DiskLane(props: &DiskLaneProps) -> Html {
    let disk = use_paced(&props.disk, DRAW_EVERY_MS);
    let (on_disk, on_the_way): (Vec<_>, Vec<_>) = disk.transactions.iter().partition(is_on_disk);
    let writing = on_the_way
        .iter()
        .filter(|&&transaction| is_writing(transaction))
        .count();
    html! {
        <section class="disk" aria-labelledby="disk-heading">
            <div class="disk-head">
                <h3 id="disk-heading">{ "Disk" }</h3>
                <WriteDelay delay={props.disk.write_delay} on_delay={props.on_delay.clone()} />
            </div>
            <RefusalNote refusal={props.refusal.clone()} />
            <div class="stations">
                { station(&WAITING, count(disk.waiting, "change"), waiting(&disk)) }
                { station(&IN_A_TRANSACTION, count(writing as u64, "transaction"),
                    cards(&on_the_way, "No transaction is under way.")) }
                { station(&ON_DISK, format!("{} completed", grouped(disk.completed)),
                    cards(&on_disk, "Nothing was written since the page was opened.")) }
            </div>
        </section>
    }
}

struct Station {
    class: &'static str,
    heading_id: &'static str,
    heading: &'static str,
    note: &'static str,
}

const WAITING: Station = Station {
    class: "station-waiting",
    heading_id: "waiting-heading",
    heading: "Waiting",
    note: "The broker asked for it. A crash now loses it.",
};

const IN_A_TRANSACTION: Station = Station {
    class: "station-transaction",
    heading_id: "in-transaction-heading",
    heading: "In a transaction",
    note: "The browser writes all of it, or nothing.",
};

const ON_DISK: Station = Station {
    class: "station-on-disk",
    heading_id: "on-disk-heading",
    heading: "On disk",
    note: "It survives a crash, so confirms leave for the publishers.",
};

fn station(station: &Station, counted: String, items: Html) -> Html {
    html! {
        <div class={classes!("station", station.class)}>
            <div class="station-head">
                <h4 id={station.heading_id}>{ station.heading }</h4>
                <span class="station-count">{ counted }</span>
            </div>
            <p class="station-note">{ station.note }</p>
            <div class="station-items" tabindex="0" role="group" aria-labelledby={station.heading_id}>
                { items }
            </div>
        </div>
    }
}

fn waiting(disk: &DiskView) -> Html {
    if disk.waiting == 0 {
        return html! { <p class="empty">{ "Nothing waits." }</p> };
    }
    let hidden = disk
        .waiting
        .saturating_sub(disk.waiting_changes.len() as u64);
    html! {
        <>
            { row_changes(&disk.waiting_changes) }
            if hidden > 0 {
                <p class="transaction-facts">{ format!("and {} more", grouped(hidden)) }</p>
            }
        </>
    }
}

fn cards(transactions: &[&TransactionView], none: &'static str) -> Html {
    if transactions.is_empty() {
        return html! { <p class="empty">{ none }</p> };
    }
    let cards = transactions
        .iter()
        .map(|transaction| transaction_card(transaction));
    html! { <ul class="transactions">{ for cards }</ul> }
}

fn is_on_disk(transaction: &&TransactionView) -> bool {
    matches!(transaction.state, TransactionState::OnDisk { .. })
}

fn is_writing(transaction: &TransactionView) -> bool {
    matches!(transaction.state, TransactionState::Writing)
}
