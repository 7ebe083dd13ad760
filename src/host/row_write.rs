//! Changes of rows in a line each, for the page to show.

use crate::{
    projection::{RowChangeKind, RowWrite},
    simulation::Label,
    storage::Change,
};

/// A change as the page shows it.
pub(super) fn row_write(change: &Change) -> RowWrite {
    let (kind, summary) = match change {
        Change::PutExchange(exchange) => (
            RowChangeKind::Written,
            format!("a durable {} exchange", exchange.kind.name()),
        ),
        Change::DeleteExchange { .. } => (RowChangeKind::Removed, "the exchange".to_owned()),
        Change::PutBinding(_) => (RowChangeKind::Written, "a durable binding".to_owned()),
        Change::DeleteBinding(_) => (RowChangeKind::Removed, "the binding".to_owned()),
        Change::PutQueue { .. } => (RowChangeKind::Written, "a durable queue".to_owned()),
        Change::DeleteQueue { .. } => (
            RowChangeKind::Removed,
            "the queue and every message in it".to_owned(),
        ),
        Change::PutMessage { message, .. } => {
            let label = Label::of(&message.message.body).text;
            let handed_out = match message.deliveries {
                0 => "",
                _ => ", handed out",
            };
            (RowChangeKind::Written, format!("{label}{handed_out}"))
        }
        Change::DeleteMessage { .. } => (
            RowChangeKind::Removed,
            "acked, given up or purged".to_owned(),
        ),
        Change::PutClient(_) => (RowChangeKind::Written, "a program of the page".to_owned()),
        Change::DeleteClient { .. } => (RowChangeKind::Removed, "a program of the page".to_owned()),
        Change::PutCensus(census) => {
            let messages: u64 = census.iter().map(|queue| queue.transient_messages).sum();
            let summary = format!("a restart would lose {messages} transient messages");
            (RowChangeKind::Written, summary)
        }
        Change::PutSettings(_) => (RowChangeKind::Written, "how the broker is set".to_owned()),
    };
    RowWrite {
        store: change.store().as_str().to_owned(),
        key: change.key(),
        summary,
        kind,
    }
}
