//! The deliveries of a channel that nobody has settled yet, by tag.
//!
//! Tags ascend, and most deliveries are settled about in the order in which they were made. So they
//! stand in a row, a settled one leaves a gap, and the gaps at the front go at once. Of the others
//! there are never more than deliveries, but for a few: a client that keeps one message for ever
//! and settles millions must not make the row as long.

use std::{collections::VecDeque, mem};

use super::id::DeliveryTag;

/// Deliveries by tag.
///
/// # Invariants
/// Each delivery stands where its tag does; tags ascend; `gaps` counts the places that are empty.
/// The first place is not empty.
#[derive(Clone, Debug)]
pub(super) struct Outstanding<T> {
    tags: VecDeque<DeliveryTag>,
    deliveries: VecDeque<Option<T>>,
    gaps: usize,
}

impl<T> Default for Outstanding<T> {
    fn default() -> Self {
        Self {
            tags: VecDeque::new(),
            deliveries: VecDeque::new(),
            gaps: 0,
        }
    }
}

impl<T> Outstanding<T> {
    /// Adds the delivery that was made last.
    pub(super) fn push(&mut self, tag: DeliveryTag, held: T) {
        assert!(
            self.tags.back().is_none_or(|last| *last < tag),
            "tags ascend"
        );
        self.tags.push_back(tag);
        self.deliveries.push_back(Some(held));
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, tag: DeliveryTag) -> Option<T> {
        let place = self.place(tag)?;
        let held = self.deliveries.get_mut(place)?.take()?;
        self.gaps += 1;
        self.close_gaps();
        Some(held)
    }

    /// Whether there is one with this tag.
    pub(super) fn contains(&self, tag: DeliveryTag) -> bool {
        let delivery = self.place(tag).and_then(|place| self.deliveries.get(place));
        delivery.is_some_and(Option::is_some)
    }

    /// Takes out all up to this one.
    pub(super) fn remove_up_to(&mut self, last: DeliveryTag) -> Self {
        let count = self.tags.partition_point(|tag| *tag <= last);
        let tags = self.tags.drain(..count).collect();
        let deliveries: VecDeque<_> = self.deliveries.drain(..count).collect();
        let gaps = deliveries.iter().filter(|held| held.is_none()).count();
        self.gaps -= gaps;
        self.close_gaps();
        Self {
            tags,
            deliveries,
            gaps,
        }
    }

    /// Puts back what was taken out.
    pub(super) fn put_back(&mut self, returned: impl IntoIterator<Item = (DeliveryTag, T)>) {
        let mut all: Vec<(DeliveryTag, T)> = mem::take(self).into_iter().collect();
        all.extend(returned);
        all.sort_unstable_by_key(|(tag, _)| *tag);
        for (tag, held) in all {
            self.push(tag, held);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (DeliveryTag, &T)> {
        let pairs = self.tags.iter().zip(&self.deliveries);
        pairs.filter_map(|(tag, held)| Some((*tag, held.as_ref()?)))
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = (DeliveryTag, T)> {
        let pairs = self.tags.into_iter().zip(self.deliveries);
        pairs.filter_map(|(tag, held)| Some((tag, held?)))
    }

    pub(super) fn assert_invariants(&self) {
        assert!(self.tags.iter().is_sorted_by(|a, b| a < b), "tags ascend");
        assert_eq!(self.tags.len(), self.deliveries.len(), "each has its tag");
        let gaps = self.deliveries.iter().filter(|held| held.is_none());
        assert_eq!(gaps.count(), self.gaps, "gaps are counted");
        assert!(
            !matches!(self.deliveries.front(), Some(None)),
            "no gap stands at the front"
        );
    }

    fn place(&self, tag: DeliveryTag) -> Option<usize> {
        let first = self.tags.front()?;
        // Without gaps that were closed further back, this is it.
        let near = usize::try_from(tag.0.checked_sub(first.0)?).ok();
        let is_there = |place: &usize| self.tags.get(*place) == Some(&tag);
        near.filter(is_there)
            .or_else(|| self.tags.binary_search(&tag).ok())
    }

    fn close_gaps(&mut self) {
        while let Some(None) = self.deliveries.front() {
            self.deliveries.pop_front();
            self.tags.pop_front();
            self.gaps -= 1;
        }
        if self.gaps > self.deliveries.len() / 2 + GAPS_FREE {
            let mut kept = self.deliveries.iter().map(Option::is_some);
            self.tags.retain(|_| kept.next().unwrap_or(false));
            self.deliveries.retain(Option::is_some);
            self.gaps = 0;
        }
    }
}

/// Gaps that are not worth the work of closing them.
const GAPS_FREE: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn with(tags: impl IntoIterator<Item = u64>) -> Outstanding<u64> {
        let mut outstanding = Outstanding::default();
        for tag in tags {
            outstanding.push(DeliveryTag(tag), tag);
        }
        outstanding
    }

    fn tags(outstanding: &Outstanding<u64>) -> Vec<u64> {
        outstanding.assert_invariants();
        outstanding.iter().map(|(tag, _)| tag.0).collect()
    }

    #[test]
    fn deliveries_are_settled_in_any_order_once() {
        let mut outstanding = with(1..=5);
        for tag in [3, 1, 5] {
            assert!(outstanding.contains(DeliveryTag(tag)));
            assert!(outstanding.remove(DeliveryTag(tag)).is_some());
            assert!(outstanding.remove(DeliveryTag(tag)).is_none());
            assert!(!outstanding.contains(DeliveryTag(tag)));
        }
        assert_eq!(tags(&outstanding), [2, 4]);
        outstanding.put_back([(DeliveryTag(1), 1), (DeliveryTag(3), 3)]);
        assert_eq!(tags(&outstanding), [1, 2, 3, 4]);
    }

    #[test]
    fn all_up_to_a_tag_leave_together() {
        let mut outstanding = with(1..=5);
        outstanding.remove(DeliveryTag(2));
        assert_eq!(tags(&outstanding.remove_up_to(DeliveryTag(3))), [1, 3]);
        assert_eq!(tags(&outstanding), [4, 5]);
    }

    #[test]
    fn one_that_is_kept_for_ever_does_not_make_the_row_grow() {
        let mut outstanding = with([1]);
        for tag in 2..10_000 {
            outstanding.push(DeliveryTag(tag), tag);
            assert!(outstanding.remove(DeliveryTag(tag)).is_some());
        }
        assert_eq!(tags(&outstanding), [1]);
        assert!(outstanding.tags.len() < 100);
    }
}
