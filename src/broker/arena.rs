//! An arena: things found by a key in constant time.
//!
//! A key is never used twice, so one that outlived its thing finds nothing: a delivery of a deleted
//! queue cannot be taken for one of a queue that was declared later under the same name.

use std::collections::VecDeque;

/// Where a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    slot: u32,
    /// How many things had the slot before.
    generation: u32,
}

/// Things by key.
#[derive(Clone, Debug)]
pub(super) struct Arena<T> {
    slots: Vec<Slot<T>>,
    /// Slots that are empty, the one that has been so the longest first.
    free: VecDeque<u32>,
}

#[derive(Clone, Debug)]
struct Slot<T> {
    generation: u32,
    thing: Option<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            free: VecDeque::new(),
        }
    }
}

impl<T> Arena<T> {
    pub(super) fn insert(&mut self, thing: T) -> Key {
        if let Some(slot) = self.free.pop_front() {
            let reused = self
                .slots
                .get_mut(slot as usize)
                .expect("a free slot exists");
            reused.generation += 1;
            reused.thing = Some(thing);
            return Key {
                slot,
                generation: reused.generation,
            };
        }
        let slot = u32::try_from(self.slots.len()).expect("an arena holds fewer than 2^32 things");
        self.slots.push(Slot {
            generation: 0,
            thing: Some(thing),
        });
        Key {
            slot,
            generation: 0,
        }
    }

    pub(super) fn get(&self, key: Key) -> Option<&T> {
        let slot = self.slots.get(key.slot as usize)?;
        if slot.generation == key.generation {
            slot.thing.as_ref()
        } else {
            None
        }
    }

    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let slot = self.slots.get_mut(key.slot as usize)?;
        if slot.generation == key.generation {
            slot.thing.as_mut()
        } else {
            None
        }
    }

    pub(super) fn remove(&mut self, key: Key) -> Option<T> {
        let slot = self.slots.get_mut(key.slot as usize)?;
        if slot.generation != key.generation {
            return None;
        }
        let removed = slot.thing.take()?;
        self.free.push_back(key.slot);
        Some(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_nothing_once_its_thing_is_gone() {
        let mut arena = Arena::default();
        let first = arena.insert("first");
        assert_eq!(arena.remove(first), Some("first"));
        let second = arena.insert("second");
        assert_eq!(arena.get(first), None);
        assert_eq!(arena.remove(first), None);
        assert_eq!(arena.get(second), Some(&"second"));
    }
}
