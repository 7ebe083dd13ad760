//! What can be wrong with a file, each with what would be right.

use std::fmt;

use super::{BACKUP_BYTES_MAX, BACKUP_FORMAT};

/// A file that cannot be taken in. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupError {
    /// It is longer than anything that can be taken in.
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// It is not JSON, or nests deeper than any broker's state.
    Syntax {
        /// The line at fault, from 1.
        line: usize,
        /// The column in it.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It is JSON, but neither a backup nor definitions.
    Foreign,
    /// A newer version of Leveret has written it.
    NewerFormat {
        /// The version of the file's format.
        found: u64,
    },
    /// Something in it cannot be.
    Fault {
        /// Where, from the file's root on: `definitions.queues[3].arguments.x-max-length`.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It declares with other properties what is there already.
    Conflicts {
        /// What RabbitMQ says to each.
        refusals: Vec<String>,
    },
}

impl BackupError {
    /// A program of the page whose settings cannot be.
    #[must_use]
    pub fn of_program(name: &str, reason: impl fmt::Display) -> Self {
        Self::Fault {
            path: format!("programs '{name}'"),
            reason: reason.to_string(),
        }
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => write!(
                f,
                "The file has {bytes} bytes, and at most {BACKUP_BYTES_MAX} are taken in."
            ),
            Self::Syntax {
                line,
                column,
                reason,
            } => write!(
                f,
                "The file cannot be read as JSON: line {line}, column {column}: {reason}."
            ),
            Self::Foreign => f.write_str(
                "The file is neither a backup of Leveret, which says \"leveret\": 1, nor RabbitMQ's \
                 definitions, which have \"queues\", \"exchanges\" and \"bindings\".",
            ),
            Self::NewerFormat { found } => write!(
                f,
                "The file has version {found} of the format, and this page reads up to version \
                 {BACKUP_FORMAT}. A newer Leveret wrote it; nothing was changed. Reload without the \
                 browser's cache to get the newer page."
            ),
            Self::Fault { path, reason } => write!(f, "{path}: {reason}"),
            Self::Conflicts { refusals } => {
                f.write_str("What is there cannot be declared again with other properties: ")?;
                let told: Vec<&str> = refusals.iter().take(TOLD_MAX).map(String::as_str).collect();
                f.write_str(&told.join("; "))?;
                match refusals.len().saturating_sub(TOLD_MAX) {
                    0 => Ok(()),
                    more => write!(f, "; and {more} more"),
                }
            }
        }
    }
}

impl std::error::Error for BackupError {}

/// Refusals that are told one by one: they are read by a person.
const TOLD_MAX: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_format_names_both_versions() {
        let text = BackupError::NewerFormat { found: 7 }.to_string();
        assert!(text.contains("version 7") && text.contains("up to version 1"));
    }

    #[test]
    fn of_many_conflicts_the_first_are_told() {
        let refusals = (1..=7).map(|number| format!("no {number}")).collect();
        let text = BackupError::Conflicts { refusals }.to_string();
        assert!(text.ends_with("no 4; no 5; and 2 more"), "{text}");
    }
}
