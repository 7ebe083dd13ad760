//! Histories: what has happened to each message, from its publish to its end, folded from events.
//!
//! A history follows a publish, not a place: what is routed to three queues has three places, and
//! a dead letter has one more. An event is kept as it was and put into words when somebody looks,
//! so that following costs a burst little. Of a message that was there before, or whose history
//! was forgotten, it begins with what happens next, and says so.

mod trail;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use self::trail::{ENTRIES_MAX, Stay, Trail};
use super::{
    ledger::Place,
    view::{History, Standing},
};
use crate::{
    broker::{
        ChannelId, ConsumerId, Event, Happening, Kept, Message, PublishSeq, QueueName, QueueRestart,
    },
    simulation::World,
};

/// The histories of the newest messages.
///
/// # Invariants
/// - There are never more than [`MESSAGES_MAX`], and their bodies are never more than
///   [`BODY_BYTES_MAX`] together, but for the newest.
/// - Each place and each awaited confirm leads to a history that is there, and that names it.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    next: u64,
    trails: BTreeMap<u64, Rc<Trail>>,
    places: BTreeMap<Place, u64>,
    unconfirmed: BTreeMap<(ChannelId, PublishSeq), u64>,
    body_bytes: usize,
    /// The message that is entering its queues.
    entering: Option<(Rc<Message>, u64)>,
    /// What queues have given up and what has not been sent on yet: the broker does it in order.
    dying: VecDeque<u64>,
}

