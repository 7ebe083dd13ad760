//! The flow of messages: what the events since the last view moved from where to where.
//!
//! Every step of a message is one move. A view lists the first of them and counts all, so that
//! nothing is missing when more moves than an eye can follow. An exchange holds nothing: what
//! comes from one was published, or dead-lettered, to it.

use std::collections::BTreeMap;

use super::view::{Ended, Ending, FlowView, Move, Spot, WayCount};
use crate::{
    broker::{
        ChannelId, DeadLetterOutcome, DropCause, Event, Happening, Message, Position, QueueName,
        QueueRestart, Timestamp,
    },
    simulation::{Clients, Label, Output, Shovel},
};

/// The moves that no view has carried yet.
///
/// # Invariants
/// - No more moves wait than one view lists.
/// - Whatever moved is counted, listed or not.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    since: Timestamp,
    moves: Vec<Move>,
    counts: BTreeMap<(Spot, Spot), u64>,
    moved: u64,
    held: BTreeMap<(QueueName, Position), Held>,
    /// The queue that the shovel took from last.
    shovelled_from: Option<QueueName>,
}

/// What an ack leaves unsaid.
#[derive(Clone, Debug)]
struct Held {
    /// Where it is drawn. The shovel has no place of its own: what it takes stays in its queue.
    at: Spot,
    token: Token,
}

#[derive(Clone, Debug)]
struct Token {
    label: String,
    persistent: bool,
    redelivered: bool,
}

impl Flow {
    /// Takes in what the world gave out.
    pub fn push(&mut self, output: &Output) {
        match output {
            Output::Event(event) => self.push_event(event),
            Output::Line(_) | Output::Work(_) => {}
        }
    }

    /// Goes on from another moment, at which the consumers hold this.
    pub fn go_on_from(&mut self, clients: &Clients) {
        self.moves.clear();
        self.counts.clear();
        self.held.clear();
        for consumer in clients.consumers() {
            let queue = &consumer.settings().queue;
            for (work, _) in consumer.held() {
                let held = Held {
                    at: Spot::Consumer(consumer.name().to_owned()),
                    token: Token {
                        redelivered: work.redelivered,
                        ..Token::of(&work.message)
                    },
                };
                self.held.insert((queue.clone(), work.position), held);
            }
        }
    }

    /// What no view has carried yet; the next one begins at `now`.
    pub fn take_new(&mut self, now: Timestamp) -> FlowView {
        let counts = std::mem::take(&mut self.counts);
        FlowView {
            since: std::mem::replace(&mut self.since, now),
            moves: std::mem::take(&mut self.moves),
            counts: counts
                .into_iter()
                .map(|((from, to), count)| WayCount { from, to, count })
                .collect(),
            moved: self.moved,
            ended: Ended::default(),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what concerns messages moves any"
    )]
    fn push_event(&mut self, event: &Event) {
        match &event.what {
            Happening::Published { .. }
            | Happening::Returned { .. }
            | Happening::Replied { .. }
            | Happening::Enqueued { .. }
            | Happening::Refused { .. } => self.arrive(&event.what),
            Happening::Delivered { .. } | Happening::Got { .. } => self.hand_out(&event.what),
            Happening::Acked {
                channel,
                queue,
                position,
                ..
            } => self.settle(*channel, queue, *position, Spot::End(Ending::Acked)),
            Happening::Requeued {
                channel,
                queue,
                position,
                ..
            } => self.requeue(*channel, queue, *position),
            Happening::Dropped { .. } => self.drop_from(&event.what),
            Happening::DeadLettered {
                queue,
                message,
                outcome,
                ..
            } => self.send_on(queue, message, outcome),
            Happening::QueuePurged {
                queue,
                message_count,
                ..
            } => self.vanish(queue, *message_count),
            Happening::QueueDeleted {
                queue,
                message_count,
                unacked_count,
                ..
            } => {
                self.vanish(queue, message_count + unacked_count);
                self.held.retain(|(of, _), _| of != queue);
            }
            Happening::Restarted { queues } => self.restart(queues),
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what comes from a publisher is passed on to this"
    )]
    fn arrive(&mut self, what: &Happening) {
        match what {
            Happening::Published {
                message,
                queues,
                mandatory,
                channel,
                ..
            } => {
                let exchange = Spot::Exchange(message.exchange.clone());
                let from = self.origin(*channel);
                self.go(Token::of(message), from, exchange.clone());
                if queues.is_empty() && !mandatory && !is_reply(message) {
                    self.go(Token::of(message), exchange, Spot::End(Ending::Unroutable));
                }
            }
            Happening::Returned { message, .. } => {
                self.leave_exchange(message, Spot::End(Ending::Returned));
            }
            Happening::Replied {
                consumer, message, ..
            } => self.leave_exchange(message, Spot::Consumer(consumer.tag.to_string())),
            Happening::Enqueued { queue, message, .. } => {
                self.leave_exchange(message, Spot::Queue(queue.clone()));
            }
            Happening::Refused { message, .. } => {
                self.leave_exchange(message, Spot::End(Ending::Refused));
            }
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only what hands a message out is passed on to this"
    )]
    fn hand_out(&mut self, what: &Happening) {
        let (queue, position, redelivered, message, to) = match what {
            Happening::Delivered {
                consumer,
                queue,
                position,
                redelivered,
                message,
                ..
            } => {
                let to = Spot::Consumer(consumer.tag.to_string());
                (queue, position, redelivered, message, to)
            }
            Happening::Got {
                channel,
                queue,
                position,
                redelivered,
                message,
                ..
            } if channel.connection == Shovel::CONNECTION => {
                self.shovelled_from = Some(queue.clone());
                let to = Spot::Queue(queue.clone());
                (queue, position, redelivered, message, to)
            }
            Happening::Got {
                channel,
                queue,
                position,
                redelivered,
                message,
                ..
            } => {
                let to = Spot::Consumer(channel.to_string());
                (queue, position, redelivered, message, to)
            }
            _ => return,
        };
        let token = Token {
            redelivered: *redelivered,
            ..Token::of(message)
        };
        self.go(token.clone(), Spot::Queue(queue.clone()), to.clone());
        let held = Held { at: to, token };
        self.held.insert((queue.clone(), *position), held);
    }

