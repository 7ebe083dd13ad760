//! The run: the broker and the reference side by side.

use leveret::broker::{
    Broker, Command, ConnectionId, Durable, DurableQueue, Happening, Position, QueueName,
    QueueRestart, QueueStatus, Record, RecordSeq, Timestamp,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy},
    test_runner::{Config, FileFailurePersistence},
};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::{
    act::{Act, QUEUES, acts, channels, opening},
    ledger::Ledger,
    reference::Reference,
};

prop_state_machine! {
    #![proptest_config(Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/model/proptest-regressions",
        ))),
        ..Config::default()
    })]

    #[test]
    fn the_broker_does_what_the_reference_does(sequential 1..120 => Run);
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
        match act {
            Act::Ask(Command::OpenConnection { connection }) => !state.is_connected(*connection),
            Act::Ask(
                Command::CloseConnection { .. }
                | Command::OpenChannel { .. }
                | Command::CloseChannel { .. }
                | Command::Method { .. }
                | Command::SetAlarm { .. }
                | Command::Restart,
            )
            | Act::Persist { .. } => true,
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
    happened: Vec<Happening>,
    /// How many records the last act reported persisted.
    written: Option<usize>,
}

impl StateMachineTest for Run {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &Reference) -> Self {
        let mut run = Self::default();
        for act in opening() {
            run.act(act);
        }
        run
    }

    fn apply(mut run: Self, reference: &Reference, act: Act) -> Self {
        run.act(act);
        assert_eq!(run.happened, reference.happened(), "what happened");
        assert_eq!(run.records, reference.records(), "what was recorded");
        assert_eq!(run.now, reference.now(), "when it happened");
        run
    }

    fn check_invariants(run: &Self, reference: &Reference) {
        run.broker.assert_invariants();
        assert_eq!(statuses(&run.broker), reference.statuses());
        if let Some(written) = run.written {
            a_start_from_what_is_written_is_sound(&run.records[..written]);
        }
        for name in QUEUES.map(name) {
            assert_eq!(ready(&run.broker, &name), reference.ready(&name));
        }
        for channel in channels() {
            let unacked: Vec<_> = run.broker.unacked(channel).collect();
            assert_eq!(unacked, reference.unacked(channel));
        }
        let durable = run.broker.durable();
        assert_eq!(durable, run.ledger.durable(), "what the records say");
        a_restart_is_a_start_from_the_records(&run.broker, run.now, &durable);
    }

    /// Every confirm that is due is sent when all records are persisted.
    fn teardown(run: Self, reference: Reference) {
        let all = Act::Persist { behind: 0 };
        let reference = <Reference as ReferenceStateMachine>::apply(reference, &all);
        <Self as StateMachineTest>::apply(run, &reference, all);
    }
}

impl Run {
    fn act(&mut self, act: Act) {
        self.now.0 += 1;
        self.written = None;
        match act {
            Act::Ask(command) => self.broker.handle(self.now, command),
            Act::Persist { behind } => {
                let written = self.records.len().saturating_sub(behind);
                self.written = Some(written);
                let persisted = RecordSeq(written as u64);
                self.broker.handle_persisted(self.now, persisted);
            }
        }
        self.happened.clear();
        while let Some(event) = self.broker.poll_event() {
            assert_eq!(event.at, self.now);
            self.happened.push(event.what);
        }
        while let Some((seq, record)) = self.broker.poll_record() {
            self.ledger.write(&record);
            self.records.push(record);
            let count = RecordSeq(self.records.len() as u64);
            assert_eq!(seq, count, "records are numbered in order");
        }
    }
}

/// Whatever the last record is that was written when the lights went out.
fn a_start_from_what_is_written_is_sound(written: &[Record]) {
    let durable = Ledger::of(written).durable();
    let recovered = Broker::recover(Timestamp(0), durable.clone());
    recovered.assert_invariants();
    assert_eq!(recovered.durable(), durable);
}

/// What the records give when read back is what the broker would have after a restart.
fn a_restart_is_a_start_from_the_records(broker: &Broker, now: Timestamp, durable: &Durable) {
    let mut restarted = broker.clone();
    restarted.handle(now, Command::Restart);
    let mut of_restart = drain_restart(&mut restarted);
    of_restart.retain(|queue| queue.durable);
    for queue in &mut of_restart {
        queue.lost = 0;
    }
    let mut recovered = Broker::recover(now, durable.clone());
    assert_eq!(drain_restart(&mut recovered), of_restart);
    assert_eq!(statuses(&recovered), statuses(&restarted));
    for DurableQueue { queue, .. } in &durable.queues {
        assert_eq!(ready(&recovered, queue), ready(&restarted, queue));
    }
    assert_eq!(restarted.durable(), *durable);
    assert_eq!(recovered.durable(), *durable);
    for mut started in [restarted, recovered] {
        let connection = ConnectionId(1);
        started.handle(now, Command::OpenConnection { connection });
        let opened = started.poll_event().map(|event| event.what);
        assert_eq!(opened, Some(Happening::ConnectionOpened { connection }));
        started.assert_invariants();
    }
}

/// The report of the restart that was just made. It changes nothing durable.
fn drain_restart(broker: &mut Broker) -> Vec<QueueRestart> {
    assert!(broker.poll_record().is_none(), "a restart records nothing");
    let happened = std::iter::from_fn(|| broker.poll_event()).map(|event| event.what);
    match happened.last() {
        Some(Happening::Restarted { queues }) => queues,
        other => unreachable!("a restart ends with its report, not with {other:?}"),
    }
}

fn statuses(broker: &Broker) -> Vec<QueueStatus> {
    broker.queues().collect()
}

fn ready(
    broker: &Broker,
    name: &QueueName,
) -> Vec<(Position, bool, std::rc::Rc<leveret::broker::Message>)> {
    broker
        .ready(name)
        .map(|ready| {
            let message = ready.message.clone();
            (ready.position, ready.redelivered, message.into())
        })
        .collect()
}

fn name(name: &str) -> QueueName {
    QueueName::new(name).expect("the name is short")
}
