//! The broker's invariants, said aloud: tests check them after every command.
//!
//! Each file has those of one part. What can be wrong only for a moment, within a command, is not
//! looked at.

mod clients;
mod consumers;
mod messages;
mod promises;

use super::Broker;

impl Broker {
    /// Checks every invariant of the broker.
    ///
    /// # Panics
    /// If one does not hold: a bug of the broker.
    pub fn assert_invariants(&self) {
        self.every_message_is_in_one_place();
        self.counts_are_true();
        self.queues_are_within_their_limits();
        self.timers_are_set();
        self.no_consumer_holds_too_much();
        self.nothing_waits_that_could_go();
        self.consumers_are_where_they_belong();
        self.channels_belong_to_connections();
        self.exclusive_queues_belong_to_connections();
        self.replies_find_back();
        self.blocked_connections_have_a_reason();
        self.every_publish_is_confirmed_once();
        self.exchanges.assert_invariants(&self.queues);
    }
}
