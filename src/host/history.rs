//! History: the world as it was now and then, and everything that was done to it since, so that any
//! moment can be come to again.
//!
//! What happened by itself is not written down: it happens again. So a moment costs nothing to
//! keep, an input what it holds, and a snapshot what the queues held, the messages themselves being
//! shared. When there are too many snapshots every other one goes, and what is between them takes
//! longer to do again; when not even that is enough the beginning is forgotten.

use std::collections::VecDeque;

use crate::{
    broker::Timestamp,
    projection::Gathered,
    simulation::{Input, Moment, World},
};

/// A world at a moment, and what had been gathered by then.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) world: World,
    pub(super) gathered: Gathered,
}

/// What was done so far.
///
/// # Invariants
/// - There is a snapshot, and no input is older than the first.
/// - Snapshots and inputs are in the order of their moments.
#[derive(Debug)]
pub(super) struct History {
    snapshots: VecDeque<Snapshot>,
    inputs: VecDeque<Done>,
    /// At least so many things happen between two snapshots.
    interval: u64,
}

/// Something that was done, and the moment that it made.
#[derive(Clone, Debug)]
struct Done {
    moment: Moment,
    at: Timestamp,
    input: Input,
}

impl History {
    /// Begins now.
    pub(super) fn begin(world: &World, gathered: &Gathered) -> Self {
        Self {
            snapshots: VecDeque::from([Snapshot::of(world, gathered)]),
            inputs: VecDeque::new(),
            interval: INTERVAL_MIN,
        }
    }

    /// The earliest moment that can be come to.
    pub(super) fn begins(&self) -> Timestamp {
        self.first().world.now()
    }

    /// Takes in that this was done to the world just now.
    pub(super) fn note(&mut self, world: &World, input: Input) {
        self.inputs.push_back(Done {
            moment: world.moment(),
            at: world.now(),
            input,
        });
    }

    /// Takes a snapshot if it is time for one: the more it would copy the rarer.
    pub(super) fn keep(&mut self, world: &World, gathered: &Gathered) {
        let last = self.snapshots.back().expect("there is a snapshot");
        let since = world.moment().0 - last.world.moment().0;
        if since < self.interval.max(weight(world)) && self.inputs.len() <= INPUTS_MAX {
            return;
        }
        self.snapshots.push_back(Snapshot::of(world, gathered));
        self.forget();
    }

    /// What comes after that moment never happened.
    pub(super) fn cut_after(&mut self, moment: Moment) {
        while self.snapshots.len() > 1
            && (self.snapshots.back()).is_some_and(|last| last.world.moment() > moment)
        {
            self.snapshots.pop_back();
        }
        while self.inputs.back().is_some_and(|last| last.moment > moment) {
            self.inputs.pop_back();
        }
    }

    /// The latest snapshot of which that is so, or the first. What is so of one is so of all before
    /// it.
    pub(super) fn latest(&self, is_before: impl Fn(&World) -> bool) -> Snapshot {
        let before = self
            .snapshots
            .partition_point(|snapshot| is_before(&snapshot.world));
        let latest = before.checked_sub(1).and_then(|it| self.snapshots.get(it));
        latest.unwrap_or_else(|| self.first()).clone()
    }

    /// When the next thing happened after the moment at which `past` is, if `past` is not yet where
    /// `present` is.
    pub(super) fn next_at(&self, past: &Snapshot, present: &World) -> Option<Timestamp> {
        if past.world.moment() >= present.moment() {
            return None;
        }
        let by_itself = || past.world.poll_timeout();
        let at = self
            .done_next(past)
            .map_or_else(by_itself, |done| Some(done.at));
        at.map(|at| at.max(past.world.now()))
    }

    /// Does the next thing again.
    pub(super) fn redo(&self, past: &mut Snapshot) {
        match self.done_next(past) {
            Some(done) => done.input.clone().redo(&mut past.world, done.at),
            None => {
                let happened = past.world.step();
                assert!(happened, "what happened by itself happens by itself again");
            }
        }
        while past.world.poll_record().is_some() {}
        while let Some(output) = past.world.poll_output() {
            past.gathered.note(&output);
        }
    }

    /// What was done next, unless something happened by itself before.
    fn done_next(&self, past: &Snapshot) -> Option<&Done> {
        let next = Moment(past.world.moment().0 + 1);
        let index = self.inputs.binary_search_by_key(&next, |done| done.moment);
        index.ok().and_then(|index| self.inputs.get(index))
    }

    fn first(&self) -> &Snapshot {
        self.snapshots.front().expect("there is a snapshot")
    }

