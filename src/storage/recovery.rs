//! Recovery: rows put together again into what a start of the broker takes in.
//!
//! Rows come by object store, in the order of [`StoreName::ALL`](super::StoreName::ALL), and by
//! ascending key: a queue before its messages, a message before the ones behind it. A row that does
//! not fit is refused with a reason; the store that it came from then sets it aside.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    Loaded, QuarantinedRow, QueueCensus,
    rows::{
        BindingRow, CensusRow, ClientRow, ExchangeRow, MessageRow, QueueRow, RowError, Settings,
        SettingsRow,
    },
};
use crate::broker::{
    Binding, Broker, Destination, Durable, DurableExchange, DurableQueue, ExchangeName, Position,
    QueueName,
};

/// What the rows so far add up to.
#[derive(Debug)]
pub(super) struct Recovery {
    /// The exchanges that every broker has.
    predeclared: BTreeSet<ExchangeName>,
    exchanges: BTreeMap<ExchangeName, DurableExchange>,
    queues: BTreeMap<QueueName, DurableQueue>,
    bindings: Vec<Rc<Binding>>,
    clients: Vec<ClientRow>,
    census: Option<Vec<QueueCensus>>,
    settings: Settings,
}

impl Recovery {
    pub(super) fn new() -> Self {
        let broker = Broker::new();
        let predeclared = broker.exchanges().map(|exchange| exchange.name);
        Self {
            predeclared: predeclared.collect(),
            exchanges: BTreeMap::new(),
            queues: BTreeMap::new(),
            bindings: Vec::new(),
            clients: Vec::new(),
            census: None,
            settings: Settings::default(),
        }
    }

    pub(super) fn take_exchange(&mut self, row: ExchangeRow) -> Result<(), RowError> {
        let exchange = row.into_exchange()?;
        self.exchanges.insert(exchange.exchange.clone(), exchange);
        Ok(())
    }

    pub(super) fn take_queue(&mut self, row: QueueRow) -> Result<(), RowError> {
        let queue = row.into_queue()?;
        queue.check().map_err(|refusal| RowError::Content {
            field: "arguments",
            reason: refusal.explanation,
        })?;
        self.queues.insert(queue.queue.clone(), queue);
        Ok(())
    }

    pub(super) fn take_binding(&mut self, row: BindingRow) -> Result<(), RowError> {
        let binding = row.into_binding()?;
        self.check_exchange("source", &binding.source)?;
        match &binding.destination {
            Destination::Queue(queue) => {
                if !self.queues.contains_key(queue) {
                    return Err(no_queue("destination", queue));
                }
            }
            Destination::Exchange(exchange) => self.check_exchange("destination", exchange)?,
        }
        self.bindings.push(Rc::new(binding));
        Ok(())
    }

    pub(super) fn take_message(&mut self, row: MessageRow) -> Result<(), RowError> {
        let Some(queue) = self.queues.get_mut(row.queue()) else {
            return Err(no_queue("queue", row.queue()));
        };
        let message = row.into_message()?;
        if !queue.keeps(&message.message) {
            return Err(RowError::Content {
                field: "properties.delivery_mode",
                reason: "this queue keeps only persistent messages, with delivery_mode 2"
                    .to_owned(),
            });
        }
        if let Some(before) = queue.messages.last()
            && before.position >= message.position
        {
            let Position(before) = before.position;
            return Err(RowError::Content {
                field: "position",
                reason: format!("it does not come after {before}, the one before it"),
            });
        }
        queue.messages.push(message);
        Ok(())
    }

    pub(super) fn take_client(&mut self, row: ClientRow) {
        self.clients.push(row);
    }

    pub(super) fn take_census(&mut self, row: CensusRow) -> Result<(), RowError> {
        self.census = Some(row.into_queues()?);
        Ok(())
    }

    pub(super) const fn take_settings(&mut self, row: &SettingsRow) {
        self.settings = row.settings();
    }

    pub(super) fn finish(mut self, quarantined: Vec<QuarantinedRow>) -> Loaded {
        // They came by name, which stays as the order among programs of the same number.
        self.clients.sort_by_key(|client| client.number);
        Loaded {
            durable: Durable {
                exchanges: self.exchanges.into_values().collect(),
                queues: self.queues.into_values().collect(),
                bindings: self.bindings,
            },
            clients: self.clients,
            census: self.census,
            settings: self.settings,
            quarantined,
        }
    }

    /// Whether an exchange can be the end of a binding.
    fn check_exchange(&self, field: &'static str, name: &ExchangeName) -> Result<(), RowError> {
        let reason = if name.as_str().is_empty() {
            "the default exchange takes no bindings".to_owned()
        } else if self.exchanges.contains_key(name) || self.predeclared.contains(name) {
            return Ok(());
        } else {
            format!("there is no durable exchange '{name}'")
        };
        Err(RowError::Content { field, reason })
    }
}

fn no_queue(field: &'static str, name: &QueueName) -> RowError {
    RowError::Content {
        field,
        reason: format!("there is no durable queue '{name}'"),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::{broker::Table, storage::rows::samples};

    #[test]
    fn a_position_that_was_there_before_or_comes_too_late_is_refused() {
        let queue = QueueName::new("order_queue").unwrap();
        let mut recovery = Recovery::new();
        let row = QueueRow::new(queue.clone(), false, &Table::default());
        recovery.take_queue(row).unwrap();
        let mut take = |position| {
            let message = samples::kept(position, 0, "{}");
            recovery.take_message(MessageRow::new(queue.clone(), &message))
        };
        take(5).unwrap();
        for position in [5, 4] {
            assert_eq!(
                take(position).unwrap_err().to_string(),
                "position: it does not come after 5, the one before it"
            );
        }
        take(6).unwrap();
    }
}
