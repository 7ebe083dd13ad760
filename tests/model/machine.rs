//! The run: the broker and the reference side by side.

use leveret::broker::{Broker, Command, Happening, Record, RecordSeq, Timestamp};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy},
    test_runner::{Config, FileFailurePersistence, RngSeed},
};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::{
    act::{Act, Deed, acts, channels, opening},
    ledger::{Ledger, sorted},
    plain,
    promises::{Outcome, Promises},
    reference::{Reference, Standing},
    restarts::{
        a_restart_is_a_start_from_the_records, a_start_from_what_is_written_is_sound, ready,
        statuses,
    },
    seen::Seen,
};

prop_state_machine! {
    #![proptest_config(Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/model/proptest-regressions",
        ))),
        rng_seed: seed(),
        ..Config::default()
    })]

    #[test]
    fn the_broker_does_what_the_reference_does(sequential 1..120 => Run);
}

/// The same sequences at every run, or those of the environment's `PROPTEST_RNG_SEED`.
fn seed() -> RngSeed {
    match Config::default().rng_seed {
        RngSeed::Random => RngSeed::Fixed(0),
        chosen @ RngSeed::Fixed(_) => chosen,
    }
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Act;

    fn init_state() -> BoxedStrategy<Self> {
        let mut reference = Self::default();
        for act in opening() {
            reference.act(&act);
        }
        Just(reference).boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Act> {
        acts(state)
    }

    fn apply(mut state: Self, act: &Act) -> Self {
        state.act(act);
        state
    }

    fn preconditions(state: &Self, act: &Act) -> bool {
        match &act.deed {
            Deed::Ask(Command::OpenConnection { connection }) => !state.is_connected(*connection),
            _ => true,
        }
    }
}

impl Reference {
    fn act(&mut self, act: &Act) {
        self.forget_what_was_seen();
        let then = self.now() + act.after;
        if act.is_punctual {
            while let Some(due) = self.next_due().filter(|due| *due <= then) {
                self.advance(due);
            }
        }
        self.advance(then);
        if let Deed::Ask(command) = &act.deed {
            self.ask(command);
        }
    }
}

/// A broker under test, and a store that writes all its records down.
#[derive(Debug, Default)]
struct Run {
    broker: Broker,
    now: Timestamp,
    ledger: Ledger,
    records: Vec<Record>,
    /// How many records there were before the last act.
    before: usize,
    /// How many records are written down.
    persisted: usize,
    promises: Promises,
    happened: Vec<Happening>,
    /// What was done last.
    last: Option<Deed>,
}

impl StateMachineTest for Run {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Self {
        let mut run = Self::default();
        for act in opening() {
            run.act(&act);
        }
        run
    }

    fn apply(mut run: Self, reference: &Reference, act: Act) -> Self {
        run.act(&act);
        let seen = run.happened.iter().filter_map(Seen::of);
        let predicted = reference.seen().iter().cloned();
        assert_eq!(
            plain::by_client(seen),
            plain::by_client(predicted),
            "what the clients saw"
        );
        let outcome = Outcome {
            records: &run.records,
            persisted: run.persisted,
            before: run.before,
            happened: &run.happened,
        };
        run.promises.follow(reference, &outcome);
        assert_eq!(run.now, reference.now(), "when it happened");
        run
    }

    fn check_invariants(run: &Self, reference: &Reference) {
        run.broker.assert_invariants();
        run.has_the_queues_of(reference);
        run.has_the_topology_of(reference);
        run.will_wake_up_for(reference);
        for channel in channels() {
            let unacked: Vec<_> = run.broker.unacked(channel).map(plain::held).collect();
            let predicted = reference.unacked(channel).into_iter().map(plain::held);
            assert_eq!(unacked, predicted.collect::<Vec<_>>());
        }
        let durable = sorted(run.broker.durable());
        assert_eq!(durable, run.ledger.durable(), "what the records say");
        // These take their time, so they are looked at now and then.
        match run.last {
            Some(Deed::Persist { .. }) => {
                a_start_from_what_is_written_is_sound(&run.records[..run.persisted], run.now);
            }
            Some(Deed::Wait) => {
                a_restart_is_a_start_from_the_records(&run.broker, run.now, &run.ledger);
            }
            Some(Deed::Ask(_)) | None => {}
        }
    }

    /// Every promise that is due is kept when all records are persisted.
    fn teardown(run: Self, reference: Reference) {
        let all = Act {
            after: leveret::broker::Millis(0),
            is_punctual: true,
            deed: Deed::Persist { behind: 0 },
        };
        let reference = <Reference as ReferenceStateMachine>::apply(reference, &all);
        <Self as StateMachineTest>::apply(run, &reference, all);
    }
}

impl Run {
    fn act(&mut self, act: &Act) {
        self.happened.clear();
        self.before = self.records.len();
        let then = self.now + act.after;
        if act.is_punctual {
            while let Some(due) = self.broker.poll_timeout().filter(|due| *due <= then) {
                self.broker.handle_timeout(due);
                self.drain(due);
            }
        }
        self.now = then;
        match &act.deed {
            Deed::Ask(command) => self.broker.handle(then, command.clone()),
            Deed::Persist { behind } => {
                let written = self.records.len().saturating_sub(*behind);
                self.persisted = self.persisted.max(written);
                let persisted = RecordSeq(self.persisted as u64);
                self.broker.handle_persisted(then, persisted);
            }
            Deed::Wait => self.broker.handle_timeout(then),
        }
        self.drain(then);
        self.last = Some(act.deed.clone());
    }

    fn drain(&mut self, now: Timestamp) {
        while let Some(event) = self.broker.poll_event() {
            assert_eq!(event.at, now);
            self.happened.push(event.what);
        }
        while let Some((seq, record)) = self.broker.poll_record() {
            self.ledger.write(&record);
            self.records.push(record);
            let count = RecordSeq(self.records.len() as u64);
            assert_eq!(seq, count, "records are numbered in order");
        }
    }

    fn has_the_queues_of(&self, reference: &Reference) {
        assert_eq!(statuses(&self.broker), reference.statuses());
        for name in reference.queue_names() {
            let predicted = reference.ready(&name).into_iter();
            let predicted = predicted.map(|(position, redelivered, message)| {
                (position, redelivered, plain::message(&message))
            });
            let predicted: Vec<_> = predicted.collect();
            assert_eq!(ready(&self.broker, &name), predicted, "in queue '{name}'");
        }
    }

    fn has_the_topology_of(&self, reference: &Reference) {
        let exchanges = self.broker.exchanges().map(|exchange| Standing {
            name: exchange.name,
            kind: exchange.kind,
            durable: exchange.durable,
            auto_delete: exchange.auto_delete,
            internal: exchange.internal,
            arguments: exchange.arguments,
        });
        assert_eq!(exchanges.collect::<Vec<_>>(), reference.standing());
        let bindings = self.broker.bindings();
        let mut bindings: Vec<String> = bindings
            .map(|status| format!("{:?}", status.binding))
            .collect();
        let mut predicted: Vec<String> = reference
            .bindings()
            .iter()
            .map(|binding| format!("{binding:?}"))
            .collect();
        bindings.sort();
        predicted.sort();
        assert_eq!(bindings, predicted);
    }

    /// The broker asks to be called not later than something is due, and nothing is overdue.
    fn will_wake_up_for(&self, reference: &Reference) {
        let armed = self.broker.poll_timeout();
        assert!(armed.is_none_or(|at| at > self.now), "what is due is done");
        if let Some(due) = reference.next_due() {
            assert!(armed.is_some_and(|at| at <= due), "a timer is armed");
        }
    }
}
