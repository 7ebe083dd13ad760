//! Targets: where the bindings of an exchange lead, as routing needs it.
//!
//! A target is resolved when the binding is made, so that a publish looks up no queue by name. It
//! stays true because a binding goes before either of its ends does.

use super::super::{id::ExchangeName, queues::QueueId};

/// The end of a binding, found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A queue.
    Queue(QueueId),
    /// Another exchange.
    Exchange(ExchangeName),
}

/// Where the bindings of one key or pattern lead.
///
/// # Invariants
/// Ascending, each target once, each with the number of bindings that lead to it, which is not 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Targets(Vec<(Target, u32)>);

impl Targets {
    /// One more binding leads there.
    pub(super) fn insert(&mut self, target: &Target) {
        match self.place(target) {
            Ok(place) => {
                let (_, bindings) = self.0.get_mut(place).expect(FOUND);
                *bindings += 1;
            }
            Err(place) => self.0.insert(place, (target.clone(), 1)),
        }
    }

    /// One binding less leads there.
    pub(super) fn remove(&mut self, target: &Target) {
        let place = self.place(target).expect("a binding that goes led there");
        let (_, bindings) = self.0.get_mut(place).expect(FOUND);
        *bindings -= 1;
        if *bindings == 0 {
            self.0.remove(place);
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The targets, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Target> {
        self.0.iter().map(|(target, _)| target)
    }

    /// How many bindings lead to them.
    pub(super) fn binding_count(&self) -> usize {
        self.0.iter().map(|&(_, bindings)| bindings as usize).sum()
    }

    pub(super) fn assert_invariants(&self) {
        assert!(
            self.0.is_sorted_by(|(left, _), (right, _)| left < right),
            "targets ascend, each once"
        );
        assert!(
            self.0.iter().all(|&(_, bindings)| bindings > 0),
            "a target without a binding is gone"
        );
    }

    fn place(&self, target: &Target) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(target))
    }
}

const FOUND: &str = "a place that was found exists";
