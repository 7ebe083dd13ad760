//! Time stands still, goes step by step, slowly or fast, and everything comes out the same.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{Millis, Timestamp},
    host::{Clock, Refused},
    projection::{PlayState, Speed, View},
    simulation::{Acknowledgement, ConsumerSettings},
    worker::message::Call,
};

use crate::page::Page;

/// A page whose clock follows real time as the host has it.
struct Watched {
    page: Page,
    clock: Clock,
    real: Timestamp,
}

impl Watched {
    fn open() -> Self {
        let page = Page::open();
        Self {
            clock: Clock::start(page.now),
            real: page.now,
            page,
        }
    }

    /// So much real time passes.
    fn wait(&mut self, time: Millis) {
        self.real = self.real + time;
        self.page.now = self.clock.read(self.real, self.page.host.play());
        self.page.host.advance(self.page.now);
        self.page.settle();
    }

    fn call(&mut self, call: Call) -> Result<String, Refused> {
        let before = self.page.now;
        let answer = self.page.call(call);
        if self.page.now != before {
            self.clock.leap(self.page.now);
        }
        self.wait(Millis(0));
        answer
    }

    fn pause(&mut self) {
        self.call(Call::SetPlayState(PlayState::Paused)).unwrap();
    }

    fn add_consumer(&mut self, sleep: Millis) {
        let settings = ConsumerSettings {
            queue: leveret::broker::QueueName::new("order_queue").unwrap(),
            prefetch_count: 1,
            sleep,
            acknowledgement: Acknowledgement::AfterSleep,
            ..ConsumerSettings::default()
        };
        self.call(Call::AddConsumer(settings)).unwrap();
    }

    fn acked(&mut self) -> u64 {
        self.page.view().totals.acked
    }
}

/// What the programs and the broker have said so far, without the times.
fn said(view: &View) -> Vec<String> {
    let lines = view.log.iter();
    lines
        .map(|line| format!("{}: {}", line.source, line.text))
        .collect()
}

#[test]
fn while_it_is_paused_nothing_happens_by_itself() {
    let mut page = Watched::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.pause();
    for _ in 0..10 {
        page.wait(Millis(900));
    }
    assert_eq!(page.acked(), 0);
    assert_eq!(page.page.host.wake_at(), None, "nobody has to wake it");
    page.call(Call::SetPlayState(PlayState::Playing)).unwrap();
    page.wait(Millis(999));
    page.wait(Millis(999));
    assert_eq!(page.acked(), 0, "it goes on from where it stood");
    page.wait(Millis(2));
    assert_eq!(page.acked(), 1);
}

#[test]
fn a_person_can_do_everything_while_it_is_paused() {
    let mut page = Watched::open();
    page.pause();
    page.call(Call::PublishCourseOrders).unwrap();
    let view = page.page.view();
    assert_eq!(
        (view.producer.published, view.producer.confirmed),
        (2, 2),
        "the disk does not stand still"
    );
    assert_eq!(view.consumers[0].held[0].message.label, "order_123");
    assert_eq!(view.next_due, Some(view.now + Millis(2_000)));
    page.page.stop_consumer();
    assert_eq!(page.page.view().queues[0].total(), 2);
}

#[test]
fn a_step_lets_one_thing_happen_and_then_the_next() {
    let mut page = Watched::open();
    page.add_consumer(Millis(2_000));
    page.call(Call::PublishCourseOrders).unwrap();
    let begun = page.page.now;
    page.call(Call::Step).unwrap();
    assert_eq!(page.acked(), 1, "both are done at the same moment");
    assert_eq!(page.page.now, begun + Millis(2_000));
    page.wait(Millis(5_000));
    assert_eq!(page.acked(), 1, "and it is paused");
    page.call(Call::Step).unwrap();
    assert_eq!(page.acked(), 2);
    assert_eq!(page.page.now, begun + Millis(2_000));
    assert_eq!(page.call(Call::Step), Err(Refused::NothingDue));
}

#[test]
fn however_fast_it_goes_the_same_things_happen_in_the_same_order() {
    let told = |tenths: u16, wait: Millis| {
        let mut page = Watched::open();
        let speed = Speed::of_tenths(tenths).unwrap();
        page.call(Call::SetSpeed(speed)).unwrap();
        page.add_consumer(Millis(700));
        page.call(Call::PublishCourseOrders).unwrap();
        let mut told = Vec::new();
        loop {
            let view = page.page.view();
            told.extend(said(&view));
            if view.totals.acked == 2 {
                return told;
            }
            page.wait(wait);
        }
    };
    let real = told(10, Millis(16));
    assert!(!real.is_empty());
    assert_eq!(told(1, Millis(16)), real);
    assert_eq!(told(1_000, Millis(16)), real);
}

#[test]
fn a_hundred_times_as_fast_a_minute_takes_less_than_a_second() {
    let mut page = Watched::open();
    page.call(Call::SetSpeed(Speed::MAX)).unwrap();
    page.call(Call::PublishCourseOrders).unwrap();
    page.wait(Millis(20));
    assert_eq!(page.acked(), 1);
    page.wait(Millis(20));
    assert_eq!(page.acked(), 2);
}