    fn settle(&mut self, channel: ChannelId, queue: &QueueName, position: Position, to: Spot) {
        let Held { at, token } = self.let_go(channel, queue, position);
        self.go(token, at, to);
    }

    fn requeue(&mut self, channel: ChannelId, queue: &QueueName, position: Position) {
        let Held { at, token } = self.let_go(channel, queue, position);
        let token = Token {
            redelivered: true,
            ..token
        };
        self.go(token, at, Spot::Queue(queue.clone()));
    }

    fn let_go(&mut self, channel: ChannelId, queue: &QueueName, position: Position) -> Held {
        let held = self.held.remove(&(queue.clone(), position));
        held.unwrap_or_else(|| Held {
            at: Spot::Consumer(channel.to_string()),
            token: Token::unknown(),
        })
    }

    fn drop_from(&mut self, dropped: &Happening) {
        let Happening::Dropped {
            queue,
            position,
            message,
            cause,
            is_dead_lettered,
        } = dropped
        else {
            return;
        };
        let in_queue = Spot::Queue(queue.clone());
        match (cause, position) {
            (
                DropCause::Nack { channel, .. } | DropCause::Reject { channel, .. },
                Some(position),
            ) => {
                let is_gone = Spot::End(Ending::Dropped);
                let to = if *is_dead_lettered { in_queue } else { is_gone };
                self.settle(*channel, queue, *position, to);
            }
            (DropCause::Expired { .. }, _) if !is_dead_lettered => {
                self.go(Token::of(message), in_queue, Spot::End(Ending::Expired));
            }
            (DropCause::MaxLength(_) | DropCause::DeliveryLimit { .. }, _) if !is_dead_lettered => {
                self.go(Token::of(message), in_queue, Spot::End(Ending::Dropped));
            }
            // It goes on from the queue, which the next event says; or it was refused, and that
            // has been said.
            (
                DropCause::Nack { .. }
                | DropCause::Reject { .. }
                | DropCause::Expired { .. }
                | DropCause::MaxLength(_)
                | DropCause::DeliveryLimit { .. }
                | DropCause::RefusedWhenFull,
                _,
            ) => {}
        }
    }

    fn send_on(&mut self, queue: &QueueName, letter: &Message, outcome: &DeadLetterOutcome) {
        let in_queue = Spot::Queue(queue.clone());
        let exchange = Spot::Exchange(letter.exchange.clone());
        let token = Token::of(letter);
        let routed = match outcome {
            DeadLetterOutcome::NoExchange => {
                return self.go(token, in_queue, Spot::End(Ending::DeadLettered));
            }
            DeadLetterOutcome::Routed(routed) | DeadLetterOutcome::CycleCut { routed, .. } => {
                routed
            }
        };
        self.go(token.clone(), in_queue, exchange.clone());
        if routed.is_empty() {
            self.go(token, exchange, Spot::End(Ending::Unroutable));
        }
    }

    fn restart(&mut self, queues: &[QueueRestart]) {
        self.held.clear();
        for queue in queues {
            self.vanish(&queue.queue, queue.lost);
        }
    }

    /// Messages that are gone without having been named.
    fn vanish(&mut self, queue: &QueueName, count: u64) {
        if count > 0 {
            let way = (Spot::Queue(queue.clone()), Spot::End(Ending::Gone));
            *self.counts.entry(way).or_default() += count;
            self.moved += count;
        }
    }

    /// Where a publish comes from.
    fn origin(&self, channel: ChannelId) -> Spot {
        match &self.shovelled_from {
            Some(queue) if channel.connection == Shovel::CONNECTION => Spot::Queue(queue.clone()),
            Some(_) | None => Spot::Producer,
        }
    }

    fn leave_exchange(&mut self, message: &Message, to: Spot) {
        let from = Spot::Exchange(message.exchange.clone());
        self.go(Token::of(message), from, to);
    }

    /// Nothing is seen of what stays where it is.
    fn go(&mut self, token: Token, from: Spot, to: Spot) {
        if from == to {
            return;
        }
        if self.moves.len() < MOVES_MAX {
            self.moves.push(Move {
                label: token.label,
                persistent: token.persistent,
                redelivered: token.redelivered,
                from: from.clone(),
                to: to.clone(),
            });
        }
        *self.counts.entry((from, to)).or_default() += 1;
        self.moved += 1;
    }
}

impl Token {
    fn of(message: &Message) -> Self {
        Self {
            label: Label::of(&message.body).text,
            persistent: message.is_persistent(),
            redelivered: false,
        }
    }

    /// What is no longer known.
    fn unknown() -> Self {
        Self {
            label: "a message".to_owned(),
            persistent: true,
            redelivered: false,
        }
    }
}

/// Whether it is addressed to who waits for a reply: no queue has to take it.
pub(super) fn is_reply(message: &Message) -> bool {
    message.routing_key.as_str().starts_with(REPLY_TO)
}

/// What the address of a direct reply begins with
/// (<https://www.rabbitmq.com/docs/direct-reply-to>).
const REPLY_TO: &str = "amq.rabbitmq.reply-to.";

/// Moves that one view lists: more than that at once cannot be told apart.
pub const MOVES_MAX: usize = 60;
