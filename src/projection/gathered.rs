//! What is gathered on the way: everything that a view tells and no broker remembers.
//!
//! It is folded from the world's outputs alone, each exactly once and in their order, so that a
//! past moment that is reached by doing everything again has gathered what it had then. A clone
//! shares what does not change: see [`Sharded`](super::sharded::Sharded).

use std::rc::Rc;

use super::{
    histories::Histories,
    marks::Marks,
    orders::Orders,
    places::{Placed, Places, Restarted},
    series::Series,
    view::{Ended, Measures, OrderCounts, Totals},
};
use crate::{
    broker::{AckCause, Durable, Event, Happening, Position, QueueName, Timestamp},
    simulation::{Output, Shovel, WorkNews, WorkStep},
};

/// What has been gathered up to a moment.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// What became of messages.
    pub totals: Totals,
    /// How messages ended.
    pub ended: Ended,
    /// What is worth finding again.
    pub marks: Marks,
    places: Places,
    orders: Orders,
    series: Rc<Series>,
    /// What has happened to each of the newest messages.
    pub histories: Histories,
}

impl Gathered {
    /// Begins with what a start takes in.
    #[must_use]
    pub fn of_recovered(now: Timestamp, durable: &Durable) -> Self {
        let orders = Orders::of_recovered(durable);
        let mut gathered = Self {
            places: Places::of_recovered(now, durable),
            orders,
            ..Self::default()
        };
        Rc::make_mut(&mut gathered.series).advance(now);
        for queue in &durable.queues {
            gathered.depth_changed(&queue.queue);
        }
        gathered
    }

    /// Takes in what the world gave out.
    pub fn note(&mut self, output: &Output) {
        match output {
            Output::Event(event) => self.note_event(event),
            Output::Line(_) => {}
            Output::Work(news) => self.note_work(news),
        }
    }

    /// What became of orders.
    #[must_use]
    pub const fn order_counts(&self) -> OrderCounts {
        self.orders.counts()
    }

    /// What has been measured by then.
    #[must_use]
    pub fn measures(&self, now: Timestamp) -> Measures {
        self.series.measures(now)
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is counted here happens to messages, and a new kind of event is not its business"
    )]
    fn note_event(&mut self, event: &Event) {
        self.totals.count(event);
        self.ended.note(event);
        self.marks.note(event);
        self.histories.note(event);
        self.series().advance(event.at);
        match &event.what {
            Happening::Published {
                channel, message, ..
            } => {
                // What is moved was placed before.
                if channel.connection != Shovel::CONNECTION {
                    self.orders.publish(message);
                }
                self.series().published.add();
            }
            Happening::Replied { message, .. } => self.orders.reply(message),
            Happening::Enqueued {
                queue,
                position,
                message,
                kept,
                ..
            } => {
                let order = self.orders.id_of(&message.body);
                self.orders.copied(order.as_ref());
                let since_and_kept = (event.at, *kept);
                self.places.enqueue(queue, *position, since_and_kept, order);
                self.depth_changed(queue);
            }
            Happening::Delivered {
                queue, position, ..
            }
            | Happening::Got {
                queue, position, ..
            } => self.delivered(event.at, queue, *position),
            Happening::Acked {
                queue,
                position,
                cause,
                ..
            } => {
                self.series().acked.add();
                let placed = self.removed(queue, *position);
                if *cause == AckCause::Automatic
                    && let Some(placed) = placed
                {
                    self.orders.sent_for_good(&placed);
                }
            }
            Happening::Requeued {
                queue, position, ..
            } => {
                if let Some(placed) = self.places.put_back(queue, *position) {
                    self.orders.put_back(&placed);
                    self.depth_changed(queue);
                }
            }
            Happening::Dropped {
                queue,
                position: Some(position),
                ..
            } => {
                self.removed(queue, *position);
            }
            Happening::QueueDeclared { queue, .. } => self.depth_changed(queue),
            Happening::QueuePurged { queue, .. } => {
                let purged = self.places.purge(queue);
                self.gone(&purged);
                self.depth_changed(queue);
            }
            Happening::QueueDeleted { queue, .. } => {
                let deleted = self.places.delete(queue);
                self.gone(&deleted);
                self.series().queue_deleted(queue);
            }
            Happening::ConsumerStarted { consumer, .. } => {
                self.series()
                    .consumer_started(consumer.tag.as_str(), event.at);
            }
            Happening::Restarted { .. } => self.restarted(),
            _ => {}
        }
    }

    fn note_work(&mut self, news: &WorkNews) {
        self.orders.work(news);
        let is_more = news.step == WorkStep::Received;
        let series = self.series();
        series.advance(news.at);
        series.held(&news.consumer, news.at, is_more);
    }

    fn delivered(&mut self, now: Timestamp, queue: &QueueName, position: Position) {
        self.series().delivered.add();
        if let Some(placed) = self.places.hand_out(queue, position) {
            self.orders.handed_out(&placed);
            if placed.is_new {
                self.series().waited(now - placed.since);
            }
            self.depth_changed(queue);
        }
    }

    fn removed(&mut self, queue: &QueueName, position: Position) -> Option<Placed> {
        let placed = self.places.remove(queue, position)?;
        self.orders.gone(&placed);
        self.depth_changed(queue);
        Some(placed)
    }

    fn restarted(&mut self) {
        let Restarted { lost, put_back } = self.places.restart();
        self.gone(&lost);
        for placed in &put_back {
            self.orders.put_back(placed);
        }
        let queues: Vec<QueueName> = self.places.queues().cloned().collect();
        for queue in queues {
            self.depth_changed(&queue);
        }
    }

    fn gone(&mut self, places: &[Placed]) {
        for placed in places {
            self.orders.gone(placed);
        }
    }

    fn depth_changed(&mut self, queue: &QueueName) {
        let (ready, unacked) = self.places.depth(queue);
        self.series().depth(queue, ready, unacked);
    }

    fn series(&mut self) -> &mut Series {
        Rc::make_mut(&mut self.series)
    }
}
