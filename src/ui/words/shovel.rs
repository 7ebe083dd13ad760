//! The shovel, in words.

use super::{count, grouped};
use crate::{
    projection::ShovelView,
    simulation::{Treatment, Which},
};

/// How it gets on, or what came of it: `Moving to order_queue: 12 of 500 done.`
#[must_use]
pub fn shovel(view: &ShovelView) -> String {
    let (doing, done, where_to) = match &view.settings.treatment {
        Treatment::Move { to } => ("Moving", "Moved", format!(" to {to}")),
        Treatment::Remove => ("Removing", "Removed", String::new()),
        Treatment::Reject => ("Rejecting", "Rejected", String::new()),
    };
    if view.is_running {
        let (done, total) = (grouped(view.done), grouped(view.total));
        return format!("{doing}{where_to}: {done} of {total} done.");
    }
    let what = match (view.done, view.settings.which) {
        (0, _) => "nothing".to_owned(),
        (_, Which::One(_)) => "it".to_owned(),
        (done, Which::All) => count(done, "message"),
    };
    let ended = format!("{done} {what}{where_to}.");
    match &view.problem {
        Some(problem) => format!("{problem} {ended}"),
        None if view.is_stopped => format!("Stopped. {ended}"),
        None => ended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::{Position, QueueName},
        simulation::ShovelSettings,
    };

    fn moving(which: Which) -> ShovelView {
        let queue = |name| QueueName::new(name).expect("short");
        ShovelView {
            settings: ShovelSettings {
                queue: queue("dead"),
                which,
                treatment: Treatment::Move { to: queue("work") },
            },
            done: 1_200,
            total: 5_000,
            is_running: true,
            is_stopped: false,
            problem: None,
        }
    }

    #[test]
    fn it_says_how_far_it_is_and_how_it_ended() {
        let all = moving(Which::All);
        assert_eq!(shovel(&all), "Moving to work: 1,200 of 5,000 done.");
        let over = ShovelView {
            is_running: false,
            ..all
        };
        assert_eq!(shovel(&over), "Moved 1,200 messages to work.");
        let stopped = ShovelView {
            is_stopped: true,
            ..over.clone()
        };
        assert_eq!(shovel(&stopped), "Stopped. Moved 1,200 messages to work.");
        let failed = ShovelView {
            problem: Some("It is full.".to_owned()),
            done: 0,
            ..over
        };
        assert_eq!(shovel(&failed), "It is full. Moved nothing to work.");
    }

    #[test]
    fn a_single_message_needs_no_number() {
        let one = ShovelView {
            is_running: false,
            done: 1,
            total: 1,
            ..moving(Which::One(Position(3)))
        };
        assert_eq!(shovel(&one), "Moved it to work.");
    }
}
