//! A map in many small shards, which is cheap to clone.
//!
//! What is gathered is cloned into a snapshot now and then, and most of it never changes again: a
//! clone shares every shard, and a change copies the one that it is in.

use std::{collections::BTreeMap, rc::Rc};

/// A key that knows its shard. Neighbours in time should be neighbours in a shard, or spread evenly
/// over a bounded number of them.
pub(super) trait Shard: Ord + Clone {
    /// The number of its shard.
    fn shard(&self) -> u64;
}

/// The map.
///
/// # Invariants
/// - No shard is empty.
#[derive(Clone, Debug)]
pub(super) struct Sharded<K, V> {
    shards: BTreeMap<u64, Rc<BTreeMap<K, V>>>,
    len: usize,
}

impl<K, V> Default for Sharded<K, V> {
    fn default() -> Self {
        Self {
            shards: BTreeMap::new(),
            len: 0,
        }
    }
}

impl<K: Shard, V: Clone> Sharded<K, V> {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        let shard = self.shards.entry(key.shard()).or_default();
        let before = Rc::make_mut(shard).insert(key, value);
        self.len += usize::from(before.is_none());
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let shard = self.shards.get_mut(&key.shard())?;
        Rc::make_mut(shard).get_mut(key)
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let number = key.shard();
        let shard = self.shards.get_mut(&number)?;
        let removed = Rc::make_mut(shard).remove(key)?;
        if shard.is_empty() {
            self.shards.remove(&number);
        }
        self.len -= 1;
        Some(removed)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.shards.values().flat_map(|shard| shard.values())
    }

    /// Takes out all that are such.
    pub(super) fn take(&mut self, is_such: impl Fn(&V) -> bool) -> Vec<(K, V)> {
        let such: Vec<K> = self
            .shards
            .values()
            .flat_map(|shard| shard.iter())
            .filter(|(_, value)| is_such(value))
            .map(|(key, _)| key.clone())
            .collect();
        such.into_iter()
            .filter_map(|key| {
                let value = self.remove(&key)?;
                Some((key, value))
            })
            .collect()
    }
}
