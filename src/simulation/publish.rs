//! What the page's producer is asked to publish.

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, FieldError},
    order::Order,
    settings::{PUBLISH_COUNT_MAX, order_queue},
};
use crate::broker::{
    ExchangeName, Millis, RoutingKey,
    limits::{MESSAGE_BYTES_MAX, SHORT_STRING_BYTES_MAX},
};

/// One order or many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishOrders {
    /// Where to; the empty name is the default exchange's.
    pub exchange: ExchangeName,
    /// What bindings are matched with; on the default exchange the queue's name.
    pub routing_key: RoutingKey,
    /// What to send.
    pub content: Content,
    /// `delivery_mode` 2, or else 1.
    pub persistent: bool,
    /// Ask for the message back if no queue takes it.
    pub mandatory: bool,
    /// Before whom it is delivered, in a queue with priorities.
    pub priority: Option<u8>,
    /// How long it may wait in a queue.
    pub expiration: Option<Millis>,
    /// Whether whoever takes it fails.
    pub poison: bool,
    /// How many, from 1. Of many orders each has an id of its own, counted up from the first.
    pub count: u32,
}

/// What to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// An order, as JSON.
    Order(Order),
    /// Any text, as it stands.
    Raw(String),
}

impl PublishOrders {
    /// One order as the course publishes it.
    #[must_use]
    pub fn as_the_course_does(order: Order) -> Self {
        Self {
            exchange: ExchangeName::default_exchange(),
            routing_key: RoutingKey::from(&order_queue()),
            content: Content::Order(order),
            persistent: true,
            mandatory: false,
            priority: None,
            expiration: None,
            poison: false,
            count: 1,
        }
    }

    /// Checks a request that was not parsed here.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let is_default = self.exchange == ExchangeName::default_exchange();
        if is_default && self.routing_key.as_str().trim().is_empty() {
            errors.push(FieldError::no_queue());
        }
        errors.extend(self.content.check());
        if !(1..=PUBLISH_COUNT_MAX).contains(&self.count) {
            let message = format!("{COUNT_RIGHT}; {} is not.", self.count);
            errors.push(FieldError::new(Field::Count, message));
        } else if let Some(error) = self.check_bytes() {
            errors.push(error);
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The text of message number `index`, counted from 0.
    #[must_use]
    pub fn body(&self, index: u32) -> String {
        match &self.content {
            Content::Order(order) => order.counted_up(index).to_json(),
            Content::Raw(text) => text.clone(),
        }
    }

    fn check_bytes(&self) -> Option<FieldError> {
        let each = match &self.content {
            Content::Order(_) => return None,
            Content::Raw(text) => text.len(),
        };
        let most = PUBLISH_BYTES_MAX / each.max(1);
        let count = usize::try_from(self.count).unwrap_or(usize::MAX);
        (count > most).then(|| {
            let message = format!(
                "Of a body of {each} bytes at most {most} can be published at once, 256 MiB in all; \
                 {count} is too many."
            );
            FieldError::new(Field::Count, message)
        })
    }
}

impl Content {
    fn check(&self) -> Vec<FieldError> {
        match self {
            Self::Order(order) => {
                let mut errors: Vec<FieldError> = check_name(Field::OrderId, &order.id)
                    .into_iter()
                    .chain(check_name(Field::User, &order.user))
                    .collect();
                if !order.total.is_finite() {
                    errors.push(total_error("this one is not finite"));
                }
                errors
            }
            Self::Raw(text) => check_body(text).into_iter().collect(),
        }
    }
}

pub(super) fn check_body(text: &str) -> Option<FieldError> {
    (text.len() > MESSAGE_BYTES_MAX).then(|| {
        let message = format!(
            "A body has at most 16 MiB (16777216 bytes), RabbitMQ's limit; this one has {}.",
            text.len()
        );
        FieldError::new(Field::Body, message)
    })
}

/// Bytes that one publish of many may make: they all have to fit in memory, and on a phone's too.
const PUBLISH_BYTES_MAX: usize = 256 * 1024 * 1024;

pub(super) const COUNT_RIGHT: &str = "The count is a whole number from 1 to 100000";

pub(super) fn total_error(wrong: &str) -> FieldError {
    let message = format!("The total is a number such as 99.99; {wrong}.");
    FieldError::new(Field::Total, message)
}

/// An id and a user's name have something in them and are no longer than AMQP's own names.
pub(super) fn check_name(field: Field, name: &str) -> Option<FieldError> {
    let (what, example) = match field {
        Field::User => ("user", "john"),
        Field::OrderId
        | Field::Queue
        | Field::Exchange
        | Field::AlternateExchange
        | Field::BindingKey
        | Field::Priority
        | Field::Expiration
        | Field::QueueArgument(_)
        | Field::Prefetch
        | Field::Sleep
        | Field::RestartAfter
        | Field::Producers
        | Field::Rate
        | Field::Seconds
        | Field::Total
        | Field::Body
        | Field::Count
        | Field::DeliveryTag => ("order id", "order_125"),
    };
    let name = name.trim();
    let message = if name.is_empty() {
        format!("The {what} is a text such as {example}; there is nothing here.")
    } else if name.len() > SHORT_STRING_BYTES_MAX {
        let bytes = name.len();
        format!("The {what} has at most 255 bytes; this one has {bytes}.")
    } else {
        return None;
    };
    Some(FieldError::new(field, message))
}
