//! The ready messages of a queue, in the order in which they will be delivered.
//!
//! Most queues are one lane. One with `x-max-priority` has a lane for each priority and serves the
//! highest that is not empty (<https://www.rabbitmq.com/docs/priority>). A quorum queue has two
//! lanes and serves two of the high one for each of the normal one
//! (<https://www.rabbitmq.com/docs/quorum-queues#priorities>).

use std::{collections::BTreeMap, iter, mem};

use super::{
    cause::Precedence, lane::Lane, message::Message, queue::QueuedMessage, time::Timestamp,
};

/// Ready messages.
///
/// # Invariants
/// `len` and `bytes` are those of the messages in the lanes; no lane of `ByPriority` is empty.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    lanes: Lanes,
    len: u64,
    /// Of bodies.
    bytes: u64,
}

#[derive(Clone, Debug)]
enum Lanes {
    One(Lane),
    ByPriority {
        max: u8,
        lanes: BTreeMap<u8, Lane>,
    },
    TwoToOne {
        high: Lane,
        normal: Lane,
        /// Taken from the high lane since the last from the normal one.
        high_in_a_row: u8,
    },
}

impl Ready {
    /// First in, first out.
    pub(super) fn one_lane() -> Self {
        Self::of(Lanes::One(Lane::default()))
    }

    /// Priorities from 0 to `max`; a message that says more counts as `max`.
    pub(super) const fn by_priority(max: u8) -> Self {
        Self::of(Lanes::ByPriority {
            max,
            lanes: BTreeMap::new(),
        })
    }

    /// The two lanes of a quorum queue.
    pub(super) fn two_to_one() -> Self {
        Self::of(Lanes::TwoToOne {
            high: Lane::default(),
            normal: Lane::default(),
            high_in_a_row: 0,
        })
    }

    const fn of(lanes: Lanes) -> Self {
        Self {
            lanes,
            len: 0,
            bytes: 0,
        }
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of the bodies.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Adds a message at the tail.
    pub(super) fn append(&mut self, queued: QueuedMessage) {
        self.count(&queued);
        self.lane(&queued.message).append(queued);
    }

    /// Puts a message back where it stood.
    pub(super) fn put_back(&mut self, queued: QueuedMessage) {
        self.count(&queued);
        self.lane(&queued.message).put_back(queued);
    }

    /// Whom a message waits behind.
    pub(super) fn precedence(&self, message: &Message) -> Precedence {
        match self.lanes {
            Lanes::One(_) => Precedence::FirstIn,
            Lanes::ByPriority { max, .. } => Precedence::Priority {
                priority: priority_of(message).min(max),
                max,
            },
            Lanes::TwoToOne { .. } if is_high(message) => Precedence::High,
            Lanes::TwoToOne { .. } => Precedence::Normal,
        }
    }

    /// The message that will be taken next.
    fn head(&self) -> Option<&QueuedMessage> {
        match &self.lanes {
            Lanes::One(lane) => lane.head(),
            Lanes::ByPriority { lanes, .. } => lanes.last_key_value()?.1.head(),
            Lanes::TwoToOne {
                high,
                normal,
                high_in_a_row,
            } => {
                if serves_high(high, normal, *high_in_a_row) {
                    high.head()
                } else {
                    normal.head()
                }
            }
        }
    }

    /// Takes the message at the head.
    pub(super) fn take(&mut self) -> Option<QueuedMessage> {
        let taken = match &mut self.lanes {
            Lanes::One(lane) => lane.take(),
            Lanes::ByPriority { lanes, .. } => {
                let mut highest = lanes.last_entry()?;
                let taken = highest.get_mut().take();
                if highest.get().is_empty() {
                    highest.remove();
                }
                taken
            }
            Lanes::TwoToOne {
                high,
                normal,
                high_in_a_row,
            } => {
                if serves_high(high, normal, *high_in_a_row) {
                    *high_in_a_row = high_in_a_row.saturating_add(1);
                    high.take()
                } else {
                    *high_in_a_row = 0;
                    normal.take()
                }
            }
        }?;
        self.len -= 1;
        self.bytes -= taken.message.body.len() as u64;
        Some(taken)
    }

    /// When the message that will be taken next expires.
    pub(super) fn next_expiry(&self) -> Option<Timestamp> {
        self.head().and_then(QueuedMessage::expires_at)
    }

    /// Whether the time of the message that will be taken next is over.
    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        self.next_expiry().is_some_and(|at| at <= now)
    }

    /// Takes the message at the head if its time is over.
    pub(super) fn take_expired(&mut self, now: Timestamp) -> Option<QueuedMessage> {
        if self.has_expired(now) {
            self.take()
        } else {
            None
        }
    }

    /// The messages lane by lane, the one that is served first at the front.
    pub(super) fn iter(&self) -> impl Iterator<Item = &QueuedMessage> {
        let lanes: Vec<&Lane> = match &self.lanes {
            Lanes::One(lane) => vec![lane],
            Lanes::ByPriority { lanes, .. } => lanes.values().rev().collect(),
            Lanes::TwoToOne { high, normal, .. } => vec![high, normal],
        };
        lanes.into_iter().flat_map(Lane::iter)
    }

    /// Takes every message.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = QueuedMessage> + use<> {
        let empty = match &self.lanes {
            Lanes::One(_) => Self::one_lane(),
            Lanes::ByPriority { max, .. } => Self::by_priority(*max),
            Lanes::TwoToOne { .. } => Self::two_to_one(),
        };
        let mut drained = mem::replace(self, empty);
        iter::from_fn(move || drained.take())
    }

    pub(super) fn assert_invariants(&self) {
        match &self.lanes {
            Lanes::One(lane) => lane.assert_invariants(),
            Lanes::ByPriority { lanes, max } => {
                for (priority, lane) in lanes {
                    assert!(priority <= max, "a priority is at most the queue's");
                    assert!(!lane.is_empty(), "an empty lane is taken away");
                    lane.assert_invariants();
                }
            }
            Lanes::TwoToOne { high, normal, .. } => {
                high.assert_invariants();
                normal.assert_invariants();
            }
        }
        let bytes = self.iter().map(|queued| queued.message.body.len() as u64);
        assert_eq!(self.len, self.iter().count() as u64, "ready is counted");
        assert_eq!(self.bytes, bytes.sum::<u64>(), "bytes are counted");
    }

    fn count(&mut self, queued: &QueuedMessage) {
        self.len += 1;
        self.bytes += queued.message.body.len() as u64;
    }

    fn lane(&mut self, message: &Message) -> &mut Lane {
        match &mut self.lanes {
            Lanes::One(lane) => lane,
            Lanes::ByPriority { max, lanes } => {
                lanes.entry(priority_of(message).min(*max)).or_default()
            }
            Lanes::TwoToOne { high, normal, .. } => {
                if is_high(message) {
                    high
                } else {
                    normal
                }
            }
        }
    }
}

/// In a quorum queue, priorities over this one are high.
const NORMAL_PRIORITY_MAX: u8 = 4;

/// Messages of the high lane that a quorum queue serves for each of the normal one.
const HIGH_SHARE: u8 = 2;

fn priority_of(message: &Message) -> u8 {
    message.properties.priority.unwrap_or(0)
}

fn is_high(message: &Message) -> bool {
    priority_of(message) > NORMAL_PRIORITY_MAX
}

fn serves_high(high: &Lane, normal: &Lane, high_in_a_row: u8) -> bool {
    !high.is_empty() && (normal.is_empty() || high_in_a_row < HIGH_SHARE)
}
