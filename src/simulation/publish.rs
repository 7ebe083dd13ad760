//! What the page's producer is asked to publish.

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, FieldError},
    message_property::MessageProperty,
    order::Order,
    poison::poisoned,
    settings::{PUBLISH_COUNT_MAX, order_queue},
    table_form::{self, NamedValues},
};
use crate::broker::{
    DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, ExchangeName, Millis, Properties,
    RoutingKey, ShortString,
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
    /// Properties that are texts.
    pub properties: Vec<(MessageProperty, String)>,
    /// The application's own fields.
    pub headers: NamedValues,
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
            properties: Vec::new(),
            headers: NamedValues::new(),
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
        let texts = self.properties.iter();
        errors.extend(texts.filter_map(|(property, text)| property.check(text)));
        errors.extend(table_form::check(&self.headers));
        errors.extend(self.check_header_bytes());
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

    /// What the message says about itself.
    pub(super) fn to_properties(&self) -> Properties {
        let mut properties = Properties {
            delivery_mode: Some(if self.persistent {
                DELIVERY_MODE_PERSISTENT
            } else {
                DELIVERY_MODE_TRANSIENT
            }),
            priority: self.priority,
            expiration: (self.expiration).map(|length| ShortString::of(&length.0.to_string())),
            headers: (!self.headers.is_empty()).then(|| table_form::table(&self.headers)),
            ..Properties::default()
        };
        for (property, text) in &self.properties {
            property.set(&mut properties, text);
        }
        if self.poison {
            poisoned(properties)
        } else {
            properties
        }
    }

    /// AMQP puts all properties into one frame (section 2.3.5.2), and RabbitMQ's frames end at
    /// 131072 bytes.
    fn check_header_bytes(&self) -> Option<FieldError> {
        let texts = self.properties.iter().map(|(_, text)| 1 + text.len());
        let bytes =
            OTHER_HEADER_BYTES_MAX + texts.sum::<usize>() + table_form::wire_bytes(&self.headers);
        (bytes > FRAME_BYTES_MAX).then(|| {
            let message = format!(
                "Headers and properties share one frame of at most {FRAME_BYTES_MAX} bytes; these \
                 need {bytes}."
            );
            FieldError::new(Field::Headers, message)
        })
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

/// RabbitMQ's default `frame_max`.
const FRAME_BYTES_MAX: usize = 131_072;

/// What a header frame holds besides: the frame's own bytes, the class, the flags, and the
/// properties that are no texts.
const OTHER_HEADER_BYTES_MAX: usize = 64;

pub(super) const COUNT_RIGHT: &str = "The count is a whole number from 1 to 100000";

pub(super) fn total_error(wrong: &str) -> FieldError {
    let message = format!("The total is a number such as 99.99; {wrong}.");
    FieldError::new(Field::Total, message)
}

/// An id and a user's name have something in them and are no longer than AMQP's own names.
pub(super) fn check_name(field: Field, name: &str) -> Option<FieldError> {
    let (what, example) = if field == Field::User {
        ("user", "john")
    } else {
        ("order id", "order_125")
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
