//! What a person breaks on purpose between the programs and the broker.

use serde::{Deserialize, Serialize};

use crate::simulation::BurstSettings;

/// Something to break, or to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Publish one order that fails whoever takes it.
    PublishPoison,
    /// Let the network between a program and the broker stand still.
    PauseNetwork {
        /// The program's name.
        name: String,
    },
    /// Let it go on.
    HealNetwork {
        /// The program's name.
        name: String,
    },
    /// Let a consumer die over the next order, processed and not yet acked, or not after all.
    CrashBeforeAck {
        /// The consumer's name.
        name: String,
        /// Whether it is to.
        armed: bool,
    },
    /// Begin a burst.
    Burst(BurstSettings),
    /// Stop it where it is.
    StopBurst,
}
