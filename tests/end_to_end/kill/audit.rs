//! What was promised, held against the rows that a killed browser left.
//!
//! Promised: a confirmed order that nobody acked is there; nothing is there that was never
//! published, nothing twice; positions follow the order of publishing. Not promised: that an ack
//! whose row was not yet deleted took effect. Such an order may come back, and is counted as twice.

use std::collections::{BTreeMap, BTreeSet};

use super::witness::Known;

/// A row of the object store `messages`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StoredOrder {
    pub(super) position: u64,
    pub(super) id: String,
}

/// How many orders went each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Confirmed before the kill, as far as it was seen.
    pub(super) confirmed: usize,
    /// Sent, never seen confirmed, and not there: nobody promised them.
    pub(super) lost_unconfirmed: usize,
    /// Completed, and there all the same: they come a second time.
    pub(super) twice: usize,
}

/// Holds the rows against what clients knew; `published` are all ids of the round, in order,
/// including those that the producer was asked for and was not seen to send.
pub(super) fn audit(
    published: &[String],
    known: &Known,
    rows: &[StoredOrder],
) -> Result<Tally, String> {
    let place: BTreeMap<&str, usize> = (published.iter().enumerate())
        .map(|(place, id)| (id.as_str(), place))
        .collect();
    let mut stored = BTreeSet::new();
    let mut last = None;
    let mut by_position: Vec<&StoredOrder> = rows.iter().collect();
    by_position.sort_by_key(|row| row.position);
    for row in by_position {
        let id = row.id.as_str();
        let Some(&place) = place.get(id) else {
            return Err(format!("{id} is stored and was never published"));
        };
        if !stored.insert(id) {
            return Err(format!("{id} is stored twice"));
        }
        if last.is_some_and(|last| last > place) {
            return Err(format!("{id} stands behind an order published after it"));
        }
        last = Some(place);
    }
    let gone = |id: &&String| !stored.contains(id.as_str());
    if let Some(id) = (known.confirmed.iter().filter(gone))
        .find(|id| !known.completed.contains(*id) && !known.processing.contains(*id))
    {
        return Err(format!("{id} was confirmed, nobody had it, and it is gone"));
    }
    let lost = known.published.iter().filter(gone);
    Ok(Tally {
        confirmed: known.confirmed.len(),
        lost_unconfirmed: lost
            .filter(|id| !known.confirmed.contains(*id) && !known.completed.contains(*id))
            .count(),
        twice: known.completed.len() - known.completed.iter().filter(gone).count(),
    })
}

#[test]
fn the_audit_finds_what_is_gone_invented_doubled_and_out_of_order() {
    let published = ["order_1", "order_2", "order_3"].map(str::to_owned);
    let mut known = Known::default();
    for line in [
        "Sent order: order_1",
        "Sent order: order_2",
        "Sent order: order_3",
        "all publishes up to 2 of producer confirmed: kept",
        "Processing order: order_1",
        "Completed order: order_1",
    ] {
        known.hear(line);
    }
    let audited = |ids: &[&str]| {
        let rows: Vec<StoredOrder> = (0..)
            .zip(ids)
            .map(|(position, id)| StoredOrder {
                position,
                id: (*id).to_owned(),
            })
            .collect();
        audit(&published, &known, &rows)
    };
    let tally = |lost_unconfirmed, twice| {
        Ok(Tally {
            confirmed: 2,
            lost_unconfirmed,
            twice,
        })
    };
    assert_eq!(audited(&["order_2"]), tally(1, 0));
    assert_eq!(audited(&["order_1", "order_2", "order_3"]), tally(0, 1));
    for wrong in [
        &["order_3"][..],
        &["order_2", "order_9"],
        &["order_2", "order_2"],
        &["order_3", "order_2"],
    ] {
        assert!(audited(wrong).is_err(), "{wrong:?} passes");
    }
}
