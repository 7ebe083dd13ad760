//! Orders: what became of each that was placed, fulfilled once, more than once, or lost.
//!
//! An order is known by its id alone, as a shop knows it: an id that is published twice was placed
//! twice, and is fulfilled when its work is completed twice. It is on its way for as long as a
//! queue or a consumer has a copy; when none is left and nobody completed it, it is lost. So an
//! order that went into two queues, and was worked on from both, was fulfilled twice.
//!
//! # Invariants
//! - Placed is the sum of fulfilled once, fulfilled twice, lost and on the way.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    places::Placed,
    sharded::{Shard, Sharded},
    view::OrderCounts,
};
use crate::{
    broker::{Durable, Message},
    simulation::{Label, WorkNews, WorkStep},
};

/// What became of orders.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    counts: OrderCounts,
    /// The orders of late.
    young: Sharded<OrderId, Order>,
    /// Those before them. What ended among these is counted and soon forgotten.
    old: Sharded<OrderId, Order>,
    /// How many young ones there have to be before the old ones are forgotten.
    turn_at: usize,
    /// The body that was read last, which mostly is the next one, too.
    last_read: Option<Read>,
}

/// A body, and the id of the order that it is; none if it is no order.
#[derive(Clone, Debug)]
struct Read {
    body: Rc<[u8]>,
    id: Option<Rc<str>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Order {
    placed: u64,
    completed: u64,
    /// Copies that stand ready in queues.
    ready: u64,
    /// Copies in queues that clients hold.
    held: u64,
    /// Copies in consumers' hands that the broker holds for them, unless their queue is deleted.
    in_hands: u64,
    /// Copies in consumers' hands alone, or on their way there.
    only_in_hands: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct OrderId(Rc<str>);

impl Orders {
    /// Begins with the orders that a start takes in, which were placed before.
    pub(super) fn of_recovered(durable: &Durable) -> Self {
        let mut orders = Self::default();
        for queue in &durable.queues {
            let mut here = BTreeMap::<Rc<str>, u64>::new();
            for message in &queue.messages {
                let Some(id) = order_id(&message.message.body) else {
                    continue;
                };
                let count = here.entry(Rc::clone(&id)).or_default();
                *count += 1;
                orders.change(&id, |order| {
                    order.ready += 1;
                    // What stands in two queues need not have been published twice.
                    order.placed = order.placed.max(*count);
                });
            }
        }
        orders
    }

    /// The numbers.
    pub(super) const fn counts(&self) -> OrderCounts {
        self.counts
    }

    /// The id of the order that a body is.
    pub(super) fn id_of(&mut self, body: &Rc<[u8]>) -> Option<Rc<str>> {
        if let Some(read) = &self.last_read
            && Rc::ptr_eq(&read.body, body)
        {
            return read.id.clone();
        }
        let id = order_id(body);
        self.last_read = Some(Read {
            body: Rc::clone(body),
            id: id.clone(),
        });
        id
    }

    /// A publisher sent it.
    pub(super) fn publish(&mut self, message: &Message) {
        match self.id_of(&message.body) {
            Some(id) => self.change(&id, |order| order.placed += 1),
            None => self.counts.not_orders += 1,
        }
    }

    /// It was no order after all but an answer, and went straight to who waited for it.
    pub(super) fn reply(&mut self, message: &Message) {
        match self.id_of(&message.body) {
            Some(id) => self.change(&id, |order| order.placed -= 1),
            None => self.counts.not_orders -= 1,
        }
    }

    /// A copy came to stand in a queue.
    pub(super) fn copied(&mut self, id: Option<&Rc<str>>) {
        if let Some(id) = id {
            self.change(id, |order| order.ready += 1);
        }
    }

    /// A copy that stood ready is held.
    pub(super) fn handed_out(&mut self, placed: &Placed) {
        if let Some(id) = &placed.order {
            self.change(id, |order| {
                order.ready -= 1;
                order.held += 1;
            });
        }
    }

    /// A copy that was held stands ready.
    pub(super) fn put_back(&mut self, placed: &Placed) {
        if let Some(id) = &placed.order {
            self.change(id, |order| {
                order.held -= 1;
                order.ready += 1;
            });
        }
    }

    /// A copy is gone from its queue, however.
    pub(super) fn gone(&mut self, placed: &Placed) {
        if let Some(id) = &placed.order {
            self.change(id, |order| {
                if placed.is_held {
                    order.held -= 1;
                } else {
                    order.ready -= 1;
                }
            });
        }
    }

    /// A copy that is gone from its queue is on its way to a consumer, who alone has it.
    pub(super) fn sent_for_good(&mut self, placed: &Placed) {
        if let Some(id) = &placed.order {
            self.change(id, |order| order.only_in_hands += 1);
        }
    }

    /// Something happened to a copy in a consumer's hands.
    pub(super) fn work(&mut self, news: &WorkNews) {
        let Some(id) = self.id_of(&news.message.body) else {
            return;
        };
        self.change(&id, |order| {
            let in_hands = if news.is_acked_on_sending {
                &mut order.only_in_hands
            } else {
                &mut order.in_hands
            };
            match news.step {
                // It counts since it was sent.
                WorkStep::Received if news.is_acked_on_sending => {}
                WorkStep::Received => *in_hands += 1,
                WorkStep::Completed => {
                    *in_hands -= 1;
                    order.completed += 1;
                }
                WorkStep::LetGo => *in_hands -= 1,
            }
        });
    }

    fn change(&mut self, id: &Rc<str>, change: impl FnOnce(&mut Order)) {
        let id = OrderId(Rc::clone(id));
        let mut order = match self.young.get_mut(&id) {
            Some(order) => *order,
            None => self.old.remove(&id).unwrap_or_default(),
        };
        order.uncount(&mut self.counts);
        change(&mut order);
        order.count(&mut self.counts);
        self.young.insert(id, order);
        if self.young.len() >= self.turn_at {
            self.forget();
        }
    }

    /// Forgets the old orders that have ended; they stay counted.
    fn forget(&mut self) {
        let of_late = std::mem::take(&mut self.young);
        let mut ended_long_ago = std::mem::replace(&mut self.old, of_late);
        for (id, order) in ended_long_ago.take(|order| order.copies() > 0) {
            self.young.insert(id, order);
        }
        self.turn_at = self.young.len() + REMEMBERED_ORDERS;
    }
}

impl Default for Orders {
    fn default() -> Self {
        Self {
            counts: OrderCounts::default(),
            young: Sharded::default(),
            old: Sharded::default(),
            turn_at: REMEMBERED_ORDERS,
            last_read: None,
        }
    }
}

impl Order {
    const fn copies(&self) -> u64 {
        let held = if self.held > self.in_hands {
            self.held
        } else {
            self.in_hands
        };
        self.ready + held + self.only_in_hands
    }

    fn count(self, counts: &mut OrderCounts) {
        let fates = self.fates();
        counts.placed += fates.placed;
        counts.fulfilled_once += fates.fulfilled_once;
        counts.fulfilled_twice += fates.fulfilled_twice;
        counts.lost += fates.lost;
        counts.on_the_way += fates.on_the_way;
    }

    fn uncount(self, counts: &mut OrderCounts) {
        let fates = self.fates();
        counts.placed -= fates.placed;
        counts.fulfilled_once -= fates.fulfilled_once;
        counts.fulfilled_twice -= fates.fulfilled_twice;
        counts.lost -= fates.lost;
        counts.on_the_way -= fates.on_the_way;
    }

    /// What became of each time that it was placed.
    fn fates(self) -> OrderCounts {
        let fulfilled = self.placed.min(self.completed);
        let twice = fulfilled.min(self.completed.saturating_sub(self.placed));
        let unfulfilled = self.placed - fulfilled;
        let on_the_way = unfulfilled.min(self.copies());
        OrderCounts {
            placed: self.placed,
            fulfilled_once: fulfilled - twice,
            fulfilled_twice: twice,
            lost: unfulfilled - on_the_way,
            on_the_way,
            not_orders: 0,
        }
    }
}

impl Shard for OrderId {
    /// FNV-1a, folded to a number of shards that a clone goes through quickly.
    fn shard(&self) -> u64 {
        let hash = self.0.bytes().fold(FNV_OFFSET, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME)
        });
        hash % ORDER_SHARDS
    }
}

/// The id of the order that a body is; none if it is no order.
pub(super) fn order_id(body: &[u8]) -> Option<Rc<str>> {
    let label = Label::of(body);
    label.is_order.then(|| label.text.into())
}

/// Orders that are known one by one after they have ended: at least so many, and at most twice as
/// many. Those on their way are known in any case, as the broker knows their messages.
const REMEMBERED_ORDERS: usize = 100_000;

/// A change after a snapshot copies about two hundred orders.
const ORDER_SHARDS: u64 = 512;

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

#[cfg(test)]
mod tests;
