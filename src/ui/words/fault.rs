//! What goes wrong on purpose, in words.

use super::{count, duration, grouped};
use crate::{
    broker::{Millis, Timestamp},
    projection::{BurstView, ConsumerView, NetworkView},
    simulation::{ConsumerSettings, ConsumerState, OnFailure, seconds},
};

/// What a consumer does when it fails on an order: the choice, and what comes of it.
#[must_use]
pub const fn on_failure(on_failure: OnFailure) -> (&'static str, &'static str) {
    match on_failure {
        OnFailure::Crash => (
            "Crash",
            "Its program dies. The order is requeued, and the next one who takes it fails too.",
        ),
        OnFailure::Requeue => (
            "basic.nack with requeue",
            "The order goes back to its place and comes again at once: a hot loop.",
        ),
        OnFailure::Discard => (
            "basic.nack without requeue",
            "The order is dead-lettered if its queue says where to, and gone if not.",
        ),
        OnFailure::Reject => (
            "basic.reject",
            "The same as basic.nack without requeue, in AMQP's own method.",
        ),
    }
}

/// How a network stands still: `Network paused for 4 s: 2 deliveries wait, 1 ack waits.`
#[must_use]
pub fn network(network: &NetworkView, now: Timestamp) -> String {
    let waiting = [
        (network.deliveries, "delivery", "deliveries"),
        (network.confirms, "confirm", "confirms"),
        (network.answers, "ack", "acks"),
        (network.publishes, "publish", "publishes"),
    ];
    let is_lost = network.given_up_at.is_none();
    let waiting: Vec<String> = waiting
        .into_iter()
        .filter(|(number, _, _)| *number > 0)
        .map(|(number, one, many)| match (number, is_lost) {
            (1, false) => format!("1 {one} waits"),
            (1, true) => format!("1 {one} goes nowhere"),
            (_, false) => format!("{} {many} wait", grouped(number)),
            (_, true) => format!("{} {many} go nowhere", grouped(number)),
        })
        .collect();
    let waiting = if waiting.is_empty() {
        "nothing waits".to_owned()
    } else {
        waiting.join(", ")
    };
    let paused = format!("Network paused for {}", duration(now - network.since));
    match network.given_up_at {
        Some(at) => format!(
            "{paused}: {waiting}. The broker misses heartbeats and closes the connection in {}.",
            duration(Millis((at - now).0.next_multiple_of(1000)))
        ),
        None => format!(
            "{paused}: {waiting}. The broker has missed heartbeats and closed the connection; the \
             program does not know yet."
        ),
    }
}

/// What is going to happen to a consumer by itself, if something is.
#[must_use]
pub fn to_come(consumer: &ConsumerView, now: Timestamp) -> Option<String> {
    if let Some(at) = consumer.restarts_at {
        let wait = Millis((at - now).0.next_multiple_of(1000));
        return Some(format!("It is started again in {}.", duration(wait)));
    }
    consumer.crashes_before_ack.then(|| {
        "It will crash over its next order, processed and not yet acked: then the order comes \
         again and is processed twice."
            .to_owned()
    })
}

/// How a burst is: `Burst: 50 of 500 sent, 48 confirmed, by 3 producers.`
#[must_use]
pub fn burst(burst: &BurstView) -> String {
    let confirmed: u64 = burst.producers.iter().map(|by| by.confirmed).sum();
    let nacked: u64 = burst.producers.iter().map(|by| by.nacked).sum();
    let nacked = match nacked {
        0 => String::new(),
        nacked => format!(", {} nacked", grouped(nacked)),
    };
    let state = if burst.is_running {
        "Burst"
    } else if burst.is_stopped {
        "Burst stopped"
    } else if burst.sent < burst.total {
        "Burst broken off"
    } else {
        "Burst done"
    };
    format!(
        "{state}: {} of {} sent, {} confirmed{nacked}, by {}.",
        grouped(burst.sent),
        grouped(burst.total),
        grouped(confirmed),
        count(burst.producers.len() as u64, "producer"),
    )
}

