//! A crash of the broker in sentences: what to expect of it, and why each message is where it is.
//!
//! RabbitMQ promises at-least-once: what was confirmed is delivered, and may be delivered twice.
//! Every sentence here says which side of that promise a message stands on.

use super::{count, grouped};
use crate::projection::{Aftermath, CrashMoment, Fate};

/// A moment of a crash, and what to expect of it.
#[must_use]
pub const fn crash_moment(moment: CrashMoment) -> (&'static str, &'static str) {
    match moment {
        CrashMoment::Now => (
            "Now",
            "What is under way is lost; everything confirmed comes back.",
        ),
        CrashMoment::BeforeWrite => (
            "Before the next write",
            "Publish an order then: it is gone, and no confirm had promised it.",
        ),
        CrashMoment::AfterWrite => (
            "After the write, before the confirm",
            "Publish an order then: it is on disk, and its publisher does not know.",
        ),
        CrashMoment::BetweenAckAndWrite => (
            "Between ack and its write",
            "Let a consumer ack then: the order comes back and is processed twice.",
        ),
    }
}

/// What is said while the crash is still to come.
#[must_use]
pub const fn armed(moment: CrashMoment) -> &'static str {
    match moment {
        CrashMoment::Now => "The broker will crash now.",
        CrashMoment::BeforeWrite => "The broker will crash before its next write.",
        CrashMoment::AfterWrite => {
            "The broker will crash after its next write of a message that a confirm waits for."
        }
        CrashMoment::BetweenAckAndWrite => {
            "The broker will crash between the next ack and its write."
        }
    }
}

/// What the notice after a crash is called.
#[must_use]
pub const fn aftermath_heading(moment: CrashMoment) -> &'static str {
    match moment {
        CrashMoment::Now => "The broker crashed, and is back",
        CrashMoment::BeforeWrite => "The broker crashed before a write, and is back",
        CrashMoment::AfterWrite => {
            "The broker crashed after a write and before its confirm, and is back"
        }
        CrashMoment::BetweenAckAndWrite => {
            "The broker crashed between an ack and its write, and is back"
        }
    }
}

/// A fate: a mark, and the words for a table.
#[must_use]
pub const fn fate(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::Back => ("✓", "back"),
        Fate::BackRedelivered => ("↻", "back, flagged redelivered"),
        Fate::BackUnflagged => ("↺", "back, delivered before, not flagged"),
        Fate::BackThoughAcked => ("×2", "back although acked"),
        Fate::BackUnconfirmed => ("?", "back, never confirmed"),
        Fate::LostUnconfirmed => ("−", "gone, never confirmed"),
        Fate::LostTransient => ("−", "gone, transient"),
        Fate::Settled => ("●", "acked, stays gone"),
        Fate::LostConfirmed => ("!", "gone although confirmed"),
    }
}

/// Why that fate is right, or is not.
#[must_use]
pub const fn fate_reason(fate: Fate) -> &'static str {
    match fate {
        Fate::Back => "It was on disk, so it is ready again, as if nothing had happened.",
        Fate::BackRedelivered => {
            "A consumer had it and had not acked it, so the broker has to assume that the work was \
             not done: it comes again, flagged redelivered."
        }
        Fate::BackUnflagged => {
            "A consumer had it and had not acked it, and the crash came before the disk knew: it \
             comes again, and its flag does not say so. redelivered is a hint, no proof."
        }
        Fate::BackThoughAcked => {
            "The consumer had finished it and acked, but the ack had not reached the disk: it comes \
             again and is processed twice. RabbitMQ promises at-least-once, not exactly-once; make \
             the work idempotent."
        }
        Fate::BackUnconfirmed => {
            "It had reached the disk, but the crash came before its confirm left. A publisher that \
             sends again what was not confirmed makes a second one of it: at-least-once, not \
             exactly-once."
        }
        Fate::LostUnconfirmed => {
            "It had not reached the disk, and no confirm had promised anything. Its publisher has no \
             confirm for it and has to send it again."
        }
        Fate::LostTransient => {
            "It was transient (delivery_mode 1), or its queue was. Such a message is never written to \
             disk, confirmed or not."
        }
        Fate::Settled => "Its ack had reached the disk: it is done, and is not delivered again.",
        Fate::LostConfirmed => {
            "A confirm had promised it and it is gone. That must not be: please report it as a bug \
             of Leveret."
        }
    }
}

/// `2 messages: back although acked`
#[must_use]
pub fn fate_count(of: Fate, number: u64) -> String {
    format!("{}: {}", count(number, "message"), fate(of).1)
}

/// How many messages the table leaves out, if it does.
#[must_use]
pub fn not_listed(aftermath: &Aftermath) -> Option<String> {
    let all: u64 = aftermath.counts.iter().map(|(_, number)| number).sum();
    let listed = aftermath.messages.len() as u64;
    let hidden = all.saturating_sub(listed);
    (hidden > 0).then(|| {
        format!(
            "{} shown, {} more not listed.",
            grouped(listed),
            grouped(hidden)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::{Position, QueueName},
        projection::OrderFate,
    };

    const FATES: [Fate; 9] = [
        Fate::Back,
        Fate::BackRedelivered,
        Fate::BackUnflagged,
        Fate::BackThoughAcked,
        Fate::BackUnconfirmed,
        Fate::LostUnconfirmed,
        Fate::LostTransient,
        Fate::Settled,
        Fate::LostConfirmed,
    ];

    #[test]
    fn no_two_fates_are_told_in_the_same_words() {
        for (index, one) in FATES.iter().enumerate() {
            for other in &FATES[..index] {
                assert_ne!(fate(*one).1, fate(*other).1);
                assert_ne!(fate_reason(*one), fate_reason(*other));
            }
        }
    }

    #[test]
    fn what_comes_twice_is_told_with_the_promise_that_allows_it() {
        for twice in [Fate::BackThoughAcked, Fate::BackUnconfirmed] {
            let reason = fate_reason(twice);
            assert!(
                reason.contains("at-least-once, not exactly-once"),
                "{reason}"
            );
        }
        assert!(fate_reason(Fate::BackThoughAcked).contains("make the work idempotent"));
    }

    #[test]
    fn only_a_broken_promise_is_called_a_bug() {
        let bugs = FATES
            .into_iter()
            .filter(|&fate| fate_reason(fate).contains("bug"));
        assert_eq!(bugs.collect::<Vec<_>>(), [Fate::LostConfirmed]);
    }

    #[test]
    fn what_the_table_leaves_out_is_counted() {
        let listed = |number| Aftermath {
            moment: CrashMoment::Now,
            messages: vec![
                OrderFate {
                    queue: QueueName::new("order_queue").expect("short"),
                    position: Position(1),
                    label: "order_1".to_owned(),
                    fate: Fate::Back,
                };
                number
            ],
            counts: vec![(Fate::Back, 1200), (Fate::Settled, 3)],
        };
        let hidden = not_listed(&listed(3));
        assert_eq!(hidden.as_deref(), Some("3 shown, 1,200 more not listed."));
        assert_eq!(not_listed(&listed(1203)), None);
        assert_eq!(fate_count(Fate::Back, 1), "1 message: back");
    }
}
