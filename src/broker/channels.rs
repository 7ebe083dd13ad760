//! The open channels, by id and by key.
//!
//! Commands come in runs on one channel, and a consumer's deliveries go to its own channel again
//! and again. So the channel of the last command is remembered, and a consumer knows the key of its
//! channel: neither searches for it.

use std::collections::BTreeMap;

use super::{
    arena::{Arena, Key},
    channel::Channel,
    id::{ChannelId, ConnectionId},
};

/// A channel for as long as it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChannelKey(Key);

/// The open channels.
///
/// # Invariants
/// `last` is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Channels {
    by_id: BTreeMap<ChannelId, ChannelKey>,
    by_key: Arena<Channel>,
    /// The one that a command came on last.
    last: Option<(ChannelId, ChannelKey)>,
}

impl Channels {
    pub(super) fn insert(&mut self, id: ChannelId, channel: Channel) {
        let key = ChannelKey(self.by_key.insert(channel));
        let namesake = self.by_id.insert(id, key);
        assert!(namesake.is_none(), "a channel's number is in use once");
    }

    pub(super) fn remove(&mut self, id: ChannelId) -> Option<Channel> {
        self.last.take_if(|(last, _)| *last == id);
        let key = self.by_id.remove(&id)?;
        self.by_key.remove(key.0)
    }

    /// Whether a channel is open, on which a command has come.
    pub(super) fn command_on(&mut self, id: ChannelId) -> bool {
        let key = self.key(id);
        if let Some(key) = key {
            self.last = Some((id, key));
        }
        key.is_some()
    }

    pub(super) fn key(&self, id: ChannelId) -> Option<ChannelKey> {
        match self.last {
            Some((last, key)) if last == id => Some(key),
            Some(_) | None => self.by_id.get(&id).copied(),
        }
    }

    pub(super) fn get(&self, id: ChannelId) -> Option<&Channel> {
        self.by_key.get(self.key(id)?.0)
    }

    pub(super) fn get_mut(&mut self, id: ChannelId) -> Option<&mut Channel> {
        self.by_key.get_mut(self.key(id)?.0)
    }

    pub(super) fn find(&self, key: ChannelKey) -> Option<&Channel> {
        self.by_key.get(key.0)
    }

    /// A channel that is known to be open.
    pub(super) fn existing(&self, key: ChannelKey) -> &Channel {
        self.find(key).expect(OPEN)
    }

    /// A channel that is known to be open.
    pub(super) fn existing_mut(&mut self, key: ChannelKey) -> &mut Channel {
        self.by_key.get_mut(key.0).expect(OPEN)
    }

    /// The ids, ascending.
    pub(super) fn ids(&self) -> impl Iterator<Item = ChannelId> {
        self.by_id.keys().copied()
    }

    /// The channels, by ascending id.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Channel> {
        self.by_id.values().map(|&key| self.existing(key))
    }

    /// The channels of a connection, ascending.
    pub(super) fn of_connection(&self, connection: ConnectionId) -> Vec<ChannelId> {
        let number = |number| ChannelId { connection, number };
        let of_connection = self.by_id.range(number(0)..=number(u16::MAX));
        of_connection.map(|(&id, _)| id).collect()
    }
}

const OPEN: &str = "a key is used while its channel is open";