/// What a consumer does when something goes wrong, as the end of a line that describes it. A crash
/// for good is not worth a word.
#[must_use]
pub fn when_it_fails(settings: &ConsumerSettings) -> String {
    let failure = match settings.on_failure {
        OnFailure::Crash => String::new(),
        OnFailure::Requeue | OnFailure::Discard | OnFailure::Reject => {
            format!(", on failure {}", on_failure(settings.on_failure).0)
        }
    };
    let restart = settings.restart_after.map_or_else(String::new, |after| {
        format!(", restarts {} s after a crash", seconds(after))
    });
    format!("{failure}{restart}")
}

/// Why a consumer gets nothing though its process has died and its network stands still.
pub const UNHEARD_CRASH: &str = "Its process died, and the broker does not know yet: its network \
     stands still, and what it held counts as unacked until that is back or heartbeats are missed.";

/// Whether a consumer has a network that could stand still.
#[must_use]
pub const fn is_connected(consumer: &ConsumerView) -> bool {
    match consumer.state {
        ConsumerState::Consuming | ConsumerState::Stopped | ConsumerState::CancelledByBroker => {
            true
        }
        ConsumerState::Crashed | ConsumerState::ChannelClosed { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::BurstProducerView;

    const STILL: NetworkView = NetworkView {
        since: Timestamp(1_000),
        given_up_at: Some(Timestamp(61_000)),
        deliveries: 2,
        confirms: 0,
        answers: 1,
        publishes: 0,
    };

    #[test]
    fn a_network_says_what_waits_in_it_and_for_how_long_yet() {
        assert_eq!(
            network(&STILL, Timestamp(5_000)),
            "Network paused for 4 s: 2 deliveries wait, 1 ack waits. The broker misses heartbeats \
             and closes the connection in 56 s."
        );
        let empty = NetworkView {
            deliveries: 0,
            answers: 0,
            ..STILL
        };
        assert_eq!(
            network(&empty, Timestamp(1_500)),
            "Network paused for 0 s: nothing waits. The broker misses heartbeats and closes the \
             connection in 1 min 0 s."
        );
        let closed = NetworkView {
            given_up_at: None,
            deliveries: 0,
            ..STILL
        };
        assert_eq!(
            network(&closed, Timestamp(71_000)),
            "Network paused for 1 min 10 s: 1 ack goes nowhere. The broker has missed heartbeats \
             and closed the connection; the program does not know yet."
        );
    }

    #[test]
    fn only_what_differs_from_the_course_is_worth_a_word() {
        let settings = ConsumerSettings::default();
        assert_eq!(when_it_fails(&settings), "");
        let settings = ConsumerSettings {
            on_failure: OnFailure::Requeue,
            restart_after: Some(Millis(500)),
            ..settings
        };
        assert_eq!(
            when_it_fails(&settings),
            ", on failure basic.nack with requeue, restarts 0.5 s after a crash"
        );
    }

    #[test]
    fn a_burst_says_how_far_it_is_and_how_it_ended() {
        let by = |name: &str, confirmed| BurstProducerView {
            name: name.to_owned(),
            published: 250,
            confirmed,
            nacked: 0,
        };
        let mut view = BurstView {
            is_running: true,
            is_stopped: false,
            sent: 500,
            total: 1_000,
            producers: vec![by("producer-2", 250), by("producer-3", 200)],
        };
        assert_eq!(
            burst(&view),
            "Burst: 500 of 1,000 sent, 450 confirmed, by 2 producers."
        );
        view.is_running = false;
        assert!(burst(&view).starts_with("Burst broken off: 500"));
        view.is_stopped = true;
        assert!(burst(&view).starts_with("Burst stopped: 500"));
        view.is_stopped = false;
        view.sent = 1_000;
        view.producers[0].nacked = 3;
        assert_eq!(
            burst(&view),
            "Burst done: 1,000 of 1,000 sent, 450 confirmed, 3 nacked, by 2 producers."
        );
    }
}
