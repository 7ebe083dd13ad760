//! The same operations on two brokers, and where they first answer differently.

use super::{
    coverage::Coverage,
    explained::Rules,
    plan::Plan,
    wire::{Client, transport::Tcp},
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// The two brokers that are compared.
#[derive(Clone, Debug)]
pub(crate) struct Brokers {
    /// The one that is right.
    pub(crate) rabbitmq: String,
    pub(crate) ours: String,
    pub(crate) rules: Rules,
}

/// What was done, and how the last of it was answered.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) operations: Vec<String>,
    pub(crate) expected: Vec<String>,
    pub(crate) answered: Vec<String>,
}

/// A client, and what its names start with.
struct Side {
    client: Client,
    prefix: String,
}

/// Two clients that do the same.
struct World<'a> {
    brokers: &'a Brokers,
    sides: [Side; 2],
    done: Vec<String>,
}

impl<'a> World<'a> {
    fn open(brokers: &'a Brokers, addresses: [&str; 2], quiet: Duration) -> Self {
        // The second broker had the whole wait of the first to answer in.
        let quiets = [quiet, quiet / 3];
        let mut sides = addresses.into_iter().zip(quiets).map(|(address, quiet)| {
            let number = SIDES.fetch_add(1, Ordering::Relaxed);
            Side {
                client: Client::new(Box::new(Tcp::new(address, quiet))).by_consumer(),
                prefix: format!("w{}-{number}_", std::process::id()),
            }
        });
        Self {
            brokers,
            sides: [
                sides.next().expect("there are two"),
                sides.next().expect("there are two"),
            ],
            done: Vec::new(),
        }
    }

    /// Does one thing on both sides and gives what the first one answered.
    fn run(&mut self, line: &str, is_same_tags: bool) -> Result<Vec<String>, Difference> {
        let mut line = line.to_owned();
        if !is_same_tags {
            line = all_instead(&line);
        }
        self.done.push(line.clone());
        for side in &mut self.sides {
            // A number that one side does not know is a difference that has shown itself before.
            drop(side.client.act(&line.replace("W_", &side.prefix)));
        }
        let [expected, answered] = self.sides.each_mut().map(|side| {
            let answers = side.client.settle().into_iter();
            let answers = answers.map(|answer| answer.replace(&side.prefix, "W_"));
            answers.collect::<Vec<String>>()
        });
        let rules = &self.brokers.rules;
        if rules.apply(&expected) == rules.apply(&answered) {
            return Ok(expected);
        }
        Err(Difference {
            operations: self.done.clone(),
            expected,
            answered,
        })
    }

    /// Whether these deliveries have tags of the same order on both sides. Deliveries of two queues
    /// on one channel may come in either order, and `multiple` would mean others on each side.
    fn has_same_order(&self, lane: &str, held: &[usize]) -> bool {
        let (connection, channel) = lane.split_at(1);
        let channel = channel.parse().unwrap_or_default();
        let [first, second] = self.sides.each_ref().map(|side| {
            let mut tags: Vec<_> = held
                .iter()
                .map(|shown| (side.client.delivery(connection, channel, *shown), *shown))
                .collect();
            tags.sort_unstable();
            let order = tags.into_iter().map(|(_, shown)| shown);
            order.collect::<Vec<usize>>()
        });
        first == second
    }

    fn clean(&mut self) {
        for side in &mut self.sides {
            side.client.clean();
        }
    }
}

/// Every outstanding delivery, where `multiple` up to one of them would not mean the same.
fn all_instead(line: &str) -> String {
    match (line.find("delivery_tag=@"), line.contains(" multiple")) {
        (Some(at), true) => {
            let rest = &line[at..];
            let end = rest.find(' ').unwrap_or(rest.len());
            format!("{}delivery_tag=0{}", &line[..at], &rest[end..])
        }
        _ => line.to_owned(),
    }
}

/// What came of a world.
pub(crate) struct Explored {
    pub(crate) coverage: Coverage,
    pub(crate) difference: Option<Difference>,
}

/// Operations of a seed, until the brokers differ.
pub(crate) fn explore(brokers: &Brokers, seed: u64, length: usize) -> Explored {
    let mut coverage = Coverage::default();
    let mut world = World::open(brokers, [&brokers.rabbitmq, &brokers.ours], QUIET);
    let mut plan = Plan::new(seed);
    let mut queued = plan.start();
    queued.reverse();
    let mut is_ending = false;
    let difference = loop {
        if queued.is_empty() && world.done.len() >= length {
            if is_ending {
                break None;
            }
            is_ending = true;
            queued = Plan::end();
            queued.reverse();
        }
        let line = queued.pop().unwrap_or_else(|| plan.next());
        let lane = line.split(' ').next().unwrap_or_default().to_owned();
        let held: Vec<usize> = plan.held(&lane).collect();
        let is_same = !line.contains(" multiple") || world.has_same_order(&lane, &held);
        match world.run(&line, is_same) {
            Ok(answers) => {
                coverage.add(&answers);
                plan.observe(&line, &answers);
            }
            Err(difference) => break Some(difference),
        }
    };
    world.clean();
    Explored {
        coverage,
        difference,
    }
}

/// These operations again, with more patience.
pub(crate) fn repeat(
    brokers: &Brokers,
    operations: &[String],
    quiet: Duration,
) -> Option<Difference> {
    replay(
        brokers,
        [&brokers.rabbitmq, &brokers.ours],
        operations,
        quiet,
    )
}

/// Whether RabbitMQ answers the same whenever it is asked this.
pub(crate) fn is_steady(brokers: &Brokers, operations: &[String]) -> bool {
    (0..2).all(|_| differs_from_itself(brokers, operations).is_none())
}

/// Where RabbitMQ answers two clients that do the same differently.
pub(crate) fn differs_from_itself(brokers: &Brokers, operations: &[String]) -> Option<Difference> {
    let twice = [brokers.rabbitmq.as_str(); 2];
    replay(brokers, twice, operations, PATIENT)
}

fn replay(
    brokers: &Brokers,
    addresses: [&str; 2],
    operations: &[String],
    quiet: Duration,
) -> Option<Difference> {
    let mut world = World::open(brokers, addresses, quiet);
    let difference = operations
        .iter()
        .find_map(|operation| world.run(operation, true).err());
    world.clean();
    difference
}

static SIDES: AtomicU64 = AtomicU64::new(0);

/// RabbitMQ hands a message from queue to queue in a few milliseconds; with many worlds at once it
/// takes longer. What differs only because this was too short is found out by a patient replay.
const QUIET: Duration = Duration::from_millis(60);

pub(crate) const PATIENT: Duration = Duration::from_millis(200);

/// The last word: on a machine that has much to do RabbitMQ may take long.
pub(crate) const VERY_PATIENT: Duration = Duration::from_secs(1);
