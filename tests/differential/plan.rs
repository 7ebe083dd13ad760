//! What a random client does next.
//!
//! The plan knows a little of what came of its operations: which deliveries are held, who consumes
//! what, which channels are in which mode. So most of what it does makes sense, and some does not,
//! on purpose. It knows only what RabbitMQ's answers said.
//!
//! Names start with `W_`, which each run replaces by a prefix of its own.

mod choices;

use std::collections::{BTreeMap, BTreeSet};

use super::random::Random;
use choices::{EXCHANGES, QUEUES};

/// A client of two connections with two channels each.
#[derive(Debug)]
pub(crate) struct Plan {
    random: Random,
    lanes: BTreeMap<&'static str, Lane>,
    /// How each queue was declared.
    queues: BTreeMap<&'static str, String>,
    exchanges: BTreeMap<&'static str, String>,
    published: usize,
    /// Queues have priorities, or else messages expire: both together differ as is known, see
    /// `tests/conformance/known.rs`.
    has_priorities: bool,
    /// Queues dead-letter, or else messages are published in bursts: with both, RabbitMQ's queues run
    /// side by side, and a dead letter arrives among the messages of a burst where it happens to.
    has_dead_letters: bool,
}

/// What is known of a channel.
#[derive(Debug, Default)]
struct Lane {
    mode: Mode,
    held: BTreeSet<usize>,
    /// Settled in a transaction that is not committed.
    pending: BTreeSet<usize>,
    consumers: BTreeMap<&'static str, NoAck>,
    replies: bool,
}

type NoAck = bool;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Mode {
    #[default]
    Plain,
    Confirm,
    Transaction,
}

impl Plan {
    pub(crate) fn new(seed: u64) -> Self {
        let lanes = LANES.iter().map(|lane| (*lane, Lane::default()));
        Self {
            random: Random(seed),
            lanes: lanes.collect(),
            queues: BTreeMap::new(),
            exchanges: BTreeMap::new(),
            published: 0,
            has_priorities: seed.is_multiple_of(2),
            has_dead_letters: !(seed / 2).is_multiple_of(3),
        }
    }

    /// The operations before anything random: something is there, or most would be refused.
    pub(crate) fn start(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for queue in &QUEUES[..3] {
            lines.push(self.declare_queue("a1", queue));
        }
        for exchange in &EXCHANGES[..3] {
            lines.push(self.declare_exchange("a1", exchange));
        }
        for _ in 0..3 {
            lines.push(self.bind("a1", false));
        }
        lines
    }

    /// Every message that is left, and the counts.
    pub(crate) fn end() -> Vec<String> {
        let mut lines = Vec::new();
        for queue in QUEUES {
            lines.push(format!("z1 queue.declare queue={queue} passive"));
            lines.push(format!("repeat 6 z1 basic.get queue={queue} no_ack"));
        }
        lines
    }

    pub(crate) fn next(&mut self) -> String {
        let lane = self.random.pick(&LANES);
        let kind = self.random.below(100);
        match kind {
            0..28 => self.publish(lane),
            28..36 => self.consume(lane),
            36..43 => self.get(lane),
            43..63 => self.settle(lane),
            63..67 => self.qos(lane),
            67..72 => {
                let queue = self.random.pick(&QUEUES);
                self.declare_queue(lane, queue)
            }
            72..76 => format!(
                "{lane} queue.declare queue={} passive",
                self.random.pick(&QUEUES)
            ),
            76..80 => self.bind(lane, true),
            80..84 => self.cancel(lane),
            84..89 => self.mode(lane),
            89..90 => self.recover(lane),
            90..92 => self.remove(lane),
            92..94 => {
                let exchange = self.random.pick(&EXCHANGES);
                self.declare_exchange(lane, exchange)
            }
            94..96 => self.reply_to(lane),
            96..97 => format!("{lane} queue.purge queue={}", self.random.pick(&QUEUES)),
            97..99 => self.leave(lane),
            _ => "wait 60".to_owned(),
        }
    }

    /// Learns from what RabbitMQ answered.
    pub(crate) fn observe(&mut self, line: &str, answers: &[String]) {
        let (lane, method) = line.split_once(' ').unwrap_or((line, ""));
        if method.starts_with("cut") || method.starts_with("connection.close") {
            self.forget(&lane[..1]);
        }
        if method.starts_with("channel.close") {
            self.forget(lane);
        }
        self.observe_own(lane, method);
        for answer in answers {
            let (lane, answer) = answer.split_once(' ').unwrap_or((answer, ""));
            match answer.split(' ').next().unwrap_or_default() {
                "connection.close" | "closed" => self.forget(&lane[..1]),
                "channel.close" => self.forget(lane),
                "basic.deliver" => self.delivered(lane, answer),
                "basic.get-ok" if !method.contains("no_ack") => self.hold(lane, answer),
                "basic.cancel" => self
                    .lane(lane)
                    .consumers
                    .retain(|tag, _| !answer.contains(&format!("\"{tag}\""))),
                _ => {}
            }
        }
    }

    fn observe_own(&mut self, lane: &str, method: &str) {
        let Some(lane) = self.lanes.get_mut(lane) else {
            return;
        };
        match method.split(' ').next().unwrap_or_default() {
            "confirm.select" => lane.mode = Mode::Confirm,
            "tx.select" => lane.mode = Mode::Transaction,
            "tx.commit" => lane.pending.clear(),
            "tx.rollback" => lane.held.append(&mut lane.pending),
            "basic.recover" => lane.held.clear(),
            _ => {}
        }
    }

    fn delivered(&mut self, name: &str, answer: &str) {
        let lane = self.lane(name);
        let mut consumers = lane.consumers.iter();
        let is_free = consumers
            .any(|(tag, no_ack)| *no_ack && answer.contains(&format!("consumer_tag=\"{tag}\"")));
        if !is_free && answer.contains("consumer_tag=\"t") {
            self.hold(name, answer);
        }
    }

    fn hold(&mut self, lane: &str, answer: &str) {
        let tag = answer.split("delivery_tag=").nth(1);
        let tag: Option<usize> = tag.and_then(|rest| rest.split(' ').next()?.parse().ok());
        self.lane(lane).held.extend(tag);
    }

    /// Forgets the channels whose name starts like this.
    fn forget(&mut self, start: &str) {
        for (name, lane) in &mut self.lanes {
            if name.starts_with(start) {
                *lane = Lane::default();
            }
        }
    }

    fn lane(&mut self, name: &str) -> &mut Lane {
        let known = LANES.iter().find(|lane| **lane == name);
        let name = known.copied().unwrap_or("other");
        self.lanes.entry(name).or_default()
    }

    /// The deliveries that a channel holds.
    pub(crate) fn held(&self, lane: &str) -> impl Iterator<Item = usize> {
        let held = self.lanes.get(lane).map(|lane| &lane.held);
        held.into_iter().flatten().copied()
    }
}

/// Channels, by connection.
const LANES: [&str; 4] = ["a1", "a2", "b1", "b2"];
