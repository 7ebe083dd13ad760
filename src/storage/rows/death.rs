//! What a message remembers of the queues that gave it up, in its row.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{RowError, payload::ShortPayload, wide::Wide};
use crate::broker::{Death, DeathReason, Deaths, ExchangeName, QueueName, RoutingKey, Timestamp};

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DeathsRow {
    entries: Vec<DeathRow>,
    first: DeathRow,
}

/// An entry, as `x-death` has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct DeathRow {
    queue: QueueName,
    reason: ReasonRow,
    count: Wide<u64>,
    first: Wide<u64>,
    exchange: ExchangeName,
    routing_keys: Vec<RoutingKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original_expiration: Option<ShortPayload>,
}

/// RabbitMQ's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReasonRow {
    Rejected,
    Expired,
    #[serde(rename = "maxlen")]
    MaxLength,
    DeliveryLimit,
}

impl DeathsRow {
    pub(super) fn into_deaths(self) -> Result<Deaths, RowError> {
        if self.entries.is_empty() {
            return Err(RowError::Content {
                field: "deaths.entries",
                reason: "a message that has died has died somewhere".to_owned(),
            });
        }
        Ok(Deaths {
            entries: self.entries.into_iter().map(Into::into).collect(),
            first: Rc::new(self.first.into()),
        })
    }
}

impl From<&Deaths> for DeathsRow {
    fn from(deaths: &Deaths) -> Self {
        Self {
            entries: deaths.entries.iter().map(Into::into).collect(),
            first: (&*deaths.first).into(),
        }
    }
}

impl From<&Death> for DeathRow {
    fn from(death: &Death) -> Self {
        Self {
            queue: death.queue.clone(),
            reason: death.reason.into(),
            count: Wide(death.count),
            first: Wide(death.first.0),
            exchange: death.exchange.clone(),
            routing_keys: death.routing_keys.clone(),
            original_expiration: death.original_expiration.clone().map(ShortPayload),
        }
    }
}

impl From<DeathRow> for Death {
    fn from(row: DeathRow) -> Self {
        Self {
            queue: row.queue,
            reason: row.reason.into(),
            count: row.count.0,
            first: Timestamp(row.first.0),
            exchange: row.exchange,
            routing_keys: row.routing_keys,
            original_expiration: row.original_expiration.map(|text| text.0),
        }
    }
}

impl From<DeathReason> for ReasonRow {
    fn from(reason: DeathReason) -> Self {
        match reason {
            DeathReason::Rejected => Self::Rejected,
            DeathReason::Expired => Self::Expired,
            DeathReason::MaxLength => Self::MaxLength,
            DeathReason::DeliveryLimit => Self::DeliveryLimit,
        }
    }
}

impl From<ReasonRow> for DeathReason {
    fn from(row: ReasonRow) -> Self {
        match row {
            ReasonRow::Rejected => Self::Rejected,
            ReasonRow::Expired => Self::Expired,
            ReasonRow::MaxLength => Self::MaxLength,
            ReasonRow::DeliveryLimit => Self::DeliveryLimit,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reason_has_the_name_that_rabbitmq_gives_it() {
        for reason in [
            DeathReason::Rejected,
            DeathReason::Expired,
            DeathReason::MaxLength,
            DeathReason::DeliveryLimit,
        ] {
            let row = serde_json::to_value(ReasonRow::from(reason)).unwrap();
            assert_eq!(row, json!(reason.name()));
            let back: ReasonRow = serde_json::from_value(row).unwrap();
            assert_eq!(DeathReason::from(back), reason);
        }
    }

    #[test]
    fn a_death_in_no_queue_is_refused() {
        let death = json!({
            "queue": "q", "reason": "rejected", "count": 1, "first": 0, "exchange": "", "routing_keys": [],
        });
        let row = json!({"entries": [], "first": death});
        let row: DeathsRow = serde_json::from_value(row).unwrap();
        let refusal = row.into_deaths().unwrap_err().to_string();
        assert_eq!(
            refusal,
            "deaths.entries: a message that has died has died somewhere"
        );
    }
}