impl Histories {
    /// Takes in what happened.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a history knows what happens to messages, and a new kind of event is not its business"
    )]
    pub fn note(&mut self, event: &Event) {
        match &event.what {
            Happening::Published {
                channel,
                publish_seq,
                message,
                ..
            } => {
                let awaits = publish_seq.map(|publish_seq| (*channel, publish_seq));
                let number = self.begin(message, false, awaits);
                self.entering = Some((Rc::clone(message), number));
                self.tell(number, event);
            }
            Happening::Enqueued {
                queue,
                position,
                message,
                kept,
                ..
            } => {
                let number = self.number_of_entering(message);
                let is_kept = *kept == Kept::Yes;
                self.enter(number, (queue.clone(), *position), message, is_kept);
                self.tell(number, event);
            }
            Happening::Returned { message, .. }
            | Happening::Refused { message, .. }
            | Happening::Replied { message, .. } => {
                let number = self.number_of_entering(message);
                self.tell(number, event);
            }
            Happening::Confirmed { .. }
            | Happening::ConfirmNacked { .. }
            | Happening::ChannelClosed { .. } => self.note_answer(event),
            Happening::Delivered { .. }
            | Happening::Got { .. }
            | Happening::Requeued { .. }
            | Happening::Acked { .. }
            | Happening::Dropped { .. } => self.note_in_queue(event),
            Happening::DeadLettered { message, .. } => {
                let known = self.dying.pop_front();
                let number = known
                    .filter(|number| self.trails.contains_key(number))
                    .unwrap_or_else(|| self.begin(message, true, None));
                self.entering = Some((Rc::clone(message), number));
                self.tell(number, event);
            }
            Happening::QueuePurged { queue, .. } => self.end(event, |stay| {
                stay.place.0 == *queue && stay.standing == Standing::Ready
            }),
            Happening::QueueDeleted { queue, .. } => {
                self.end(event, |stay| stay.place.0 == *queue);
            }
            Happening::Restarted { queues } => self.restarted(event, queues),
            _ => {}
        }
    }

    /// The history of the message that has or had that place, if any of it is known.
    #[must_use]
    pub fn of(&self, place: &Place, world: &World) -> Option<History> {
        let number = self.places.get(place)?;
        Some(self.trail(*number).told(world))
    }

    /// The message that has or had that place, as it was there.
    #[must_use]
    pub fn message(&self, place: &Place) -> Option<&Rc<Message>> {
        let number = self.places.get(place)?;
        self.trail(*number).message_at(place)
    }

    /// What a publisher hears of its publishes, or that it hears nothing any more.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the caller has chosen the kinds of events that come here"
    )]
    fn note_answer(&mut self, event: &Event) {
        match &event.what {
            Happening::Confirmed {
                channel,
                publish_seq,
                multiple,
                ..
            } => {
                let first = if *multiple {
                    PublishSeq(0)
                } else {
                    *publish_seq
                };
                self.answer((*channel, first), (*channel, *publish_seq), Some(event));
            }
            Happening::ConfirmNacked {
                channel,
                publish_seq,
            } => {
                let awaited = (*channel, *publish_seq);
                self.answer(awaited, awaited, Some(event));
            }
            Happening::ChannelClosed { channel, .. } => {
                let last = (*channel, PublishSeq(u64::MAX));
                self.answer((*channel, PublishSeq(0)), last, None);
            }
            _ => {}
        }
    }

    /// What happens to a message that stands in a queue, or is given up before it does.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the caller has chosen the kinds of events that come here"
    )]
    fn note_in_queue(&mut self, event: &Event) {
        match &event.what {
            Happening::Delivered {
                consumer: ConsumerId { channel, .. },
                delivery_tag,
                queue,
                position,
                message,
                ..
            }
            | Happening::Got {
                channel,
                delivery_tag,
                queue,
                position,
                message,
                ..
            } => {
                let held = Standing::Held {
                    channel: *channel,
                    delivery_tag: *delivery_tag,
                    since: event.at,
                };
                self.stand(&(queue.clone(), *position), Some(message), held, event);
            }
            Happening::Requeued {
                queue, position, ..
            } => {
                self.stand(&(queue.clone(), *position), None, Standing::Ready, event);
            }
            Happening::Acked {
                queue, position, ..
            } => {
                self.stand(&(queue.clone(), *position), None, Standing::Gone, event);
            }
            Happening::Dropped {
                queue,
                position,
                message,
                is_dead_lettered,
                ..
            } => {
                let number = match position {
                    Some(position) => {
                        let place = (queue.clone(), *position);
                        self.stand(&place, Some(message), Standing::Gone, event)
                    }
                    None => {
                        let number = self.number_of_entering(message);
                        self.tell(number, event);
                        Some(number)
                    }
                };
                if let Some(number) = number.filter(|_| *is_dead_lettered) {
                    self.dying.push_back(number);
                }
            }
            _ => {}
        }
    }

    fn begin(
        &mut self,
        message: &Rc<Message>,
        begins_before: bool,
        awaits: Option<(ChannelId, PublishSeq)>,
    ) -> u64 {
        let number = self.next;
        self.next += 1;
        self.body_bytes += message.body.len();
        let trail = Trail {
            message: Rc::clone(message),
            begins_before,
            events: VecDeque::new(),
            left_out: 0,
            stays: Vec::new(),
            awaits,
        };
        self.trails.insert(number, Rc::new(trail));
        if let Some(awaited) = awaits {
            self.unconfirmed.insert(awaited, number);
        }
        while self.trails.len() > MESSAGES_MAX
            || (self.body_bytes > BODY_BYTES_MAX && self.trails.len() > 1)
        {
            self.forget_oldest();
        }
        number
    }

    fn forget_oldest(&mut self) {
        let Some((number, trail)) = self.trails.pop_first() else {
            return;
        };
        self.body_bytes -= trail.message.body.len();
        for stay in &trail.stays {
            if self.places.get(&stay.place) == Some(&number) {
                self.places.remove(&stay.place);
            }
        }
        if let Some(awaited) = trail.awaits
            && self.unconfirmed.get(&awaited) == Some(&number)
        {
            self.unconfirmed.remove(&awaited);
        }
    }

    /// A dead letter is a message of its own, so the two cannot be mistaken for each other.
    fn number_of_entering(&mut self, message: &Rc<Message>) -> u64 {
        let known = self.entering.as_ref().filter(|(entering, number)| {
            Rc::ptr_eq(entering, message) && self.trails.contains_key(number)
        });
        match known {
            Some((_, number)) => *number,
            None => self.begin(message, true, None),
        }
    }

    fn enter(&mut self, number: u64, place: Place, message: &Rc<Message>, is_kept: bool) {
        let trail = self.trail_mut(number);
        if trail.stays.len() >= ENTRIES_MAX {
            return;
        }
        trail.stays.push(Stay {
            place: place.clone(),
            message: Rc::clone(message),
            is_kept,
            standing: Standing::Ready,
        });
        // A queue of the same name may have been there before, and counts from the beginning.
        self.places.insert(place, number);
    }

    /// The message of that place stands so from now on. If it is not known, its history begins if
    /// the event carries it.
    fn stand(
        &mut self,
        place: &Place,
        message: Option<&Rc<Message>>,
        standing: Standing,
        event: &Event,
    ) -> Option<u64> {
        let number = match (self.places.get(place), message) {
            (Some(number), _) => *number,
            (None, Some(message)) => {
                let number = self.begin(message, true, None);
                self.enter(number, place.clone(), message, message.is_persistent());
                number
            }
            (None, None) => return None,
        };
        for stay in &mut self.trail_mut(number).stays {
            if stay.place == *place {
                stay.standing = standing;
            }
        }
        self.tell(number, event);
        Some(number)
    }

    fn answer(
        &mut self,
        first: (ChannelId, PublishSeq),
        last: (ChannelId, PublishSeq),
        event: Option<&Event>,
    ) {
        let answered = self.unconfirmed.range(first..=last);
        let answered: Vec<_> = answered.map(|(key, number)| (*key, *number)).collect();
        for (key, number) in answered {
            self.unconfirmed.remove(&key);
            self.trail_mut(number).awaits = None;
            if let Some(event) = event {
                self.tell(number, event);
            }
        }
    }

    /// Those stays end all at once.
    fn end(&mut self, event: &Event, ends: impl Fn(&Stay) -> bool) {
        let event = Rc::new(event.clone());
        for trail in self.trails.values_mut() {
            if trail.stays.iter().any(|stay| stay.is_there() && ends(stay)) {
                Rc::make_mut(trail).end(&event, &ends);
            }
        }
    }

    /// What is transient is gone, and what was held is ready again.
    fn restarted(&mut self, event: &Event, queues: &[QueueRestart]) {
        let event = Rc::new(event.clone());
        let lost = queues.iter().filter(|restart| !restart.durable);
        let lost: BTreeSet<&QueueName> = lost.map(|restart| &restart.queue).collect();
        let is_lost = |place: &Place| lost.contains(&place.0);
        self.unconfirmed.clear();
        for trail in self.trails.values_mut() {
            if trail.awaits.is_some() || trail.stays.iter().any(Stay::is_there) {
                Rc::make_mut(trail).restart(&event, is_lost);
            }
        }
    }

    fn tell(&mut self, number: u64, event: &Event) {
        self.trail_mut(number).tell(Rc::new(event.clone()));
    }

    fn trail(&self, number: u64) -> &Trail {
        let trail = self.trails.get(&number);
        trail.expect("a place leads to a history that is there")
    }

    /// A snapshot may share it: then it is copied first.
    fn trail_mut(&mut self, number: u64) -> &mut Trail {
        let trail = self.trails.get_mut(&number);
        Rc::make_mut(trail.expect("a number in use is that of a history that is there"))
    }
}

/// Messages whose histories are kept: a person looks at some dozens, and every snapshot shares
/// them.
const MESSAGES_MAX: usize = 2000;

/// Bytes of bodies that are kept for their histories after their queues have given them up.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

#[cfg(test)]
mod tests;
