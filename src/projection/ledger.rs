//! The ledger: what clients know of each message, folded from what happens, so that after a crash
//! somebody can say what became of it.
//!
//! A message is forgotten when the disk has forgotten it, not before: until then a crash brings it
//! back. What a queue gave up (expired, purged, too many) is told no more, since no client waits
//! for it; a dead letter is told from the moment that it is on disk, because until then a crash
//! undoes the move as a whole and brings back the message that it was made of.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    outstanding::Outstanding,
    view::{CrashLedger, CrashMoment, LedgerEntry, Progress},
};
use crate::{
    broker::{
        ChannelId, Durable, DurableMessage, Happening, Kept, Message, Position, PublishSeq,
        QueueName,
    },
    simulation::Label,
};

/// A message's place: its queue, and its position there.
pub type Place = (QueueName, Position);

/// What clients know of the messages.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    known: BTreeMap<Place, Known>,
    outstanding: Outstanding,
    /// The publish whose message is entering its queues.
    publishing: Option<Publishing>,
}

#[derive(Clone, Debug)]
struct Known {
    message: Rc<Message>,
    durable: bool,
    promise: Promise,
    progress: Progress,
    /// Whether a client holds it just now.
    is_held: bool,
    /// Whether its queue gave it up, and the disk has not yet.
    is_given_up: bool,
}

/// How sure it is that a message is there after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Promise {
    /// Its publisher has the confirm, or a start found it on disk.
    Given,
    /// Its publisher has no confirm.
    Due,
    /// A dead letter that is not on disk yet.
    OnTheMove,
}

#[derive(Clone, Debug)]
struct Publishing {
    channel: ChannelId,
    publish_seq: Option<PublishSeq>,
    message: Rc<Message>,
}

impl Ledger {
    /// Begins with what a start takes in.
    #[must_use]
    pub fn of_recovered(durable: &Durable) -> Self {
        let messages = durable.queues.iter().flat_map(|kept| {
            let messages = kept.messages.iter();
            messages.map(|message| {
                let place = (kept.queue.clone(), message.position);
                (place, Known::recovered(message))
            })
        });
        Self {
            known: messages.take(MESSAGES_MAX).collect(),
            ..Self::default()
        }
    }

