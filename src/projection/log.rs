//! The log: what the programs print and what the broker does, in the order in which it happened.
//!
//! It holds what no view has carried yet, and of that only the latest: when very much happens
//! between two views, a line says how much was left out. Numbers are given as the lines leave, so
//! they have no gap.

use std::{collections::BTreeMap, collections::VecDeque};

use super::{
    describe::describe,
    view::{LogKind, LogLine},
    why::{Why, explain},
};
use crate::{
    broker::{ChannelId, ConnectionId, DeliveryTag, DropCause, Event, Happening, Timestamp},
    simulation::{Label, LineKind, Output, ProgramLine, World},
};

/// The log's lines on their way to the page.
///
/// # Invariants
/// - No more lines wait than one view can show.
/// - Lines leave with numbers from 1, each one more than the last.
#[derive(Clone, Debug, Default)]
pub struct Log {
    waiting: VecDeque<Unnumbered>,
    left_out: u64,
    last_number: u64,
    /// What the world has given out so far.
    told: u64,
    held: HeldLabels,
}

#[derive(Clone, Debug)]
struct Unnumbered {
    told: u64,
    at: Timestamp,
    source: String,
    kind: LogKind,
    text: String,
    why: Option<Why>,
}

impl Log {
    /// Takes in what the world gave out.
    pub fn push(&mut self, output: &Output, world: &World) {
        self.told += 1;
        match output {
            Output::Line(line) => self.push_line(line),
            Output::Event(event) => self.push_event(event, world),
            // The program's line says it.
            Output::Work(_) => {}
        }
    }

    /// Goes on from a moment at which the world had given out so much: what was said after it has
    /// not been.
    pub fn go_on_from(&mut self, told: u64) {
        self.told = told;
        self.waiting.retain(|line| line.told <= told);
    }

    /// The lines that no one has taken yet.
    pub fn take_new(&mut self) -> Vec<LogLine> {
        if self.left_out > 0 {
            let first = self.waiting.front();
            let (told, at) = first.map_or((0, Timestamp(0)), |line| (line.told - 1, line.at));
            let text = format!(
                "{} lines are left out here: too much happened at once.",
                self.left_out
            );
            self.waiting.push_front(Unnumbered {
                told,
                at,
                source: SOURCE.to_owned(),
                kind: LogKind::Broker,
                text,
                why: None,
            });
            self.left_out = 0;
        }
        let lines = std::mem::take(&mut self.waiting);
        let numbers = self.last_number + 1..;
        self.last_number += lines.len() as u64;
        numbers
            .zip(lines)
            .map(|(number, line)| LogLine {
                number,
                told: line.told,
                at: line.at,
                source: line.source,
                kind: line.kind,
                text: line.text,
                why: line.why,
            })
            .collect()
    }

    fn push_line(&mut self, line: &ProgramLine) {
        self.wait(Unnumbered {
            told: self.told,
            at: line.at,
            source: line.source.to_string(),
            kind: match line.kind {
                LineKind::Output => LogKind::Program,
                LineKind::Problem => LogKind::Problem,
            },
            text: line.text.clone(),
            why: None,
        });
    }

    fn push_event(&mut self, event: &Event, world: &World) {
        self.held.note(&event.what);
        if let Some(text) = describe(event, world, &self.held) {
            self.wait(Unnumbered {
                told: self.told,
                at: event.at,
                source: SOURCE.to_owned(),
                kind: LogKind::Broker,
                text,
                why: explain(event, world, &self.held),
            });
        }
        self.held.forget(&event.what);
    }

    fn wait(&mut self, line: Unnumbered) {
        self.waiting.push_back(line);
        if self.waiting.len() > LOG_LINES_MAX {
            self.waiting.pop_front();
            self.left_out += 1;
        }
    }
}

/// What the messages that clients hold are called: an ack names only a tag.
#[derive(Clone, Debug, Default)]
pub(super) struct HeldLabels(BTreeMap<(ChannelId, DeliveryTag), String>);

impl HeldLabels {
    pub(super) fn label(&self, channel: ChannelId, delivery_tag: DeliveryTag) -> &str {
        self.0
            .get(&(channel, delivery_tag))
            .map_or("a message", |label| label)
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what hands a message out gives it a holder"
    )]
    fn note(&mut self, what: &Happening) {
        let (channel, delivery_tag, message) = match what {
            Happening::Delivered {
                consumer,
                delivery_tag,
                message,
                ..
            } => (consumer.channel, *delivery_tag, message),
            Happening::Got {
                channel,
                delivery_tag,
                message,
                ..
            } => (*channel, *delivery_tag, message),
            _ => return,
        };
        let label = Label::of(&message.body).text;
        self.0.insert((channel, delivery_tag), label);
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what ends a holding is of interest"
    )]
    fn forget(&mut self, what: &Happening) {
        match what {
            Happening::Acked {
                channel,
                delivery_tag,
                ..
            }
            | Happening::Requeued {
                channel,
                delivery_tag,
                ..
            }
            | Happening::Dropped {
                cause:
                    DropCause::Nack {
                        channel,
                        delivery_tag,
                    }
                    | DropCause::Reject {
                        channel,
                        delivery_tag,
                    },
                ..
            } => {
                self.0.remove(&(*channel, *delivery_tag));
            }
            // Deliveries of a deleted queue end with their channel, and nothing says so one by one.
            Happening::ConnectionClosed { connection, .. } => self.forget_connection(*connection),
            Happening::ChannelOpened { channel } => self.forget_channel(*channel),
            _ => {}
        }
    }

    fn forget_connection(&mut self, connection: ConnectionId) {
        self.0.retain(|(of, _), _| of.connection != connection);
    }

    fn forget_channel(&mut self, channel: ChannelId) {
        self.0.retain(|(of, _), _| *of != channel);
    }
}

/// Who says what the broker did.
const SOURCE: &str = "broker";

/// Lines between two views: as many as the page keeps at all.
const LOG_LINES_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{broker::Broker, simulation::Clients};

    #[test]
    fn of_too_many_lines_the_latest_are_shown_and_the_rest_is_counted() {
        let world = World::new(Broker::new(), Clients::course());
        let mut log = Log::default();
        let line = |number: u64| {
            Output::Line(ProgramLine {
                at: Timestamp(number),
                source: "producer".into(),
                kind: LineKind::Output,
                text: format!("line {number}"),
            })
        };
        log.push(&line(1), &world);
        assert_eq!(log.take_new().len(), 1);
        for number in 2..=503 {
            log.push(&line(number), &world);
        }
        let lines = log.take_new();
        let texts: Vec<(u64, &str)> = lines
            .iter()
            .map(|line| (line.number, &*line.text))
            .collect();
        assert_eq!(texts.len(), 501);
        assert_eq!(
            texts[0],
            (2, "2 lines are left out here: too much happened at once.")
        );
        assert_eq!(texts[1], (3, "line 4"));
        assert_eq!(texts[500], (502, "line 503"));
        assert!(log.take_new().is_empty());
    }
}
