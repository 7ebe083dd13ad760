//! What a run met: how many operations, and how often each kind of answer. A run in which nothing
//! happens finds no difference either.

use std::{collections::BTreeMap, fmt};

/// Counts by kind.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    operations: usize,
    kinds: BTreeMap<String, u64>,
}

impl Coverage {
    pub(crate) fn add(&mut self, answers: &[String]) {
        self.operations += 1;
        for answer in answers {
            let mut words = answer.split(' ').skip(1);
            let mut kind = words.next().unwrap_or_default().to_owned();
            if kind == "confirms" || kind.ends_with(".close") {
                kind.push(' ');
                kind.push_str(words.next().unwrap_or_default());
            }
            self.count(&kind);
            for mark in ["redelivered", "x-death", "reason: \"maxlen\""] {
                if answer.contains(mark) {
                    self.count(&format!("with {mark}"));
                }
            }
        }
    }

    pub(crate) const fn operations(&self) -> usize {
        self.operations
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.operations += other.operations;
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
    }

    fn count(&mut self, kind: &str) {
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.kinds {
            writeln!(f, "{count:9} {kind}")?;
        }
        Ok(())
    }
}
