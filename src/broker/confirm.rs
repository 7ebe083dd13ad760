//! Confirming publishes and commits.
//!
//! A confirm is a promise: for a persistent message in a durable queue it leaves only when its
//! record has been persisted; where there is nothing to persist, at once
//! (<https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed>).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Broker,
    cause::ConfirmCause,
    channel::Mode,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, PublishSeq, RecordSeq},
    time::Timestamp,
};

/// A channel's confirms.
#[derive(Clone, Debug, Default)]
pub(super) struct Confirms {
    last: PublishSeq,
    pub(super) outstanding: BTreeSet<PublishSeq>,
}

/// Something to say when a record is persisted.
#[derive(Clone, Debug)]
pub(super) struct AwaitedRecord {
    pub(super) record: RecordSeq,
    pub(super) channel: ChannelId,
    /// Of the channel: one that was opened later under the same number did not ask for this.
    pub(super) incarnation: u64,
    pub(super) awaiting: Awaiting,
    /// When it was asked.
    pub(super) since: Timestamp,
}

/// What waits for a record.
#[derive(Clone, Copy, Debug)]
pub(super) enum Awaiting {
    Confirm(PublishSeq),
    Commit,
}

impl Broker {
    /// Says that every record up to this one is on disk, which lets the confirms leave that waited
    /// for it.
    ///
    /// # Panics
    /// If events or records were left undrained: a bug of the caller.
    pub fn handle_persisted(&mut self, now: Timestamp, persisted: RecordSeq) {
        self.begin(now);
        let mut confirmed: BTreeMap<ChannelId, Vec<(PublishSeq, Timestamp)>> = BTreeMap::new();
        while let Some(awaited) = self.awaited.pop_front_if(|first| first.record <= persisted) {
            let channel = awaited.channel;
            let asked = self.channels.get(channel);
            if asked.is_none_or(|open| open.incarnation != awaited.incarnation) {
                continue;
            }
            match awaited.awaiting {
                Awaiting::Confirm(publish_seq) => {
                    let publishes = confirmed.entry(channel).or_default();
                    publishes.push((publish_seq, awaited.since));
                }
                Awaiting::Commit => self.emit(Happening::TxCommitted { channel }),
            }
        }
        for (channel, publishes) in confirmed {
            self.confirm_persisted(channel, &publishes);
        }
        self.finish();
    }

    /// Whether a confirm would leave if every record up to this one were on disk.
    #[must_use]
    pub fn would_confirm(&self, persisted: RecordSeq) -> bool {
        let mut reached = self
            .awaited
            .iter()
            .take_while(|awaited| awaited.record <= persisted);
        reached.any(|awaited| {
            let asked = self.channels.get(awaited.channel);
            matches!(awaited.awaiting, Awaiting::Confirm(_))
                && asked.is_some_and(|open| open.incarnation == awaited.incarnation)
        })
    }

    pub(super) fn select_confirms(&mut self, channel: ChannelId) -> Result<(), Exception> {
        let mode = &mut self.open(channel).mode;
        match mode {
            Mode::Plain => *mode = Mode::Confirm(Confirms::default()),
            Mode::Confirm(_) => {}
            Mode::Transaction(_) => {
                return Err(Exception::channel(
                    ReplyCode::PreconditionFailed,
                    "cannot switch from tx to confirm mode",
                ));
            }
        }
        self.emit(Happening::ConfirmSelected { channel });
        Ok(())
    }

    pub(super) fn await_record(
        &mut self,
        channel: ChannelId,
        awaiting: Awaiting,
        record: RecordSeq,
    ) {
        let incarnation = self.open(channel).incarnation;
        self.awaited.push_back(AwaitedRecord {
            record,
            channel,
            incarnation,
            awaiting,
            since: self.now,
        });
    }

    /// Whether a commit of the channel is still to be answered. One that comes after it has to wait
    /// for it, whatever it wrote: a client takes the first answer for that of the first.
    pub(super) fn awaits_commit(&self, channel: ChannelId) -> bool {
        let open = self.channels.get(channel);
        self.awaited.iter().any(|awaited| {
            awaited.channel == channel
                && open.is_some_and(|open| open.incarnation == awaited.incarnation)
                && matches!(awaited.awaiting, Awaiting::Commit)
        })
    }

    pub(super) fn confirm(
        &mut self,
        channel: ChannelId,
        publish_seq: PublishSeq,
        cause: ConfirmCause,
    ) {
        self.confirms(channel).outstanding.remove(&publish_seq);
        self.emit(Happening::Confirmed {
            channel,
            publish_seq,
            multiple: false,
            cause,
        });
    }

    /// A queue refused the publish.
    pub(super) fn nack_publish(&mut self, channel: ChannelId, publish_seq: PublishSeq) {
        self.confirms(channel).outstanding.remove(&publish_seq);
        self.emit(Happening::ConfirmNacked {
            channel,
            publish_seq,
        });
    }

    /// Confirms publishes whose records were persisted together: in one go as far as nothing before
    /// them is outstanding, and one by one beyond.
    fn confirm_persisted(&mut self, channel: ChannelId, publishes: &[(PublishSeq, Timestamp)]) {
        let confirms = self.confirms(channel);
        for (publish_seq, _) in publishes {
            confirms.outstanding.remove(publish_seq);
        }
        let first_outstanding = confirms.outstanding.first().copied();
        let together = publishes
            .partition_point(|(publish, _)| first_outstanding.is_none_or(|first| *publish < first));
        let (together, single) = publishes.split_at(together);
        let mut confirmed = |(publish_seq, since), multiple| {
            self.emit(Happening::Confirmed {
                channel,
                publish_seq,
                multiple,
                cause: ConfirmCause::Persisted { since },
            });
        };
        if let Some(&last) = together.last() {
            confirmed(last, together.len() > 1);
        }
        for &publish in single {
            confirmed(publish, false);
        }
    }

    fn confirms(&mut self, channel: ChannelId) -> &mut Confirms {
        match &mut self.open(channel).mode {
            Mode::Confirm(confirms) => confirms,
            Mode::Plain | Mode::Transaction(_) => {
                unreachable!("a channel never leaves confirm mode")
            }
        }
    }
}

impl Confirms {
    pub(super) fn next(&mut self) -> PublishSeq {
        self.last.0 += 1;
        self.outstanding.insert(self.last);
        self.last
    }
}
