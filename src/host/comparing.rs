//! Comparing: two worlds of their own that get the same orders, each run to its end.
//!
//! Nothing here touches the page's broker or its store: what is to be kept counts as kept at once.
//! The worlds' clocks begin at zero and stand for nobody's time, so the same settings always come
//! to the same end, however the work is sliced.

use std::{collections::BTreeMap, rc::Rc};

use super::Refused;
use crate::{
    broker::{Broker, Happening, Millis, Timestamp},
    projection::{ComparisonProgress, ComparisonView, Gathered, Percentiles, SideView},
    simulation::{
        Arrivals, ClientDefinition, ClientError, Clients, ComparisonSettings, Configuration, Label,
        Output, WorkStep, World,
    },
};

/// A comparison under way.
#[derive(Debug)]
pub struct Comparing {
    settings: ComparisonSettings,
    runs: [Run; 2],
}

/// One side of it.
#[derive(Debug)]
struct Run {
    world: World,
    gathered: Gathered,
    /// When the first consumer is to crash, if it still is.
    crash_at: Option<Timestamp>,
    placed_at: BTreeMap<Rc<str>, Timestamp>,
    turnarounds: Vec<Millis>,
    total: u64,
}

impl Comparing {
    /// Begins one.
    ///
    /// # Errors
    /// [`Refused::Field`] for the first setting that is out of range.
    pub fn begin(settings: ComparisonSettings) -> Result<Self, Refused> {
        settings.validate().map_err(ClientError::Fields)?;
        let [a, b] = &settings.sides;
        let runs = [a, b].map(|side| Run::begin(settings.arrivals, side));
        Ok(Self { settings, runs })
    }

    /// Lets at most so many things happen on each side, and says how far it is.
    pub fn go_on(&mut self, steps: u32) -> ComparisonProgress {
        for run in &mut self.runs {
            for _ in 0..steps {
                if run.is_done() {
                    break;
                }
                run.step();
            }
        }
        ComparisonProgress {
            done: self.runs.iter().map(Run::done).sum(),
            total: self.runs.iter().map(|run| run.total).sum(),
        }
    }

    /// What came of it, once everything has come to its end.
    #[must_use]
    pub fn result(&self) -> Option<ComparisonView> {
        if !self.runs.iter().all(Run::is_done) {
            return None;
        }
        let last = self.runs.iter().map(|run| run.world.now()).max()?;
        // The interval in which the last thing happened has to end, too.
        let axis_end = last + Millis(self.runs.iter().map(Run::interval).max()?.0);
        let [a, b] = &self.runs;
        Some(ComparisonView {
            settings: self.settings.clone(),
            sides: [a, b].map(|run| run.result(axis_end)),
        })
    }
}

impl Run {
    fn begin(arrivals: Arrivals, side: &Configuration) -> Self {
        let consumers = (0..side.consumers).map(|index| ClientDefinition::Consumer {
            name: format!("consumer-{}", index + 1),
            settings: side.consumer(index),
            running: true,
        });
        let (clients, refused) = Clients::restore(consumers.collect());
        debug_assert!(refused.is_empty(), "{refused:?}");
        let mut run = Self {
            world: World::new(Broker::new(), clients),
            gathered: Gathered::default(),
            crash_at: side.crash_at.map(|after| Timestamp(after.0)),
            placed_at: BTreeMap::new(),
            turnarounds: Vec::new(),
            total: arrivals.total().into(),
        };
        run.world.start(Timestamp(0));
        let begun = run.world.ask(Timestamp(0), |clients, now| {
            clients.begin_burst(now, &arrivals.burst())
        });
        debug_assert_eq!(begun, Ok(()));
        run.take_in();
        run
    }

    fn done(&self) -> u64 {
        let orders = self.gathered.order_counts();
        orders.placed - orders.on_the_way
    }

    fn is_done(&self) -> bool {
        self.done() == self.total && self.crash_at.is_none()
    }

    fn interval(&self) -> Millis {
        self.gathered.measures(self.world.now()).interval
    }

    /// The next thing happens: the crash, or what is due.
    fn step(&mut self) {
        let due = self.world.poll_timeout();
        match self.crash_at {
            Some(at) if due.is_none_or(|due| at <= due) => {
                self.crash_at = None;
                // One that has crashed by itself, or waits to be started again, cannot crash.
                drop(self.world.ask(at, |clients, now| clients.crash(now, FIRST)));
            }
            Some(_) | None => {
                self.world.step();
            }
        }
        self.take_in();
    }

    /// Takes in what happened, and keeps what is to be kept: a disk that takes no time.
    fn take_in(&mut self) {
        loop {
            while let Some(output) = self.world.poll_output() {
                self.note(&output);
                self.gathered.note(&output);
            }
            let records = std::iter::from_fn(|| self.world.poll_record());
            let Some((last, _)) = records.last() else {
                return;
            };
            self.world.handle_persisted(self.world.now(), last);
        }
    }

    fn note(&mut self, output: &Output) {
        match output {
            Output::Event(event) => {
                if let Happening::Published { message, .. } = &event.what {
                    self.placed_at.insert(id(&message.body), event.at);
                }
            }
            Output::Work(news) if news.step == WorkStep::Completed => {
                // Only the first time counts: who ordered is served by then.
                if let Some(placed) = self.placed_at.remove(&id(&news.message.body)) {
                    self.turnarounds.push(news.at - placed);
                }
            }
            Output::Work(_) | Output::Line(_) => {}
        }
    }

    fn result(&self, axis_end: Timestamp) -> SideView {
        let mut measures = self.gathered.measures(axis_end);
        // How busy a consumer was is said of the time until its own side was done.
        let own = self.gathered.measures(self.world.now());
        for (consumer, own) in measures.consumers.iter_mut().zip(own.consumers) {
            consumer.permille_in_all = own.permille_in_all;
        }
        SideView {
            orders: self.gathered.order_counts(),
            redelivered: self.gathered.totals.redelivered,
            took: self.world.now() - Timestamp(0),
            turnaround: Percentiles::of(self.turnarounds.clone()),
            measures,
        }
    }
}

fn id(body: &[u8]) -> Rc<str> {
    Label::of(body).text.into()
}

/// The consumer that may be set apart from the others.
const FIRST: &str = "consumer-1";
