//! What is kept of the programs, and programs made of what was kept.

use super::{CONSUMER_PREFIX, Clients, FIRST_FREE_ORDER_NUMBER, consumer_name};
use crate::simulation::{
    consumer::Consumer,
    definition::{ClientDefinition, DefinitionFault, RefusedDefinition},
    error::CONSUMERS_MAX,
    producer::Producer,
    settings::ConsumerSettings,
};

impl Clients {
    /// The programs as they were kept. A definition that cannot be taken is left out and named.
    #[must_use]
    pub fn restore(definitions: Vec<ClientDefinition>) -> (Self, Vec<RefusedDefinition>) {
        let mut clients = Self::with_producer(FIRST_FREE_ORDER_NUMBER);
        let mut refused = Vec::new();
        for definition in definitions {
            match definition {
                ClientDefinition::Producer { next_order_number } => {
                    clients.producer = Producer::new(next_order_number);
                }
                ClientDefinition::Consumer {
                    name,
                    settings,
                    running,
                } => match clients.check_definition(&name, &settings) {
                    Ok(number) => clients.push_consumer(number, settings, running),
                    Err(reason) => refused.push(RefusedDefinition { name, reason }),
                },
            }
        }
        clients.told = clients.definitions();
        (clients, refused)
    }

    /// What is to be kept of the programs over a reload.
    #[must_use]
    pub fn definitions(&self) -> Vec<ClientDefinition> {
        let producer = std::iter::once(self.producer.definition());
        let consumers = self.consumers.iter().map(Consumer::definition);
        producer.chain(consumers).collect()
    }

    /// The definitions, if they have changed since they were last told or restored.
    pub fn poll_definitions(&mut self) -> Option<Vec<ClientDefinition>> {
        let now = self.definitions();
        if now == self.told {
            return None;
        }
        self.told.clone_from(&now);
        Some(now)
    }

    fn check_definition(
        &self,
        name: &str,
        settings: &ConsumerSettings,
    ) -> Result<u32, DefinitionFault> {
        let number = name
            .strip_prefix(CONSUMER_PREFIX)
            .and_then(|number| number.parse().ok())
            .filter(|&number| (1..=CONSUMER_NUMBER_MAX).contains(&number))
            .filter(|&number| *consumer_name(number) == *name)
            .ok_or(DefinitionFault::Name)?;
        settings.validate().map_err(DefinitionFault::Settings)?;
        if self
            .consumers
            .iter()
            .any(|consumer| consumer.name() == name)
        {
            Err(DefinitionFault::Twice)
        } else if self.consumers.len() >= CONSUMERS_MAX {
            Err(DefinitionFault::TooMany)
        } else {
            Ok(number)
        }
    }
}

/// A kept number above this is no count of anybody's clicks, and the next one must fit.
const CONSUMER_NUMBER_MAX: u32 = 1_000_000_000;
