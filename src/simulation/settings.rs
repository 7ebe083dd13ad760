//! How the page's programs are set, parsed once from what a person typed.
//!
//! Each `parse` names the field and says what would be right. The limits are the page's own: they keep one
//! slip of the keyboard from asking for a year's sleep or a billion orders.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::broker::{Millis, QueueName};

/// Seconds that a consumer may sleep over one order: an hour, longer than anybody will watch.
pub const SLEEP_SECONDS_MAX: u32 = 3600;

/// Orders that one publish may make.
pub const PUBLISH_COUNT_MAX: u32 = 100_000;

/// When a consumer's program acknowledges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Acknowledgement {
    /// After its sleep, by delivery tag.
    #[default]
    AfterSleep,
    /// Never: `no_ack` makes the broker forget a message when it is sent.
    Automatic,
    /// When the person at the page says so.
    ByHand,
}

/// How a consumer is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerSettings {
    /// The queue that it consumes from.
    pub queue: QueueName,
    /// Unacked deliveries that it may hold; 0 means no limit.
    pub prefetch_count: u16,
    /// How long it works on an order.
    pub sleep: Millis,
    /// When it acknowledges.
    pub acknowledgement: Acknowledgement,
}

/// A form's field that cannot be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong and what would be right, as a sentence.
    pub message: String,
}

/// A field of one of the page's forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// A queue's name.
    Queue,
    /// A consumer's prefetch.
    Prefetch,
    /// A consumer's sleep.
    Sleep,
    /// An order's id.
    OrderId,
    /// An order's user.
    User,
    /// An order's total.
    Total,
    /// A body typed as text.
    Body,
    /// How many to publish.
    Count,
    /// A delivery tag.
    DeliveryTag,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldError {}

impl FieldError {
    pub(super) fn new(field: Field, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }
}
