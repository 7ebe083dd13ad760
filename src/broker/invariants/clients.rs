//! Invariants of connections and channels, and of what ends with them.

use super::super::Broker;

impl Broker {
    pub(super) fn channels_belong_to_connections(&self) {
        for channel in self.channels.ids().chain(self.closing.iter().copied()) {
            assert!(
                self.connections.contains_key(&channel.connection),
                "a channel ends with its connection"
            );
        }
        for &channel in &self.closing {
            assert!(
                self.channels.get(channel).is_none(),
                "a channel is open or closing"
            );
        }
    }

    pub(super) fn exclusive_queues_belong_to_connections(&self) {
        for (id, queue) in self.queues.iter() {
            let Some(owner) = queue.owner else {
                continue;
            };
            assert!(!queue.is_kept(), "an exclusive queue ends with a restart");
            let owner = self.connections.get(&owner);
            assert!(
                owner.is_some_and(|owner| owner.exclusive_queues.contains(&id)),
                "an exclusive queue ends with its connection"
            );
        }
        for (connection, open) in &self.connections {
            for id in &open.exclusive_queues {
                let queue = self.queues.find_id(*id).expect("an owned queue exists");
                assert_eq!(queue.owner, Some(*connection), "it is the owner's");
            }
        }
    }

    pub(super) fn replies_find_back(&self) {
        for channel in self.reply_names.values() {
            let waiting = self.channels.get(*channel);
            assert!(
                waiting.is_some_and(|waiting| waiting.reply_consumer.is_some()),
                "a name leads to a channel that waits for replies"
            );
        }
        let waiting = self.channels.iter();
        let waiting = waiting.filter(|channel| channel.reply_consumer.is_some());
        assert_eq!(
            waiting.count(),
            self.reply_names.len(),
            "who waits for replies has one name"
        );
    }

    pub(super) fn blocked_connections_have_a_reason(&self) {
        let mut connections = self.connections.values();
        assert!(
            !self.alarms.is_empty() || connections.all(|connection| !connection.is_blocked),
            "who is blocked is unblocked when the last alarm is over"
        );
    }
}
