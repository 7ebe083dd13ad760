//! The disk in words: how long a write took, how much room there is, which confirms left.

use super::{count, grouped};
use crate::{
    projection::{
        ConfirmView, Durability, DurabilityCost, StorageUsage, TransactionState, TransactionView,
    },
    ui::state::KeepAnswer,
};

/// `840 µs`, `2.1 ms`, `34 ms`, `1.2 s`: from microseconds, with as many digits as tell something.
fn took(us: u64) -> String {
    match us {
        0..1000 => format!("{us} µs"),
        1000..10_000 => format!("{} ms", tenths(us, 1000)),
        10_000..1_000_000 => format!("{} ms", us / 1000),
        1_000_000.. => format!("{} s", tenths(us, 1_000_000)),
    }
}

/// `512 bytes`, `3.4 kB`, `12.0 MB`, `1.5 GB`: units of a thousand, as browsers count.
fn bytes(number: u64) -> String {
    match number {
        0..1000 => count(number, "byte"),
        1000..1_000_000 => format!("{} kB", tenths(number, 1000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(number, 1_000_000)),
        1_000_000_000.. => format!("{} GB", tenths(number, 1_000_000_000)),
    }
}

/// `12.3 %`; what is there and rounds to nothing is `less than 0.1 %`.
fn percent(part: u64, whole: u64) -> String {
    let thousandths = permille(part, whole);
    if thousandths == 0 && part > 0 {
        return "less than 0.1 %".to_owned();
    }
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

/// The part in thousandths of the whole, at most all of it.
#[must_use]
pub fn permille(part: u64, whole: u64) -> u64 {
    let thousandths = u128::from(part) * 1000 / u128::from(whole.max(1));
    u64::try_from(thousandths).map_or(1000, |thousandths| thousandths.min(1000))
}

/// A durability: its name, and what of a completed transaction survives.
#[must_use]
pub const fn durability(durability: Durability) -> (&'static str, &'static str) {
    match durability {
        Durability::Relaxed => (
            "Relaxed",
            "Complete when the operating system has it. Survives a crash of the tab or the browser; \
             a power cut may take the last moments.",
        ),
        Durability::Strict => (
            "Strict",
            "Complete when the disk has it. Survives a crash of the browser, and a power cut.",
        ),
    }
}

/// What a durability costs here, as measured.
#[must_use]
pub fn cost(costs: &[DurabilityCost], durability: Durability) -> String {
    let measured = costs.iter().find(|cost| cost.durability == durability);
    match measured {
        Some(cost) if cost.transactions > 0 => format!(
            "{} a transaction (median of {})",
            took(cost.median_us),
            grouped(cost.transactions)
        ),
        Some(_) | None => "not measured yet".to_owned(),
    }
}

/// How far a transaction is: a mark and words.
#[must_use]
pub fn transaction_state(state: &TransactionState) -> (&'static str, String) {
    match state {
        TransactionState::Writing => ("…", "writing".to_owned()),
        TransactionState::OnDisk { took_us } => ("✓", format!("on disk, took {}", took(*took_us))),
        TransactionState::Failed { reason } => ("✕", format!("failed, tried again: {reason}")),
    }
}

/// `3 rows, relaxed`
#[must_use]
pub fn transaction_facts(transaction: &TransactionView) -> String {
    let durability = match transaction.durability {
        Durability::Relaxed => "relaxed",
        Durability::Strict => "strict",
    };
    format!("{}, {durability}", count(transaction.rows, "row"))
}

/// `confirm 3 (and all before) → producer`
#[must_use]
pub fn confirm(confirm: &ConfirmView) -> String {
    let before = if confirm.multiple {
        " (and all before)"
    } else {
        ""
    };
    format!(
        "confirm {}{before} → {}",
        grouped(confirm.publish_seq),
        confirm.publisher
    )
}

/// How much of the room that the site has is used, as the browser says.
#[must_use]
pub fn room(usage: &StorageUsage) -> String {
    match (usage.used_bytes, usage.quota_bytes) {
        (Some(used), Some(quota)) => format!(
            "{} of {} used, {}",
            bytes(used),
            bytes(quota),
            percent(used, quota)
        ),
        (Some(used), None) => format!("{} used; the browser does not say of how many", bytes(used)),
        (None, Some(_) | None) => "The browser does not say how much room is used.".to_owned(),
    }
}

/// How many rows there are in all.
#[must_use]
pub fn rows_in_all(usage: &StorageUsage) -> String {
    let rows: u64 = usage.stores.iter().map(|store| store.rows).sum();
    format!("{} in all", count(rows, "row"))
}

/// Whether the browser has promised to keep the rows.
#[must_use]
pub const fn promise(persisted: Option<bool>) -> (&'static str, &'static str) {
    match persisted {
        Some(true) => (
            "✓",
            "The browser has promised to keep the data, also when it needs room.",
        ),
        Some(false) => (
            "!",
            "The browser may delete the data when it needs room: it has promised nothing.",
        ),
        None => (
            "?",
            "The browser does not say whether it keeps the data when it needs room.",
        ),
    }
}

/// What the browser answered when it was asked to keep the data.
#[must_use]
pub const fn keep_answer(answer: KeepAnswer) -> &'static str {
    match answer {
        KeepAnswer::Promised => "Asked, the browser answered yes.",
        KeepAnswer::Declined => {
            "Asked, the browser answered no. Browsers say yes to sites that are used often, are \
             bookmarked or installed; until then, export what you want to keep."
        }
        KeepAnswer::CannotBeAsked => {
            "This browser cannot be asked here. It can where the page comes by https or from \
             localhost."
        }
    }
}

/// A number of units with one digit after the point, rounded down.
fn tenths(number: u64, unit: u64) -> String {
    format!("{}.{}", grouped(number / unit), number % unit * 10 / unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::StoreCount;

    #[test]
    fn a_time_has_the_digits_that_tell_something() {
        let told: Vec<String> = [0, 840, 2190, 34_900, 1_250_000].map(took).into();
        assert_eq!(told, ["0 µs", "840 µs", "2.1 ms", "34 ms", "1.2 s"]);
    }

    #[test]
    fn room_is_told_in_units_of_a_thousand_and_as_a_share() {
        let told: Vec<String> = [1, 3400, 12_000_000, 1_500_000_000].map(bytes).into();
        assert_eq!(told, ["1 byte", "3.4 kB", "12.0 MB", "1.5 GB"]);
        assert_eq!(percent(123, 1000), "12.3 %");
        assert_eq!(percent(1, 1_000_000), "less than 0.1 %");
        assert_eq!(
            (percent(0, 0), percent(9, 3)),
            ("0.0 %".to_owned(), "100.0 %".to_owned())
        );
    }

    #[test]
    fn a_usage_says_what_the_browser_said_and_no_more() {
        let usage = |used_bytes, quota_bytes| StorageUsage {
            used_bytes,
            quota_bytes,
            ..StorageUsage::default()
        };
        assert_eq!(
            room(&usage(Some(12_000_000), Some(1_000_000_000))),
            "12.0 MB of 1.0 GB used, 1.2 %"
        );
        assert!(room(&usage(Some(1), None)).contains("does not say of how many"));
        assert!(room(&usage(None, Some(1))).contains("does not say"));
        let stores = ["messages", "queues"].map(|store| StoreCount {
            store: store.to_owned(),
            rows: 600,
        });
        let usage = StorageUsage {
            stores: stores.into(),
            ..StorageUsage::default()
        };
        assert_eq!(rows_in_all(&usage), "1,200 rows in all");
    }

    #[test]
    fn a_cost_is_the_one_of_its_durability() {
        let costs = [DurabilityCost {
            durability: Durability::Strict,
            transactions: 101,
            median_us: 7400,
        }];
        assert_eq!(
            cost(&costs, Durability::Strict),
            "7.4 ms a transaction (median of 101)"
        );
        assert_eq!(cost(&costs, Durability::Relaxed), "not measured yet");
    }

    #[test]
    fn a_confirm_says_whom_it_went_to_and_what_it_covers() {
        let told = |multiple| {
            confirm(&ConfirmView {
                publisher: "producer".to_owned(),
                publish_seq: 3,
                multiple,
            })
        };
        assert_eq!(told(true), "confirm 3 (and all before) → producer");
        assert_eq!(told(false), "confirm 3 → producer");
    }

    #[test]
    fn only_a_yes_is_told_as_a_promise() {
        assert!(promise(Some(true)).1.contains("has promised to keep"));
        assert!(promise(Some(false)).1.contains("promised nothing"));
        assert!(promise(None).1.contains("does not say"));
        assert!(keep_answer(KeepAnswer::Declined).contains("answered no"));
    }

    #[test]
    fn a_failed_transaction_says_why() {
        let reason = "no room".to_owned();
        let (mark, words) = transaction_state(&TransactionState::Failed { reason });
        assert_eq!((mark, &*words), ("✕", "failed, tried again: no room"));
    }
}