    fn forget(&mut self) {
        let total = |snapshots: &VecDeque<Snapshot>| -> u64 {
            let weights = snapshots.iter().map(|snapshot| weight(&snapshot.world));
            weights.sum()
        };
        if self.snapshots.len() > SNAPSHOTS_MAX || total(&self.snapshots) > WEIGHT_MAX {
            let last = self.snapshots.len() - 1;
            let mut number = 0..;
            self.snapshots
                .retain(|_| number.next().is_some_and(|it| it % 2 == 0 || it == last));
            self.interval = self.interval.saturating_mul(2);
        }
        while self.snapshots.len() > 1
            && (total(&self.snapshots) > WEIGHT_MAX || self.inputs.len() > INPUTS_MAX)
        {
            self.snapshots.pop_front();
            let begins = self.first().world.moment();
            while self
                .inputs
                .front()
                .is_some_and(|done| done.moment <= begins)
            {
                self.inputs.pop_front();
            }
        }
    }
}

impl Snapshot {
    fn of(world: &World, gathered: &Gathered) -> Self {
        Self {
            world: world.clone(),
            gathered: gathered.clone(),
        }
    }
}

/// What a snapshot costs, in messages.
fn weight(world: &World) -> u64 {
    let queues = world.broker().queues();
    let messages: u64 = queues.map(|queue| queue.ready + queue.unacked).sum();
    EMPTY_WEIGHT + messages
}

/// Things between two snapshots: done again in less than a frame.
const INTERVAL_MIN: u64 = 250;

/// Snapshots of an ordinary run.
const SNAPSHOTS_MAX: usize = 200;

/// A world without messages weighs about as much as so many.
const EMPTY_WEIGHT: u64 = 250;

/// All snapshots together, in messages of about two hundred bytes.
const WEIGHT_MAX: u64 = 400_000;

/// Inputs that are remembered: an hour of a transaction every few milliseconds.
const INPUTS_MAX: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::{Broker, Millis, RecordSeq},
        simulation::{ClientRequest, Clients, Order, PublishOrders},
    };

    /// A world whose history is kept as the host keeps it.
    struct Run {
        world: World,
        gathered: Gathered,
        history: History,
    }

    impl Run {
        fn begin() -> Self {
            let mut world = World::new(Broker::new(), Clients::course());
            world.start(Timestamp(1_000));
            let mut gathered = Gathered::default();
            drain(&mut world, &mut gathered);
            Self {
                history: History::begin(&world, &gathered),
                world,
                gathered,
            }
        }

        fn apply(&mut self, at: Timestamp, input: Input) {
            input.clone().redo(&mut self.world, at);
            self.history.note(&self.world, input);
            self.keep();
        }

        fn publish(&mut self, count: u32) {
            let [order, _] = Order::course();
            let orders = PublishOrders {
                count,
                ..PublishOrders::as_the_course_does(order)
            };
            let at = self.world.now();
            self.apply(at, Input::Ask(ClientRequest::Publish(orders)));
        }

        fn step(&mut self) {
            self.world.step();
            self.keep();
        }

        fn keep(&mut self) {
            drain(&mut self.world, &mut self.gathered);
            self.history.keep(&self.world, &self.gathered);
        }

        /// Everything that can be remembered happens again, and leads to the same.
        fn do_again(&self) {
            let mut past = self.history.first().clone();
            while self.history.next_at(&past, &self.world).is_some() {
                self.history.redo(&mut past);
            }
            assert_eq!(past.world.told(), self.world.told());
            assert_eq!(past.gathered.totals, self.gathered.totals);
            assert_eq!(past.gathered.order_counts(), self.gathered.order_counts());
            let now = self.world.now();
            assert_eq!(past.gathered.measures(now), self.gathered.measures(now));
        }
    }

    fn drain(world: &mut World, gathered: &mut Gathered) {
        while world.poll_record().is_some() {}
        while let Some(output) = world.poll_output() {
            gathered.note(&output);
        }
    }

    #[test]
    fn a_long_run_keeps_few_snapshots_and_its_beginning() {
        let mut run = Run::begin();
        let begins = run.history.begins();
        for _ in 0..60_000 {
            run.publish(1);
            run.step();
        }
        assert!(run.history.snapshots.len() <= SNAPSHOTS_MAX);
        assert_eq!(run.history.begins(), begins);
        run.do_again();
    }

    #[test]
    fn long_queues_are_copied_seldom() {
        let mut run = Run::begin();
        for _ in 0..60 {
            run.publish(10_000);
            for _ in 0..300 {
                run.step();
            }
        }
        let snapshots = run.history.snapshots.iter();
        let weights = snapshots.map(|snapshot| weight(&snapshot.world));
        assert!(weights.sum::<u64>() <= WEIGHT_MAX.max(weight(&run.world)));
        run.do_again();
    }

    #[test]
    fn of_too_many_inputs_the_first_are_forgotten_with_what_came_before_them() {
        let mut run = Run::begin();
        let begins = run.history.begins();
        for _ in 0..=INPUTS_MAX {
            let at = run.world.now() + Millis(1);
            run.apply(at, Input::Persisted(RecordSeq(0)));
        }
        assert!(run.history.inputs.len() <= INPUTS_MAX);
        assert!(run.history.begins() > begins);
        run.do_again();
    }
}