    /// Takes in what happened.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the ledger knows what happens to messages, and a new kind of event is not its business"
    )]
    pub fn note(&mut self, happening: &Happening) {
        match happening {
            Happening::Published {
                channel,
                publish_seq,
                message,
                ..
            } => self.published(*channel, *publish_seq, message),
            Happening::Enqueued {
                queue,
                position,
                message,
                kept,
                ..
            } => self.enqueued((queue.clone(), *position), message, *kept),
            Happening::Confirmed {
                channel,
                publish_seq,
                multiple,
                ..
            } => self.confirmed(*channel, *publish_seq, *multiple),
            Happening::ConfirmNacked {
                channel,
                publish_seq,
            } => {
                self.outstanding.answer(*channel, *publish_seq, false);
            }
            Happening::ChannelClosed { channel, .. } => self.outstanding.close(*channel),
            Happening::Delivered {
                queue, position, ..
            }
            | Happening::Got {
                queue, position, ..
            } => self.handed_out(&(queue.clone(), *position)),
            Happening::Requeued {
                queue, position, ..
            } => {
                if let Some(known) = self.known.get_mut(&(queue.clone(), *position)) {
                    known.is_held = false;
                }
            }
            Happening::Acked {
                queue, position, ..
            } => self.acked(&(queue.clone(), *position)),
            Happening::Dropped {
                queue,
                position: Some(position),
                ..
            } => self.is_removed(&(queue.clone(), *position)),
            Happening::QueuePurged { queue, .. } => {
                self.forget_transient(|place, known| place.0 == *queue && !known.is_held);
            }
            Happening::QueueDeleted { queue, .. } => self.queue_deleted(queue),
            Happening::Restarted { .. } => self.forget_transient(|_, _| true),
            _ => {}
        }
    }

    /// A durable message is gone from its queue; if no client acked it, its queue gave it up.
    pub fn is_removed(&mut self, place: &Place) {
        let Some(known) = self.known.get_mut(place) else {
            return;
        };
        if !known.durable {
            self.known.remove(place);
        } else if known.progress != Progress::Acked {
            known.is_given_up = true;
        }
    }

    /// A message's row is on disk.
    pub fn is_on_disk(&mut self, place: &Place) {
        if let Some(known) = self.known.get_mut(place)
            && known.promise == Promise::OnTheMove
        {
            known.promise = Promise::Given;
        }
    }

    /// A message's row is no longer on disk.
    pub fn is_off_disk(&mut self, place: &Place) {
        if self.known.get(place).is_some_and(Known::is_gone) {
            self.known.remove(place);
        }
    }

    /// A queue's rows are no longer on disk.
    pub fn queue_is_off_disk(&mut self, queue: &QueueName) {
        self.known
            .retain(|(of, _), known| of != queue || !known.is_gone());
    }

    /// The ledger as it stands at a crash, of a broker with so many messages.
    #[must_use]
    pub fn tell(&self, moment: CrashMoment, messages: u64) -> CrashLedger {
        let present = self.known.values().filter(|known| !known.is_gone()).count() as u64;
        let told = self
            .known
            .iter()
            .filter(|(_, known)| !known.is_given_up && known.promise != Promise::OnTheMove);
        CrashLedger {
            moment,
            messages: told.map(|(place, known)| known.tell(place)).collect(),
            left_out: messages.saturating_sub(present),
        }
    }

    fn published(
        &mut self,
        channel: ChannelId,
        publish_seq: Option<PublishSeq>,
        message: &Rc<Message>,
    ) {
        if let Some(publish_seq) = publish_seq {
            self.outstanding.publish(channel, publish_seq);
        }
        self.publishing = Some(Publishing {
            channel,
            publish_seq,
            message: Rc::clone(message),
        });
    }

    /// A dead letter is a message of its own, so the two cannot be mistaken for each other.
    fn enqueued(&mut self, place: Place, message: &Rc<Message>, kept: Kept) {
        if self.known.len() >= MESSAGES_MAX {
            return;
        }
        let publishing = self
            .publishing
            .as_ref()
            .filter(|publishing| Rc::ptr_eq(&publishing.message, message));
        let promise = match publishing {
            Some(publishing) => {
                if let Some(publish_seq) = publishing.publish_seq {
                    let channel = publishing.channel;
                    self.outstanding
                        .enqueue(channel, publish_seq, place.clone());
                }
                Promise::Due
            }
            None if kept == Kept::Yes => Promise::OnTheMove,
            None => Promise::Given,
        };
        let known = Known {
            message: Rc::clone(message),
            durable: kept == Kept::Yes,
            promise,
            progress: Progress::Waiting,
            is_held: false,
            is_given_up: false,
        };
        self.known.insert(place, known);
    }

    fn confirmed(&mut self, channel: ChannelId, publish_seq: PublishSeq, multiple: bool) {
        let answered = self.outstanding.answer(channel, publish_seq, multiple);
        for place in &answered {
            if let Some(known) = self.known.get_mut(place) {
                known.promise = Promise::Given;
            }
        }
    }

    fn handed_out(&mut self, place: &Place) {
        if let Some(known) = self.known.get_mut(place) {
            known.progress = Progress::HandedOut;
            known.is_held = true;
        }
    }

    fn acked(&mut self, place: &Place) {
        let Some(known) = self.known.get_mut(place) else {
            return;
        };
        if known.durable {
            known.progress = Progress::Acked;
        } else {
            self.known.remove(place);
        }
    }

    fn queue_deleted(&mut self, queue: &QueueName) {
        self.forget_transient(|place, _| place.0 == *queue);
        for (place, known) in &mut self.known {
            if place.0 == *queue && known.progress != Progress::Acked {
                known.is_given_up = true;
            }
        }
    }

    fn forget_transient(&mut self, which: impl Fn(&Place, &Known) -> bool) {
        self.known
            .retain(|place, known| known.durable || !which(place, known));
    }
}

impl Known {
    fn recovered(kept: &DurableMessage) -> Self {
        Self {
            message: Rc::clone(&kept.message),
            durable: true,
            promise: Promise::Given,
            progress: match kept.deliveries {
                0 => Progress::Waiting,
                _ => Progress::HandedOut,
            },
            is_held: false,
            is_given_up: false,
        }
    }

    /// Whether the broker has it no more.
    fn is_gone(&self) -> bool {
        self.is_given_up || self.progress == Progress::Acked
    }

    fn tell(&self, (queue, position): &Place) -> LedgerEntry {
        LedgerEntry {
            queue: queue.clone(),
            position: *position,
            label: Label::of(&self.message.body).text,
            durable: self.durable,
            confirmed: self.promise == Promise::Given,
            progress: self.progress,
        }
    }
}

/// Messages that the ledger knows one by one. A person looks at some dozens, and the ledger of a
/// crash is one message from worker to page.
const MESSAGES_MAX: usize = 1000;

#[cfg(test)]
mod tests;
