//! The stations of a record on its way to the disk.

use std::rc::Rc;

use yew::prelude::*;

use super::transaction_card::{row_changes, transaction_card};
use crate::{
    projection::{DiskView, TransactionState, TransactionView},
    ui::words::{count, grouped},
};

/// Props of [`Stations`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StationsProps {
    /// What is being written.
    pub disk: Rc<DiskView>,
}

/// The three stations, in the order in which a record passes them.
#[component]
pub fn Stations(props: &StationsProps) -> Html {
    let disk = &props.disk;
    let (on_disk, on_the_way): (Vec<_>, Vec<_>) = disk.transactions.iter().partition(is_on_disk);
    let writing = on_the_way
        .iter()
        .filter(|&&transaction| is_writing(transaction))
        .count();
    html! {
        <div class="stations">
            { station(&WAITING, count(disk.waiting, "change"), waiting(disk)) }
            { station(&IN_A_TRANSACTION, count(writing as u64, "transaction"),
                cards(&on_the_way, "No transaction is under way.")) }
            { station(&ON_DISK, format!("{} completed", grouped(disk.completed)),
                cards(&on_disk, "Nothing was written since the page was opened.")) }
        </div>
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
