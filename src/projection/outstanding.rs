//! Outstanding publishes: those that a confirm or a nack is still to answer, and what each put
//! where.
//!
//! A confirm with `multiple` answers every one up to its own number
//! (<https://www.rabbitmq.com/docs/confirms#publisher-confirms>).

use std::collections::BTreeMap;

use super::ledger::Place;
use crate::broker::{ChannelId, PublishSeq};

/// The publishes that are to be answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Outstanding(BTreeMap<(ChannelId, PublishSeq), Vec<Place>>);

impl Outstanding {
    pub(super) fn publish(&mut self, channel: ChannelId, publish_seq: PublishSeq) {
        self.0.insert((channel, publish_seq), Vec::new());
    }

    /// The publish put a message there.
    pub(super) fn enqueue(&mut self, channel: ChannelId, publish_seq: PublishSeq, place: Place) {
        if let Some(places) = self.0.get_mut(&(channel, publish_seq)) {
            places.push(place);
        }
    }

    /// Answered: where the publishes put messages.
    pub(super) fn answer(
        &mut self,
        channel: ChannelId,
        publish_seq: PublishSeq,
        multiple: bool,
    ) -> Vec<Place> {
        let from = if multiple { PublishSeq(0) } else { publish_seq };
        self.take((channel, from), (channel, publish_seq))
    }

    /// Nobody is there any more to be answered.
    pub(super) fn close(&mut self, channel: ChannelId) {
        self.take((channel, PublishSeq(0)), (channel, PublishSeq(u64::MAX)));
    }

    fn take(
        &mut self,
        first: (ChannelId, PublishSeq),
        last: (ChannelId, PublishSeq),
    ) -> Vec<Place> {
        let answered: Vec<_> = self.0.range(first..=last).map(|(key, _)| *key).collect();
        answered
            .iter()
            .filter_map(|key| self.0.remove(key))
            .flatten()
            .collect()
    }
}
