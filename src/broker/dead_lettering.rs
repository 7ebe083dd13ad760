//! Giving messages up, and where they go then (<https://www.rabbitmq.com/docs/dlx>).
//!
//! A queue that gives a message up does so within a command; the message goes on when that command
//! is done with its own queues. What a dead letter looks like, and when it has gone round in a
//! circle, is for `dead_letter`.

use std::rc::Rc;

use super::{
    Broker,
    cause::{DeadLetterOutcome, DropCause, Kept},
    dead_letter::{after_death, is_cycle},
    death::DeathReason,
    event::Happening,
    exchange::Route,
    id::QueueName,
    message::Message,
    queue::QueuedMessage,
    queue_arguments::DeadLetterTo,
    queues::QueueId,
    record::Record,
};

/// A message that a queue has given up and that will go on.
#[derive(Clone, Debug)]
pub(super) struct Dying {
    queue: QueueName,
    reason: DeathReason,
    to: DeadLetterTo,
    message: Rc<Message>,
}

impl Broker {
    /// A message leaves its queue for good, to be dead-lettered if the queue says so. A queue that
    /// is gone has given up all its messages already.
    pub(super) fn give_up(&mut self, id: QueueId, queued: &QueuedMessage, cause: DropCause) {
        let Some(queue) = self.queues.find_id_mut(id) else {
            return;
        };
        queue.forget(queued);
        let is_dead_lettered = queue.settings.dead_letter.is_some();
        let name = queue.name().clone();
        if queued.kept == Kept::Yes {
            self.record(Record::MessageRemoved {
                queue: name.clone(),
                position: queued.position,
            });
        }
        self.emit(Happening::Dropped {
            queue: name,
            position: Some(queued.position),
            message: Rc::clone(&queued.message),
            cause,
            is_dead_lettered,
        });
        self.let_die(id, &queued.message, cause);
    }

    /// A queue refuses a message that was never in it, and dead-letters it.
    pub(super) fn give_up_refused(&mut self, id: QueueId, message: &Rc<Message>) {
        let queue = self.queues.existing(id);
        let is_dead_lettered = queue.settings.dead_letter.is_some();
        let queue = queue.name().clone();
        self.emit(Happening::Dropped {
            queue,
            position: None,
            message: Rc::clone(message),
            cause: DropCause::RefusedWhenFull,
            is_dead_lettered,
        });
        self.let_die(id, message, DropCause::RefusedWhenFull);
    }

    /// Sends on what the command's queues have given up, and what is given up by that in turn.
    pub(super) fn send_dead_letters(&mut self) {
        while let Some(dying) = self.dying.pop_front() {
            self.send_dead_letter(dying);
        }
    }

    fn let_die(&mut self, id: QueueId, message: &Rc<Message>, cause: DropCause) {
        let queue = self.queues.existing(id);
        if let Some(to) = &queue.settings.dead_letter {
            self.dying.push_back(Dying {
                queue: queue.name().clone(),
                reason: reason_of(cause),
                to: to.clone(),
                message: Rc::clone(message),
            });
        }
    }

    fn send_dead_letter(&mut self, dying: Dying) {
        let Dying {
            queue,
            reason,
            to,
            message,
        } = dying;
        let letter = Rc::new(after_death(&message, &queue, reason, self.now, &to));
        let emit_dead_lettered = |outcome| Happening::DeadLettered {
            queue,
            reason,
            exchange: to.exchange,
            message: Rc::clone(&letter),
            outcome,
        };
        let Some(Route {
            queues: mut routed, ..
        }) = self.route(&letter.exchange, &letter, Vec::new())
        else {
            self.emit(emit_dead_lettered(DeadLetterOutcome::NoExchange));
            return;
        };
        let mut cycle = None;
        routed.retain(|&id| {
            let candidate = self
                .queues
                .find_id(id)
                .expect("a routed queue exists")
                .name();
            let goes_round = is_cycle(&letter, candidate);
            if goes_round {
                cycle = Some(candidate.clone());
            }
            !goes_round
        });
        let names = self.names_of(&routed);
        self.emit(emit_dead_lettered(match cycle {
            Some(cycle) => DeadLetterOutcome::CycleCut {
                cycle,
                routed: names,
            },
            None => DeadLetterOutcome::Routed(names),
        }));
        for id in routed {
            // Nobody waits to hear whether a dead letter was refused.
            if self.offer(id, &letter, None).is_ok() {
                self.settle_down(id);
            }
        }
    }
}

const fn reason_of(cause: DropCause) -> DeathReason {
    match cause {
        DropCause::Nack { .. } | DropCause::Reject { .. } => DeathReason::Rejected,
        DropCause::Expired { .. } => DeathReason::Expired,
        DropCause::MaxLength(_) | DropCause::RefusedWhenFull => DeathReason::MaxLength,
        DropCause::DeliveryLimit { .. } => DeathReason::DeliveryLimit,
    }
}
