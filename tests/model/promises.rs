//! Promises: confirms and commits.
//!
//! Each publish on a channel in confirm mode is answered exactly once: nacked at once if a queue
//! refused it; else acked, not before every copy that a restart would bring back is written down
//! (or has done its work), and at latest then. A commit is answered likewise. A message that is
//! returned is returned before it is confirmed.

use leveret::broker::{ChannelId, Happening, PublishSeq, Record};

use super::reference::Reference;

/// What the broker still has to say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Promises(Vec<Promise>);

#[derive(Clone, Debug)]
struct Promise {
    /// The channel's place in the reference's list.
    channel: usize,
    id: ChannelId,
    /// None for a commit.
    publish_seq: Option<PublishSeq>,
    refused: bool,
    /// Copies, as the reference knows them, and how many records there are with that of each.
    copies: Vec<(usize, usize)>,
    /// When so many records are written down there is nothing to wait for any more.
    due: usize,
}

/// An act's records and events, as far as they concern promises.
pub(crate) struct Outcome<'a> {
    /// Every record there ever was.
    pub(crate) records: &'a [Record],
    /// How many of them are written down.
    pub(crate) persisted: usize,
    /// How many there were before the act.
    pub(crate) before: usize,
    /// What happened.
    pub(crate) happened: &'a [Happening],
}

impl Promises {
    /// Takes in what was promised and what was kept.
    pub(crate) fn follow(&mut self, reference: &Reference, outcome: &Outcome<'_>) {
        self.take_in(reference, outcome);
        for (index, happening) in outcome.happened.iter().enumerate() {
            match happening {
                Happening::Confirmed {
                    channel,
                    publish_seq,
                    multiple,
                    ..
                } => {
                    let confirmed = self.answered(*channel, *publish_seq, *multiple);
                    for promise in confirmed {
                        assert!(!promise.refused, "a refused publish is not acked");
                        promise.assert_may_be_kept(reference, outcome.persisted);
                    }
                    let mut later = outcome.happened[index..].iter();
                    let is_returned = later.any(
                        |later| matches!(later, Happening::Returned { channel: to, .. } if to == channel),
                    );
                    assert!(!is_returned, "a message is returned before it is confirmed");
                }
                Happening::ConfirmNacked {
                    channel,
                    publish_seq,
                } => {
                    for promise in self.answered(*channel, *publish_seq, false) {
                        assert!(promise.refused, "only a refused publish is nacked");
                    }
                }
                Happening::TxCommitted { channel } => {
                    let committed = self.0.iter().position(|promise| {
                        promise.id == *channel && promise.publish_seq.is_none()
                    });
                    let committed = committed.expect("a commit is answered once");
                    let promise = self.0.remove(committed);
                    promise.assert_may_be_kept(reference, outcome.persisted);
                }
                _ => {}
            }
        }
        self.0
            .retain(|promise| reference.is_still_open(promise.channel));
        for promise in &self.0 {
            let is_due = promise.refused || promise.due <= outcome.persisted;
            assert!(!is_due, "{promise:?} is due");
        }
    }

    fn take_in(&mut self, reference: &Reference, outcome: &Outcome<'_>) {
        let now = outcome.records.len();
        for publishing in reference.publishes() {
            let copies = record_counts(reference, outcome, &publishing.copies);
            self.0.push(Promise {
                channel: publishing.channel,
                id: publishing.id,
                publish_seq: Some(publishing.publish_seq),
                refused: publishing.refused,
                due: copies.iter().map(|(_, record)| *record).max().unwrap_or(0),
                copies,
            });
        }
        for committing in reference.commits() {
            let mut earlier = self.0.iter();
            let waits = earlier.any(|earlier| {
                earlier.channel == committing.channel && earlier.publish_seq.is_none()
            });
            let wrote = now > outcome.before || waits;
            self.0.push(Promise {
                channel: committing.channel,
                id: committing.id,
                publish_seq: None,
                refused: false,
                copies: record_counts(reference, outcome, &committing.copies),
                due: if wrote { now } else { 0 },
            });
        }
    }

    /// Takes out what a confirm answers.
    fn answered(
        &mut self,
        channel: ChannelId,
        publish_seq: PublishSeq,
        multiple: bool,
    ) -> Vec<Promise> {
        let is_meant = |promise: &Promise| {
            promise.id == channel
                && promise
                    .publish_seq
                    .is_some_and(|seq| seq == publish_seq || (multiple && seq < publish_seq))
        };
        let (answered, left): (Vec<Promise>, Vec<Promise>) =
            std::mem::take(&mut self.0).into_iter().partition(is_meant);
        self.0 = left;
        let mut seqs = answered.iter();
        assert!(
            seqs.any(|promise| promise.publish_seq == Some(publish_seq)),
            "a publish is answered once"
        );
        answered
    }
}

impl Promise {
    fn assert_may_be_kept(&self, reference: &Reference, persisted: usize) {
        for &(copy, record) in &self.copies {
            assert!(
                record <= persisted || reference.is_gone(copy),
                "{self:?} is kept before its message is safe"
            );
        }
    }
}

/// For each copy, how many records there are with the one that keeps it.
fn record_counts(
    reference: &Reference,
    outcome: &Outcome<'_>,
    copies: &[usize],
) -> Vec<(usize, usize)> {
    let new = &outcome.records[outcome.before..];
    let count_of = |copy: usize| {
        let (queue, position) = reference.place_of(copy);
        let index = new.iter().position(|record| {
            matches!(record, Record::MessageEnqueued { queue: of, message }
                if *of == queue && message.position == position)
        });
        // A message that was handed out with automatic acknowledgement need not be written down.
        index.map_or(0, |index| outcome.before + index + 1)
    };
    copies.iter().map(|&copy| (copy, count_of(copy))).collect()
}
