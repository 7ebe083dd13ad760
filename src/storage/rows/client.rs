//! A program of the page as a row. What its settings mean, and whether they can be, is for the
//! simulation.

use serde::{Deserialize, Serialize, de::Deserializer};

use super::{Row, RowError, shaped, wide};
use crate::broker::QueueName;

/// A row of the object store `clients`. Fields that only one kind of program has may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRow {
    /// [`ClientRow::VERSION`].
    pub version: u32,
    /// Its name, the key.
    pub name: String,
    /// Its place in the order in which the programs appeared.
    #[serde(with = "wide::number")]
    pub number: u64,
    /// What it does.
    pub kind: ClientKind,
    /// The queue that it consumes from or publishes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueName>,
    /// A consumer's prefetch; 0 means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefetch_count: Option<u16>,
    /// How long a consumer works on a message.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "wide::optional"
    )]
    pub sleep_ms: Option<u64>,
    /// When a consumer acknowledges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<ClientAcknowledgement>,
    /// What a consumer does when it fails on a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<ClientFailure>,
    /// How long after a crash a consumer is started again; never, if that is missing.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "wide::optional"
    )]
    pub restart_after_ms: Option<u64>,
    /// Whether a consumer wants the queue to itself; not, if that is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<bool>,
    /// Before whom a consumer is served; 0, if that is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// Whether it was at work.
    pub running: bool,
    /// The number that a producer gives to its next order.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "wide::optional"
    )]
    pub next_order_number: Option<u64>,
}

/// What a program of the page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// It publishes.
    Producer,
    /// It consumes.
    Consumer,
}

/// When a consumer of the page acknowledges, as its row has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAcknowledgement {
    /// After its sleep.
    AfterSleep,
    /// Never, because the broker forgets a message when it is sent.
    Automatic,
    /// When the person at the page says so.
    ByHand,
}

/// What a consumer of the page does when it fails on a message, as its row has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFailure {
    /// Its process dies.
    Crash,
    /// `basic.nack` with requeue
    NackRequeue,
    /// `basic.nack` without requeue
    NackDiscard,
    /// `basic.reject` without requeue
    Reject,
}

impl ClientRow {
    /// The version that this program writes. Rows of version 2 have no `exclusive` and no
    /// `priority`, those of version 1 no `on_failure` and no `restart_after_ms` either.
    pub const VERSION: u32 = 3;
}

impl Row for ClientRow {
    const VERSION: u32 = Self::VERSION;

    fn read_earlier<'de, D: Deserializer<'de>>(
        version: u32,
        row: impl Fn() -> D,
    ) -> Option<Result<Self, RowError>> {
        let since_2 = |row: Self| Self {
            version: Self::VERSION,
            exclusive: None,
            priority: None,
            ..row
        };
        let since_1 = |row: Self| Self {
            on_failure: (row.kind == ClientKind::Consumer).then_some(ClientFailure::Crash),
            restart_after_ms: None,
            ..since_2(row)
        };
        match version {
            1 => Some(shaped(row).map(since_1)),
            2 => Some(shaped(row).map(since_2)),
            _ => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::rows::{read, samples};

    #[test]
    fn a_consumer_can_be_read_in_its_row_and_comes_back() {
        let consumer = samples::consumer("consumer-1", 2);
        let row = serde_json::to_value(&consumer).unwrap();
        assert_eq!(
            row,
            json!({
                "version": 3, "name": "consumer-1", "number": 2, "kind": "consumer",
                "queue": "order_queue", "prefetch_count": 1, "sleep_ms": 2000,
                "acknowledgement": "after_sleep", "on_failure": "crash", "running": true,
            })
        );
        assert_eq!(read::<ClientRow, _>(|| &row).unwrap(), consumer);
    }

    #[test]
    fn rows_from_before_programs_could_fail_are_read() {
        let row = json!({
            "version": 1, "name": "consumer-1", "number": 2, "kind": "consumer",
            "queue": "order_queue", "prefetch_count": 1, "sleep_ms": 2000,
            "acknowledgement": "after_sleep", "running": true,
        });
        let read_back = read::<ClientRow, _>(|| &row).unwrap();
        assert_eq!(read_back, samples::consumer("consumer-1", 2));

        let producer = json!({
            "version": 1, "name": "producer", "number": 0, "kind": "producer", "running": true,
            "next_order_number": 131,
        });
        let read_back = read::<ClientRow, _>(|| &producer).unwrap();
        assert_eq!((read_back.version, read_back.on_failure), (3, None));
    }

    #[test]
    fn rows_from_before_consumers_had_priorities_are_read() {
        let row = json!({
            "version": 2, "name": "consumer-1", "number": 2, "kind": "consumer",
            "queue": "order_queue", "prefetch_count": 1, "sleep_ms": 2000,
            "acknowledgement": "after_sleep", "on_failure": "reject", "running": true,
        });
        let expected = ClientRow {
            on_failure: Some(ClientFailure::Reject),
            ..samples::consumer("consumer-1", 2)
        };
        assert_eq!(read::<ClientRow, _>(|| &row).unwrap(), expected);
    }

    #[test]
    fn a_setting_that_there_is_not_is_named() {
        let mut row = serde_json::to_value(samples::consumer("consumer-1", 2)).unwrap();
        row["acknowledgement"] = json!("later");
        let refusal = read::<ClientRow, _>(|| &row).unwrap_err().to_string();
        assert!(refusal.starts_with("acknowledgement"), "{refusal}");
        assert!(refusal.contains("unknown variant `later`"), "{refusal}");
        row["acknowledgement"] = json!("by_hand");
        row["on_failure"] = json!("shrug");
        let refusal = read::<ClientRow, _>(|| &row).unwrap_err().to_string();
        assert!(refusal.starts_with("on_failure"), "{refusal}");
    }
}
