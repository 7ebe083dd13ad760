//! Publisher confirms on their way out: those that leave in one go leave as one.
//!
//! RabbitMQ gathers confirms and sends `basic.ack` with `multiple`, which stands for all publishes
//! up to its number, and its clients' own tests count on it. A confirm can stand for those before
//! it as soon as none before it is open; it takes the place of the one before as long as that one
//! is the last that was said and nothing of it is sent. What is confirmed when is the broker's.

use std::collections::BTreeSet;

use super::Session;
use crate::protocol::codec::{Method, method::Basic};

/// The confirms that one channel was sent.
///
/// # Invariants
/// - Every publish up to `through` is confirmed or refused.
/// - `beyond` holds those that are so too, none of them next to `through`.
#[derive(Debug, Default)]
pub(super) struct Confirms {
    through: u64,
    beyond: BTreeSet<u64>,
}

impl Confirms {
    /// Takes in that a publish is confirmed or refused, and says whether none before it is open.
    fn settle(&mut self, tag: u64, multiple: bool) -> bool {
        if multiple {
            self.through = self.through.max(tag);
            self.beyond = self.beyond.split_off(&tag);
            self.beyond.remove(&tag);
        } else {
            self.beyond.insert(tag);
        }
        while self
            .beyond
            .first()
            .is_some_and(|&first| first == self.through + 1)
        {
            self.beyond.pop_first();
            self.through += 1;
        }
        tag <= self.through
    }
}

impl Session {
    /// Says that publishes are confirmed.
    pub(super) fn write_confirm(&mut self, number: u16, tag: u64, multiple: bool) {
        let covers = self.settle(number, tag, multiple);
        let replaces = covers && self.outbox.take_back_confirm(number);
        let start = self.outbox.end().len();
        let ack = Basic::Ack {
            delivery_tag: tag,
            multiple: multiple || replaces,
        };
        self.write(number, &Method::Basic(ack));
        if covers {
            self.outbox.keep_confirm(number, start);
        }
    }

    /// Says that a publish is refused.
    pub(super) fn write_refusal(&mut self, number: u16, tag: u64) {
        self.settle(number, tag, false);
        let nack = Basic::Nack {
            delivery_tag: tag,
            multiple: false,
            requeue: false,
        };
        self.write(number, &Method::Basic(nack));
    }

    fn settle(&mut self, number: u16, tag: u64, multiple: bool) -> bool {
        let lane = self.lanes.get_mut(&number);
        lane.is_some_and(|lane| lane.confirms.settle(tag, multiple))
    }
}

#[test]
fn a_confirm_covers_those_before_it_when_none_of_them_is_open() {
    let mut confirms = Confirms::default();
    let mut settled = |tag, multiple| confirms.settle(tag, multiple);
    assert!(settled(1, false));
    assert!(!settled(3, false), "2 is open");
    assert!(!settled(4, false), "2 is open");
    assert!(settled(2, false));
    assert!(settled(5, false));
    assert!(!settled(7, false), "6 is open");
    assert!(settled(8, true));
    assert!(settled(9, false));
}
