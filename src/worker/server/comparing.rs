//! A comparison, run beside the broker in slices, so that neither waits long for the other.

use super::{
    super::message::{Notification, Refusal, Reply},
    Server,
    post::{answer, notify},
    remaining,
    time::Stopwatch,
};
use crate::{broker::Millis, host::Comparing, simulation::ComparisonSettings, storage::Store};

/// A comparison under way.
pub(super) struct UnderWay {
    /// The request that its result answers.
    number: u64,
    comparing: Comparing,
    since_told: Option<Stopwatch>,
}

impl<S: Store + 'static> Server<S> {
    /// Begins one; its request is answered when it is done or stopped.
    pub(super) fn begin_comparing(&mut self, number: u64, settings: ComparisonSettings) {
        if self.comparing.is_some() {
            let message = "A comparison is under way. Stop it first, or wait for it.".to_owned();
            return answer(number, Err(Refusal::plain(message)));
        }
        match Comparing::begin(settings) {
            Ok(comparing) => {
                self.comparing = Some(UnderWay {
                    number,
                    comparing,
                    since_told: None,
                });
            }
            Err(refused) => answer(number, Err(Refusal::from(refused))),
        }
    }

    pub(super) fn stop_comparing(&mut self, number: u64) {
        if let Some(under_way) = self.comparing.take() {
            answer(under_way.number, Ok(stopped()));
        }
        answer(number, Ok(stopped()));
    }

    /// A slice of it.
    pub(super) fn go_on_comparing(&mut self) {
        let Some(under_way) = &mut self.comparing else {
            return;
        };
        let slice = Stopwatch::start();
        let mut progress = under_way.comparing.go_on(STEPS);
        while !progress.is_done() && slice.elapsed() < SLICE {
            progress = under_way.comparing.go_on(STEPS);
        }
        if let Some(result) = under_way.comparing.result() {
            answer(under_way.number, Ok(Reply::Compared(Box::new(result))));
            self.comparing = None;
        } else if remaining(TOLD_EVERY, under_way.since_told) == Millis(0) {
            under_way.since_told = Some(Stopwatch::start());
            notify(Notification::Comparing(progress));
        }
    }
}

fn stopped() -> Reply {
    Reply::Done("The comparison is stopped.".to_owned())
}

/// Real time for one slice: less than a frame.
const SLICE: Millis = Millis(8);

/// Things that happen between two looks at the stopwatch.
const STEPS: u32 = 50;

/// Real time between two words on how far it is.
const TOLD_EVERY: Millis = Millis(100);
