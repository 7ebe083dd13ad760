//! What an import would change, compared thing by thing.
//!
//! Messages are told by queue, as counts: a broker may have a hundred thousand of them.

use std::collections::BTreeMap;

use super::{
    BackupScope, Contents,
    definitions::{ExchangeDefinition, QueueDefinition, WireTypes},
    describe,
    inline::inline,
    sift::identity,
};
use crate::{
    broker::{DurableMessage, DurableQueue, Position, QueueName},
    storage::rows::MessageRow,
};

/// What an import would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What the file is.
    pub scope: BackupScope,
    /// What is not there yet.
    pub added: Vec<Planned>,
    /// What is there, and is different in the file.
    pub replaced: Vec<Planned>,
    /// What is there, and not in the file; definitions remove nothing.
    pub removed: Vec<Planned>,
    /// How many things of the file are there already as they are, each message counted as one.
    pub unchanged: u64,
    /// What the file says and nothing here can do, in sentences.
    pub passed_over: Vec<String>,
}

/// One thing that an import would add, replace or remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What sort of thing.
    pub sort: PlannedSort,
    /// Its name; of messages, that of their queue.
    pub name: String,
    /// What will be different, in words; may be empty.
    pub detail: String,
}

/// A sort of thing that can be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedSort {
    /// An exchange.
    Exchange,
    /// A queue.
    Queue,
    /// A binding.
    Binding,
    /// The messages of a queue.
    Messages,
    /// A program of the page.
    Program,
}

impl PlannedSort {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Queue => "queue",
            Self::Binding => "binding",
            Self::Messages => "messages",
            Self::Program => "program",
        }
    }
}

impl Plan {
    pub(super) const fn new(scope: BackupScope, passed_over: Vec<String>) -> Self {
        Self {
            scope,
            added: Vec::new(),
            replaced: Vec::new(),
            removed: Vec::new(),
            unchanged: 0,
            passed_over,
        }
    }

    /// What becomes different where one takes the place of the other.
    pub(super) fn between(current: &Contents, next: &Contents, passed_over: Vec<String>) -> Self {
        let mut plan = Self::new(BackupScope::Broker, passed_over);
        let (now, then) = (&current.durable, &next.durable);
        plan.compare(
            now.exchanges.iter().map(|it| (&it.exchange, it)),
            then.exchanges.iter().map(|it| (&it.exchange, it)),
            |it| inline(&ExchangeDefinition::new(it, WireTypes::Kept)),
            describe::exchange,
            describe::changed_exchange,
        );
        plan.compare(
            now.queues.iter().map(|it| (&it.queue, it)),
            then.queues.iter().map(|it| (&it.queue, it)),
            |it| inline(&QueueDefinition::new(it, WireTypes::Kept)),
            describe::queue,
            describe::changed_queue,
        );
        plan.compare(
            now.bindings.iter().map(|it| (identity(it), &**it)),
            then.bindings.iter().map(|it| (identity(it), &**it)),
            |_| String::new(),
            describe::binding,
            |_, it| describe::binding(it),
        );
        plan.compare_messages(&now.queues, &then.queues);
        plan.compare(
            current.clients.iter().map(|it| (&it.name, it)),
            next.clients.iter().map(|it| (&it.name, it)),
            inline,
            describe::program,
            describe::changed_program,
        );
        plan
    }

    /// Compares things of one sort by their keys. Two of one key are the same if they read the
    /// same; `text` says how they read.
    fn compare<'a, K: Ord, T: 'a>(
        &mut self,
        current: impl Iterator<Item = (K, &'a T)>,
        next: impl Iterator<Item = (K, &'a T)>,
        text: impl Fn(&T) -> String,
        describe: impl Fn(&T) -> Planned,
        describe_change: impl Fn(&T, &T) -> Planned,
    ) {
        let mut current: BTreeMap<K, &T> = current.collect();
        for (key, next) in next {
            match current.remove(&key) {
                None => self.added.push(describe(next)),
                Some(current) if text(current) == text(next) => self.unchanged += 1,
                Some(current) => self.replaced.push(describe_change(current, next)),
            }
        }
        self.removed.extend(current.into_values().map(describe));
    }

    fn compare_messages(&mut self, current: &[DurableQueue], next: &[DurableQueue]) {
        let mut queues: BTreeMap<&QueueName, Sides<'_>> = BTreeMap::new();
        for queue in current {
            queues.entry(&queue.queue).or_default().0 = &queue.messages;
        }
        for queue in next {
            queues.entry(&queue.queue).or_default().1 = &queue.messages;
        }
        for (queue, Sides(current, next)) in queues {
            let mut current: BTreeMap<Position, &DurableMessage> =
                current.iter().map(|it| (it.position, it)).collect();
            let (mut added, mut changed, mut same) = (0, 0, 0);
            for next in next {
                match current.remove(&next.position) {
                    None => added += 1,
                    Some(current) if is_same(queue, current, next) => same += 1,
                    Some(_) => changed += 1,
                }
            }
            let removed = current.len() as u64;
            self.unchanged += same;
            let planned = || describe::messages(queue.as_str(), added, changed, removed, same);
            match (added, changed, removed) {
                (0, 0, 0) => {}
                (_, 0, 0) => self.added.push(planned()),
                (0, 0, _) => self.removed.push(planned()),
                _ => self.replaced.push(planned()),
            }
        }
    }
}

/// The messages of a queue, here and in the file.
#[derive(Default)]
struct Sides<'a>(&'a [DurableMessage], &'a [DurableMessage]);

/// Whether two messages read the same, also where a header is a number that is not even equal to
/// itself.
fn is_same(queue: &QueueName, left: &DurableMessage, right: &DurableMessage) -> bool {
    let text = |message| inline(&MessageRow::new(queue.clone(), message));
    left == right || text(left) == text(right)
}
