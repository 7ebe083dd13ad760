//! Definitions: what is kept of the page's programs over a reload.
//!
//! A program's memory is not kept: it dies with the page, as a process does. What it was set to,
//! and whether it ran, is the page's own set-up.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{field::FieldError, settings::ConsumerSettings};

/// A program of the page, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientDefinition {
    /// The producer.
    Producer {
        /// The number that the next order's id should carry.
        next_order_number: u64,
    },
    /// A consumer.
    Consumer {
        /// Its name, `consumer-` and a number.
        name: String,
        /// How it is set.
        settings: ConsumerSettings,
        /// Whether it was running, and will be again.
        running: bool,
    },
}

/// A kept definition that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedDefinition {
    /// Whose.
    pub name: String,
    /// What is wrong with it.
    pub reason: DefinitionFault,
}

/// What is wrong with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefinitionFault {
    /// A consumer is called `consumer-` and a number from 1.
    Name,
    /// There is one of that name already.
    Twice,
    /// There are as many consumers as the page takes.
    TooMany,
    /// Its settings are out of range.
    Settings(Vec<FieldError>),
}

impl fmt::Display for DefinitionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("a consumer is called consumer- and a number from 1"),
            Self::Twice => f.write_str("there is one of that name already"),
            Self::TooMany => f.write_str("there are as many consumers as the page takes"),
            Self::Settings(errors) => {
                let messages: Vec<&str> = errors.iter().map(|error| &*error.message).collect();
                f.write_str(&messages.join(" "))
            }
        }
    }
}
