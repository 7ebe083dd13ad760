//! What is asked of the worker that the broker and its programs cannot do alone.

use serde::{Deserialize, Serialize};

use crate::{projection::Play, simulation::ComparisonSettings};

/// What the broker and its programs cannot do alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// Forget everything and begin with the course's set-up.
    Reset,
    /// Read rows from storage as they are now.
    BrowseRows {
        /// The object store.
        store: String,
        /// How many rows to pass over.
        offset: u64,
    },
    /// Ask how many rows each object store has, how much room the site uses and has.
    MeasureStorage,
    /// Let the same small transaction run some times with each durability, and tell what it took.
    MeasureDurability,
    /// Write the database from this tab, and let the other one only look. Also before there is a
    /// broker.
    TakeOver,
    /// Work in memory and leave the database to the other tab. Only before there is a broker.
    WorkInMemory,
    /// Begin with a scenario. Only of a worker that was started for a scratch copy, before it has a
    /// broker.
    Open {
        /// Its text.
        scenario: String,
        /// How time goes at first.
        play: Play,
    },
    /// Write the set-up down, to be opened elsewhere.
    Describe {
        /// Whether the messages are part of it.
        with_messages: bool,
    },
    /// Make the past moment that is shown the present: what came after it never happened.
    GoOnFromHere,
    /// Compare two configurations on the same orders, beside the broker.
    Compare(ComparisonSettings),
    /// Stop that; both are answered then.
    StopComparing,
    /// Write the broker down as a file.
    Export(ExportScope),
    /// Check a file whole, and say what it would change.
    PlanImport {
        /// Its text.
        text: String,
    },
    /// Replace the broker by what a file says. It is checked again, whole, before anything changes.
    Import {
        /// Its text.
        text: String,
    },
}

impl Errand {
    /// Whether it only looks at the broker, or works beside it, and changes nothing.
    pub(super) const fn only_looks(&self) -> bool {
        match self {
            Self::BrowseRows { .. }
            | Self::MeasureStorage
            | Self::WorkInMemory
            | Self::Open { .. }
            | Self::Describe { .. }
            | Self::Compare(_)
            | Self::StopComparing
            | Self::Export(_)
            | Self::PlanImport { .. } => true,
            Self::Reset
            | Self::MeasureDurability
            | Self::TakeOver
            | Self::GoOnFromHere
            | Self::Import { .. } => false,
        }
    }
}

/// What a file is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportScope {
    /// Definitions, messages and the page's programs.
    Everything,
    /// Definitions alone, in the shape that `rabbitmqctl import_definitions` takes.
    Definitions,
}
