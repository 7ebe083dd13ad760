//! Where a worker's broker lives.

/// Where a worker's broker lives. The page says it as the worker's name, because it decides what
/// the worker opens before anything can be asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// A database in the browser. A namespace of its own keeps it apart from the page's; the page's
    /// has the empty one.
    Database {
        /// The namespace.
        namespace: String,
    },
    /// Memory: nothing is kept.
    Memory,
    /// Memory, and it begins with a scenario that the page brings.
    Scratch,
}

impl Default for Home {
    fn default() -> Self {
        Self::Database {
            namespace: String::new(),
        }
    }
}

impl Home {
    /// The worker's name.
    #[must_use]
    pub fn to_name(&self) -> String {
        match self {
            Self::Database { namespace } => format!("{DATABASE}{namespace}"),
            Self::Memory => MEMORY.to_owned(),
            Self::Scratch => SCRATCH.to_owned(),
        }
    }

    /// The place that a worker of that name was started for. Without a name it is the page's own
    /// database.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        match name {
            MEMORY => Self::Memory,
            SCRATCH => Self::Scratch,
            _ => Self::Database {
                namespace: name.strip_prefix(DATABASE).unwrap_or_default().to_owned(),
            },
        }
    }
}

const DATABASE: &str = "database/";
const MEMORY: &str = "memory";
const SCRATCH: &str = "scratch";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_survives_being_a_workers_name() {
        let homes = [
            Home::default(),
            Home::Memory,
            Home::Scratch,
            Home::Database {
                namespace: "memory".to_owned(),
            },
        ];
        for home in homes {
            assert_eq!(Home::of_name(&home.to_name()), home);
        }
        assert_eq!(Home::of_name(""), Home::default());
    }
}
