//! What an import would change, shown before anything is.

use serde::{Deserialize, Serialize};

/// What an import would change. The file has been checked whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPlan {
    /// What the file is, in a sentence: a whole broker, or definitions alone.
    pub summary: String,
    /// What is not here yet.
    pub added: Vec<PlannedChange>,
    /// What is here, and is different in the file.
    pub replaced: Vec<PlannedChange>,
    /// What is here, and not in the file.
    pub removed: Vec<PlannedChange>,
    /// How much is the same on both sides.
    pub unchanged: u64,
    /// What the file says and nothing here can do: users, policies, other virtual hosts.
    pub passed_over: Vec<String>,
}

/// One thing that an import would add, replace or remove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedChange {
    /// What sort of thing: `queue`, `exchange`, `binding`, `messages`, `program`.
    pub sort: String,
    /// Its name.
    pub name: String,
    /// What will be different, in words; may be empty.
    pub detail: String,
}
