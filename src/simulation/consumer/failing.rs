//! How a consumer's program fails on a message, and how it comes back from a crash.
//!
//! What the broker makes of it is the broker's own affair: a program that dies has its messages
//! requeued, one that nacks or rejects has them requeued, dropped or dead-lettered. A program that
//! got a message with automatic acknowledgement has nothing left to nack.

use super::{Consumer, Work};
use crate::{
    broker::{DeliveryTag, Method, Millis},
    simulation::{
        error::ClientError,
        news::WorkStep,
        outbox::Outbox,
        poison::{OnFailure, is_poison},
        settings::seconds,
    },
};

impl Consumer {
    /// Lets the program die over the next message that it has processed, before its ack, or not
    /// after all.
    pub(in crate::simulation) fn arm_crash_before_ack(
        &mut self,
        out: &mut Outbox,
        armed: bool,
    ) -> Result<(), ClientError> {
        if armed && !self.wanted && self.work.unacked().count() == 0 {
            return Err(ClientError::NotRunning {
                name: self.name.clone(),
            });
        }
        if self.crashes_before_ack != armed {
            self.crashes_before_ack = armed;
            let text = if armed {
                "Will crash once: over the next order, processed and not yet acked."
            } else {
                "Will not crash before its next ack after all."
            };
            out.print(&self.name, text);
        }
        Ok(())
    }

    /// The message that is being worked on was too much for the program.
    pub(super) fn fail(&mut self, out: &mut Outbox) {
        let called = self.work.current().map(Work::called).unwrap_or_default();
        let failed = format!("Failed on order: {called} (poison).");
        if self.settings.on_failure == OnFailure::Crash {
            out.print_problem(&self.name, format!("{failed} Nothing catches the error."));
            self.die(out, 0);
            return;
        }
        let Some(work) = self.work.finish() else {
            return;
        };
        self.tell(out, &work, WorkStep::LetGo);
        let done = if work.no_ack {
            "It is lost: with automatic acknowledgement there is nothing to nack."
        } else {
            self.give_back(out, work.delivery_tag)
        };
        out.print_problem(&self.name, format!("{failed} {done}"));
    }

    /// The message is processed, and the program dies before it says so.
    pub(super) fn crash_before_ack(&mut self, out: &mut Outbox) {
        let Some(work) = self.work.finish() else {
            return;
        };
        self.complete(out, &work);
        // What the broker forgot when it sent it is done with, and nothing of it is lost.
        self.die(out, usize::from(!work.no_ack));
    }

    pub(super) fn start_by_itself(&mut self, out: &mut Outbox) {
        out.print(&self.name, "Started again by itself after the crash.");
        // It only fails on a program that runs.
        drop(self.start(out));
    }

    /// Answers for a message that it could not process, and says how.
    fn give_back(&self, out: &mut Outbox, delivery_tag: DeliveryTag) -> &'static str {
        let nack = |requeue| Method::Nack {
            delivery_tag,
            multiple: false,
            requeue,
        };
        let (method, done) = match self.settings.on_failure {
            OnFailure::Requeue => (nack(true), "Requeued it: basic.nack."),
            OnFailure::Discard => (nack(false), "Gave it up: basic.nack without requeue."),
            OnFailure::Reject | OnFailure::Crash => {
                let reject = Method::Reject {
                    delivery_tag,
                    requeue: false,
                };
                (reject, "Gave it up: basic.reject.")
            }
        };
        if let Some(session) = &self.session {
            out.send(session.channel, method);
        }
        done
    }

    /// When it is started again, said with the crash.
    pub(super) fn plan_restart(&mut self, out: &Outbox) -> String {
        self.restart_at = self.settings.restart_after.map(|after| out.now + after);
        match self.settings.restart_after {
            None => String::new(),
            Some(after) => format!(" It is started again in {} s.", seconds(after)),
        }
    }
}

/// How long a program takes over a message. A failure takes a while even in a program that does
/// not sleep: a hot loop must leave time for everything else.
pub(super) fn time_on(work: &Work, sleep: Millis) -> Millis {
    if is_poison(&work.message) {
        sleep.max(FAILURE_TAKES)
    } else {
        sleep
    }
}

const FAILURE_TAKES: Millis = Millis(100);
