//! States as words.

use std::rc::Rc;

use super::grouped;
use crate::{
    projection::QueueView,
    simulation::{ConsumerSettings, ConsumerState},
};

/// A consumer's state: the word for its chip and a sentence that explains it.
#[must_use]
pub const fn consumer_state(state: &ConsumerState) -> (&'static str, &'static str) {
    match state {
        ConsumerState::Consuming => ("Consuming", "The broker sends it messages."),
        ConsumerState::Stopped => (
            "Stopped",
            "It does not consume now: it gets no new messages, and may still finish what it holds.",
        ),
        ConsumerState::Crashed => (
            "Crashed",
            "Its process died and its connection broke. The broker put what it held back in the \
             queue, at the old place, flagged redelivered.",
        ),
        ConsumerState::CancelledByBroker => (
            "Cancelled by the broker",
            "Its queue is gone, deleted or gone by itself, so the broker ended the subscription.",
        ),
        ConsumerState::ChannelClosed { .. } => (
            "Channel closed",
            "The broker closed its channel because of an error. What it held is back in the queue, \
             flagged redelivered.",
        ),
    }
}

/// What the reply code of a closed channel means, in plain words.
#[must_use]
pub fn advice_on_closed_channel(code: u16, text: &str) -> &'static str {
    match code {
        406 if text.contains("unknown delivery tag") => {
            "No delivery with that tag is outstanding on this channel: it was never sent, or it is \
             settled already. RabbitMQ takes that for a bug in the program and closes the channel. Ack \
             each delivery once, on the channel that it came by."
        }
        403 => "The queue does not allow this to that client: another consumer has it to itself.",
        405 => "The queue is exclusive to another connection, which alone may use it.",
        404 => "There is no such queue. Declare it first, then start the consumer again.",
        406 => "What was asked contradicts the state of things, so the broker closed the channel.",
        _ => "The broker closed the channel. Start the consumer again to open a new one.",
    }
}

/// The queues in a line, for the status that screen readers read out.
#[must_use]
pub fn summary(queues: &[Rc<QueueView>]) -> String {
    let lines = queues.iter().map(|queue| {
        format!(
            "{}: {} ready, {} unacked",
            queue.name,
            grouped(queue.ready),
            grouped(queue.unacked)
        )
    });
    lines.collect::<Vec<_>>().join(". ")
}

/// How a consumer shares its queue, as the end of a line that describes it. As everybody does is
/// not worth a word.
#[must_use]
pub fn sharing(settings: &ConsumerSettings) -> String {
    let priority = settings
        .priority
        .map_or_else(String::new, |priority| format!(", priority {priority}"));
    let exclusive = if settings.exclusive {
        ", exclusive"
    } else {
        ""
    };
    format!("{priority}{exclusive}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::QueueName;

    #[test]
    fn the_summary_uses_the_two_counts_of_rabbitmq() {
        let queue = |name: &str, ready, unacked| {
            Rc::new(QueueView {
                name: QueueName::new(name).expect("short"),
                durable: true,
                exclusive: false,
                auto_delete: false,
                arguments: Vec::new(),
                ready,
                unacked,
                consumers: 0,
                window_offset: 0,
                window: Vec::new(),
                unacked_window: Vec::new(),
                died_in: None,
            })
        };
        assert_eq!(
            summary(&[queue("order_queue", 4, 2), queue("mail", 1200, 0)]),
            "order_queue: 4 ready, 2 unacked. mail: 1,200 ready, 0 unacked"
        );
    }

    #[test]
    fn an_unknown_tag_is_told_from_other_preconditions() {
        let of_tag = advice_on_closed_channel(406, "PRECONDITION_FAILED - unknown delivery tag 9");
        let of_other = advice_on_closed_channel(406, "PRECONDITION_FAILED - inequivalent arg");
        assert!(of_tag.contains("never sent") && !of_other.contains("tag"));
    }
}
