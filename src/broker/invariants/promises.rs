//! Invariants of confirms.

use std::collections::BTreeMap;

use super::super::{
    Broker,
    channel::Mode,
    confirm::Awaiting,
    id::{ChannelId, PublishSeq},
};

impl Broker {
    /// A publish that is not confirmed yet waits for one record, and no other does.
    pub(super) fn every_publish_is_confirmed_once(&self) {
        assert!(
            self.awaited
                .iter()
                .is_sorted_by_key(|awaited| awaited.record),
            "what waits for records stands in their order"
        );
        let mut waiting: BTreeMap<ChannelId, Vec<PublishSeq>> = BTreeMap::new();
        for awaited in &self.awaited {
            let channel = self.channels.get(awaited.channel);
            let is_open = channel.is_some_and(|open| open.incarnation == awaited.incarnation);
            if let Awaiting::Confirm(publish_seq) = awaited.awaiting
                && is_open
            {
                let of_channel = waiting.entry(awaited.channel).or_default();
                of_channel.push(publish_seq);
            }
        }
        for channel in self.channels.ids() {
            let mut waiting = waiting.remove(&channel).unwrap_or_default();
            waiting.sort_unstable();
            let mode = self.channels.get(channel).map(|open| &open.mode);
            let outstanding: Vec<PublishSeq> = match mode {
                Some(Mode::Confirm(confirms)) => confirms.outstanding.iter().copied().collect(),
                Some(Mode::Plain | Mode::Transaction(_)) | None => Vec::new(),
            };
            assert_eq!(waiting, outstanding, "each waits once");
        }
    }
}
