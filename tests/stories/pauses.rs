//! Networks that stand still and come back, at random: nothing is lost, nothing is invented.

use leveret::{
    broker::{Happening, Millis},
    simulation::{Clients, ConsumerSettings, OnFailure, WorkStep},
};
use proptest::prelude::*;

use crate::stage::{Stage, count};

/// What a person does next.
#[derive(Clone, Copy, Debug)]
enum Act {
    Wait(u64),
    Publish(u32),
    Pause(&'static str),
    Heal(&'static str),
    Crash(&'static str),
    Restart,
    Poison,
    CrashBeforeAck(&'static str),
}

const FAILURES: [OnFailure; 4] = [
    OnFailure::Crash,
    OnFailure::Requeue,
    OnFailure::Discard,
    OnFailure::Reject,
];

const PROGRAMS: [&str; 4] = ["producer", "consumer-1", "consumer-2", "consumer-3"];

fn act(waits: std::ops::Range<u64>, with_crashes: bool) -> impl Strategy<Value = Act> {
    let program = || prop::sample::select(PROGRAMS.to_vec());
    let gentle = prop_oneof![
        4 => waits.prop_map(Act::Wait),
        3 => (1_u32..6).prop_map(Act::Publish),
        3 => program().prop_map(Act::Pause),
        3 => program().prop_map(Act::Heal),
    ];
    let rough = prop_oneof![program().prop_map(Act::Crash), Just(Act::Restart),];
    let weight = u32::from(with_crashes) * 2;
    prop_oneof![10 => gentle, weight => rough]
}

fn acts(waits: std::ops::Range<u64>, with_crashes: bool) -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(waits, with_crashes), 1..40)
}

fn set_up() -> Stage {
    let mut stage = Stage::course();
    for (prefetch_count, sleep) in [(3, 700), (0, 300)] {
        stage.add_consumer(ConsumerSettings {
            prefetch_count,
            sleep: Millis(sleep),
            restart_after: Some(Millis(1_000)),
            ..ConsumerSettings::default()
        });
    }
    stage.change("consumer-1", |settings| {
        settings.restart_after = Some(Millis(1_000));
    });
    stage
}

/// Does all of it, heals everything, and lets the consumers finish.
fn run_until_done(acts: &[Act]) -> Stage {
    let mut stage = set_up();
    do_all(&mut stage, acts);
    stage.wait(UNTIL_DONE_MS);
    stage
}

/// Does all of it, and heals everything.
fn do_all(stage: &mut Stage, acts: &[Act]) {
    for act in acts {
        match *act {
            Act::Wait(millis) => stage.wait(millis),
            Act::Publish(count) => stage.publish_orders(count),
            Act::Pause(program) => {
                drop(stage.try_ask(|clients, now| clients.pause_network(now, program)));
            }
            Act::Heal(program) => {
                drop(stage.try_ask(|clients, now| clients.heal_network(now, program)));
            }
            Act::Crash(program) => {
                drop(stage.try_ask(|clients, now| clients.crash(now, program)));
            }
            Act::Restart => stage.restart(),
            Act::Poison => {
                stage.ask(Clients::publish_poison);
            }
            Act::CrashBeforeAck(program) => {
                drop(stage.try_ask(|clients, now| clients.crash_before_ack(now, program, true)));
            }
        }
    }
    for program in PROGRAMS {
        drop(stage.try_ask(|clients, now| clients.heal_network(now, program)));
    }
}

/// So long that consumers have finished whatever there was.
const UNTIL_DONE_MS: u64 = 1_000_000;

/// How many orders the broker took in, how many deliveries it made, and how many acks it got.
fn balance(stage: &Stage) -> (u64, u64, u64) {
    let count = |is_such: fn(&Happening) -> bool| count(&stage.events, is_such) as u64;
    (
        count(|what| matches!(what, Happening::Enqueued { .. })),
        count(|what| matches!(what, Happening::Delivered { .. })),
        count(|what| matches!(what, Happening::Acked { .. })),
    )
}

fn completed(clients: &Clients) -> u64 {
    let consumers = clients.consumers().iter();
    consumers
        .map(leveret::simulation::Consumer::completed)
        .sum()
}

fn asked(acts: &[Act]) -> u64 {
    let orders = acts.iter().map(|act| match act {
        Act::Publish(count) => u64::from(*count),
        Act::Poison => 1,
        Act::Wait(_)
        | Act::Pause(_)
        | Act::Heal(_)
        | Act::Crash(_)
        | Act::CrashBeforeAck(_)
        | Act::Restart => 0,
    });
    orders.sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_pause_that_is_healed_in_time_changes_nothing_but_the_time(
        // Forty of these together are shorter than the heartbeat timeout.
        acts in acts(0..1_400, false)
    ) {
        let stage = run_until_done(&acts);
        let (published, delivered, acked) = balance(&stage);
        prop_assert_eq!(published, asked(&acts));
        prop_assert_eq!(acked, published);
        prop_assert_eq!(delivered, published, "nothing comes twice");
        prop_assert_eq!(completed(stage.world.clients()), published);
        prop_assert_eq!(stage.counts(), (0, 0));
    }

    #[test]
    fn whatever_is_paused_crashed_and_restarted_no_order_that_the_broker_took_is_lost(
        acts in acts(0..40_000, true)
    ) {
        let stage = run_until_done(&acts);
        let (published, _, acked) = balance(&stage);
        // What a producer sent into a network that the broker has given up may be lost.
        prop_assert!(published <= asked(&acts));
        let confirmed = stage.world.clients().producer().confirmed();
        prop_assert!(confirmed <= published, "a confirm is a promise");
        prop_assert_eq!(acked, published, "each is acked once and none is invented");
        prop_assert!(completed(stage.world.clients()) >= published);
        prop_assert_eq!(stage.counts(), (0, 0));
    }

    #[test]
    fn the_same_pauses_give_the_same_run(acts in acts(0..40_000, true)) {
        let (mut once, mut again) = (run_until_done(&acts), run_until_done(&acts));
        prop_assert_eq!(once.trace(), again.trace());
        prop_assert_eq!(once.events, again.events);
    }

    #[test]
    fn whatever_fails_every_message_is_somewhere_once_and_every_work_ends_once(
        acts in prop::collection::vec(
            prop_oneof![
                4 => act(0..5_000, true),
                1 => Just(Act::Poison),
                1 => prop::sample::select(PROGRAMS.to_vec()).prop_map(Act::CrashBeforeAck),
            ],
            1..60,
        ),
        failures in prop::array::uniform3(prop::sample::select(FAILURES.to_vec())),
    ) {
        let mut stage = set_up();
        for (consumer, on_failure) in ["consumer-1", "consumer-2", "consumer-3"].iter().zip(failures) {
            stage.change(consumer, |settings| settings.on_failure = on_failure);
        }
        do_all(&mut stage, &acts);
        stage.wait(3_000);
        let (published, _, acked) = balance(&stage);
        let dropped = count(&stage.events, |what| matches!(what, Happening::Dropped { .. })) as u64;
        let (ready, unacked) = stage.counts();
        prop_assert_eq!(published, acked + dropped + ready + unacked);

        let steps = |step| stage.news.iter().filter(|news| news.step == step).count();
        let consumers = stage.world.clients().consumers().iter();
        let in_hand: usize = consumers
            .map(|consumer| consumer.held().count() + consumer.backlog_count())
            .sum();
        prop_assert_eq!(
            steps(WorkStep::Received),
            steps(WorkStep::Completed) + steps(WorkStep::LetGo) + in_hand
        );
    }
}
