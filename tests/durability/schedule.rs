//! A schedule: what happens, drawn from a seed.

use leveret::{
    broker::Millis,
    projection::{CrashLedger, CrashMoment, StorageState},
    simulation::{ClientRequest, Settlement},
};

use crate::world::{QUEUES, World};

/// Processes of a schedule, each killed in the end but the last.
const LIVES: u32 = 3;

/// Steps of a process at most.
const STEPS_MAX: u32 = 24;

/// What came about, so that a run can say that it was worth it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    schedules: u64,
    confirms: u64,
    full: u64,
    interrupted: u64,
    crashes: u64,
    told: u64,
}

impl Tally {
    pub(crate) const fn add(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.confirms += other.confirms;
        self.full += other.full;
        self.interrupted += other.interrupted;
        self.crashes += other.crashes;
        self.told += other.told;
    }

    pub(crate) fn assert_worth_running(&self) {
        let each = [
            self.confirms,
            self.full,
            self.interrupted,
            self.crashes,
            self.told,
        ];
        assert!(
            each.iter().all(|&count| count > self.schedules / 4),
            "hardly anything came about: {self:?}"
        );
    }
}

/// Runs a schedule, and fails if a promise was broken.
pub(crate) fn run(seed: u64) -> Tally {
    let mut world = World::new(seed);
    world.settle();
    let mut tally = Tally {
        schedules: 1,
        ..Tally::default()
    };
    for _ in 1..LIVES {
        live(&mut world, &mut tally);
    }
    world.disk.is_sound = true;
    world.disk.room = usize::MAX;
    world.consume_to_the_end();
    tally.confirms = world.confirms;
    tally
}

/// A process, until it is killed and another has recovered.
fn live(world: &mut World, tally: &mut Tally) {
    world.disk.is_sound = false;
    let steps = 4 + world.chance.below(STEPS_MAX - 4);
    let mut ledger = None;
    for _ in 0..steps {
        act(world);
        let time = Millis(u64::from(world.chance.below(400)));
        ledger = world.step(time);
        if ledger.is_some() {
            break;
        }
        match world.observe().storage {
            StorageState::Full { .. } => tally.full += 1,
            StorageState::Interrupted { .. } => tally.interrupted += 1,
            StorageState::Saved
            | StorageState::Gone { .. }
            | StorageState::TakenOver
            | StorageState::NotSaved { .. } => {}
        }
    }
    if ledger.is_none() {
        ledger = end(world);
    }
    world.restart();
    tally.crashes += 1;
    if let Some(ledger) = ledger {
        tell(world, ledger);
        tally.told += 1;
    }
}

/// The process is killed without a word, on demand, or because another tab takes over; then it may
/// still hear how its last transaction ended.
fn end(world: &mut World) -> Option<CrashLedger> {
    match world.chance.below(3) {
        0 => None,
        1 => {
            world.host.crash_at(Some(CrashMoment::Now)).unwrap();
            world.host.poll_crash()
        }
        _ => {
            let confirmed = world.observe().producer.confirmed;
            world.host.taken_over();
            for _ in 0..world.chance.below(4) {
                world.step(Millis(500));
            }
            assert_eq!(world.observe().producer.confirmed, confirmed);
            None
        }
    }
}

fn tell(world: &mut World, ledger: CrashLedger) {
    world.host.tell_ledger(ledger).unwrap();
    let aftermath = world.observe().aftermath.unwrap();
    world.audit.check_aftermath(&aftermath, world.disk.rows());
}

fn act(world: &mut World) {
    let queue = *world.chance.pick(&QUEUES).unwrap();
    match world.chance.below(100) {
        0..40 => {
            let persistent = world.chance.percent(85);
            let count = 1 + world.chance.below(3);
            world.publish(queue, persistent, count);
        }
        40..65 => settle_one(world),
        65..69 => world.purge(queue),
        69..75 => with_a_consumer(world),
        75..83 => world.disk.room = world.chance.below(6) as usize,
        83..88 => world.disk.room = usize::MAX,
        88..90 => {
            let used = u64::from(world.chance.below(1_000));
            world.host.note_room(world.now, used, 1_000);
        }
        90..93 => world.host.retry_storage(world.now),
        93..95 => {
            let delay = Millis(u64::from(world.chance.below(600)));
            world.host.set_write_delay(delay).unwrap();
        }
        95..97 => {
            let moments = [
                CrashMoment::BeforeWrite,
                CrashMoment::AfterWrite,
                CrashMoment::BetweenAckAndWrite,
            ];
            let moment = *world.chance.pick(&moments).unwrap();
            world.host.crash_at(Some(moment)).unwrap();
        }
        _ => {}
    }
}

/// Somebody at the page settles one of the messages that a consumer holds.
fn settle_one(world: &mut World) {
    let view = world.observe();
    let held: Vec<_> = view
        .consumers
        .iter()
        .flat_map(|consumer| {
            let name = &consumer.name;
            consumer
                .held
                .iter()
                .map(move |held| (name, held.delivery_tag))
        })
        .collect();
    let Some(&(name, tag)) = world.chance.pick(&held) else {
        return;
    };
    let settlement = match world.chance.below(10) {
        0..5 => Settlement::Ack,
        5..7 => Settlement::Requeue,
        _ => Settlement::Drop,
    };
    let settle = ClientRequest::Settle {
        name: name.to_owned(),
        delivery_tag: tag,
        settlement,
    };
    world.ask(settle).unwrap();
}

/// A consumer dies, stops or starts; that it cannot just now is no fault.
fn with_a_consumer(world: &mut World) {
    let name = format!("consumer-{}", 1 + world.chance.below(4));
    let request = match world.chance.below(3) {
        0 => ClientRequest::Crash { name },
        1 => ClientRequest::Stop { name },
        _ => ClientRequest::Start { name },
    };
    let _could = world.ask(request);
}
