//! Differences that are no faults.
//!
//! RabbitMQ 3.10 answers other than 4.0, which this broker follows. Against a 3.x each rule takes
//! the difference out of both sides' answers; against a 4.x there is nothing to take out.
//!
//! Three things are not done at all (`plan`), since RabbitMQ's answer is one of chance or is known to
//! differ:
//!
//! - Nothing is published in a burst where queues dead-letter. RabbitMQ's queues run side by side,
//!   and a dead letter arrives among the messages of a burst where it happens to.
//! - A connection does not end while two of its channels consume. RabbitMQ closes channels one
//!   after the other, and hands what the first gave back to the second, which is about to go. Here
//!   they go together.
//! - Messages do not expire where queues have priorities. RabbitMQ does not look at a message that
//!   comes to the head by its priority (`KNOWN` in `tests/conformance/known.rs`).

/// What to overlook, by the version of the RabbitMQ that is asked.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    is_old: bool,
}

/// Why a difference is one between versions, and what takes it out of a line.
type Rule = (&'static str, fn(&str) -> String);

impl Rules {
    pub(crate) fn of_version(version: &str) -> Self {
        Self {
            is_old: version.starts_with("3."),
        }
    }

    /// The answers without what is explained.
    pub(crate) fn apply(&self, answers: &[String]) -> Vec<String> {
        let rules = if self.is_old { OF_3_10 } else { &[] };
        let plain = |answer: &String| {
            let answer = answer.clone();
            rules.iter().fold(answer, |answer, (_, rule)| rule(&answer))
        };
        answers.iter().map(plain).collect()
    }

    /// The reasons that are in force.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = &'static str> {
        let rules = if self.is_old { OF_3_10 } else { &[] };
        rules.iter().map(|(reason, _)| *reason)
    }
}

const OF_3_10: &[Rule] = &[(
    "4.0 adds x-last-death-exchange, -queue and -reason to a dead letter; 3.10 does not",
    without_last_death,
)];

fn without_last_death(answer: &str) -> String {
    let mut rest = answer;
    let mut plain = String::new();
    while let Some(at) = rest.find(", x-last-death-") {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        // Its value is a text in quotes.
        let end = rest
            .match_indices('"')
            .nth(1)
            .map_or(rest.len(), |(at, _)| at + 1);
        rest = &rest[end..];
    }
    plain + rest
}
