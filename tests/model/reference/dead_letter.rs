//! Dead letters: what goes on when a queue gives a message up, and when it has gone in a circle.

use std::rc::Rc;

use leveret::broker::{Death, DeathReason, Deaths, Message, Properties, QueueName, RoutingKey};

use super::{Place, Reference, enqueue::Offer};

/// A message that a queue has given up and that goes on when the queues of the act are done.
#[derive(Clone, Debug)]
pub(super) struct Dying {
    queue: usize,
    reason: DeathReason,
    message: Rc<Message>,
}

impl Reference {
    /// A message leaves its queue for good, and goes on if the queue says where.
    pub(super) fn give_up(&mut self, message: usize, reason: DeathReason) {
        self.messages[message].place = Place::Gone;
        let queue = self.messages[message].queue;
        if !self.queues[queue].is_gone {
            let letter = Rc::clone(&self.messages[message].message);
            self.let_die(queue, &letter, reason);
        }
    }

    pub(super) fn let_die(&mut self, queue: usize, message: &Rc<Message>, reason: DeathReason) {
        if self.queues[queue].arguments.dead_letter_exchange.is_some() {
            self.dying.push(Dying {
                queue,
                reason,
                message: Rc::clone(message),
            });
        }
    }

    /// Sends on what was given up, and what is given up by that in turn.
    pub(super) fn send_dead_letters(&mut self) {
        while !self.dying.is_empty() {
            let dying = self.dying.remove(0);
            self.send_dead_letter(&dying);
        }
    }

    fn send_dead_letter(&mut self, dying: &Dying) {
        let arguments = &self.queues[dying.queue].arguments;
        let exchange = arguments.dead_letter_exchange.clone();
        let exchange = exchange.expect("only a queue that says where to lets anything go on");
        let letter = self.with_death(dying);
        let Some(found) = self.find_exchange(&exchange) else {
            return;
        };
        let letter = Rc::new(Message { exchange, ..letter });
        let queues = self.route(found, &letter);
        for queue in queues {
            let is_cycle = is_cycle(&letter, &self.queues[queue].name);
            if dying.reason != DeathReason::Rejected && is_cycle {
                continue;
            }
            if let Offer::Taken(_) = self.offer(queue, &letter) {
                self.settle_down(queue);
            }
        }
    }

    /// The message with one death more, without its expiration, and with the key that the queue
    /// says in place of all its own.
    fn with_death(&self, dying: &Dying) -> Message {
        let message = Message::clone(&dying.message);
        let queue = &self.queues[dying.queue];
        let this = Death {
            queue: queue.name.clone(),
            reason: dying.reason,
            count: 1,
            first: self.now,
            exchange: message.exchange.clone(),
            routing_keys: told_keys(&message),
            original_expiration: message.properties.expiration.clone(),
        };
        let (mut entries, first) = match &message.deaths {
            Some(deaths) => (deaths.entries.clone(), Rc::clone(&deaths.first)),
            None => (Vec::new(), Rc::new(this.clone())),
        };
        let same = |death: &Death| death.queue == queue.name && death.reason == dying.reason;
        let latest = match entries.iter().find(|death| same(death)) {
            Some(earlier) => Death {
                count: earlier.count + 1,
                ..earlier.clone()
            },
            None => this,
        };
        entries.retain(|death| !same(death));
        entries.insert(0, latest);
        let (routing_key, copied_to) = match &queue.arguments.dead_letter_routing_key {
            Some(key) => (key.clone(), Vec::new()),
            None => (message.routing_key.clone(), message.copied_to.clone()),
        };
        Message {
            routing_key,
            copied_to,
            properties: Properties {
                expiration: None,
                ..message.properties
            },
            deaths: Some(Rc::new(Deaths { entries, first })),
            ..message
        }
    }
}

/// The message's own key and those of CC; nobody is told those of BCC.
fn told_keys(message: &Message) -> Vec<RoutingKey> {
    let headers = message.properties.headers.as_ref();
    let open = match headers.and_then(|headers| headers.find("CC")) {
        Some(leveret::broker::FieldValue::Array(keys)) => keys.len(),
        _ => 0,
    };
    message.routing_keys().take(1 + open).cloned().collect()
}

/// Whether a message was in a queue before and nobody refused it since.
fn is_cycle(message: &Message, queue: &QueueName) -> bool {
    let deaths = message.deaths.as_ref();
    let entries = &deaths.expect("a dead letter has died").entries;
    let Some(last_time_there) = entries.iter().position(|death| death.queue == *queue) else {
        return false;
    };
    let mut since = entries[..=last_time_there].iter();
    since.all(|death| death.reason != DeathReason::Rejected)
}
