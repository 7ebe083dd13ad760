//! The page's programs together: one producer and consumers, each with a connection of its own.
//!
//! Made like the broker: events and the time go in, commands and lines of output come out, nothing
//! calls back. A program does what its source in the course does; where it does more, its output
//! says so. What they are asked for stands here, what drives them in [`driving`], and what goes
//! wrong on purpose in [`faults`].

mod definitions;
mod driving;
mod faults;
mod moving;

use std::rc::Rc;

use super::{
    burst::Burst,
    consumer::{Consumer, Settlement},
    definition::ClientDefinition,
    error::{CONSUMERS_MAX, ClientError},
    link::Links,
    order::Order,
    outbox::Outbox,
    producer::Producer,
    publish::PublishOrders,
    settings::ConsumerSettings,
    shovel::Shovel,
};
use crate::broker::{ConnectionId, DeliveryTag, Timestamp};

/// The page's programs.
///
/// # Invariants
/// - No two consumers have the same name, and a name is not given again while the page is open.
/// - No connection's id is used twice.
#[derive(Clone, Debug)]
pub struct Clients {
    producer: Producer,
    /// The last burst, under way or over.
    burst: Option<Burst>,
    consumers: Vec<Consumer>,
    /// The shovel at work, or as it was left.
    shovel: Option<Shovel>,
    /// Consumers have been numbered up to here.
    last_number: u32,
    out: Outbox,
    /// The networks that stand still.
    links: Links,
    /// What [`poll_definitions`](Self::poll_definitions) said last.
    told: Vec<ClientDefinition>,
}

impl Clients {
    /// The course's set-up: the producer and one consumer, running.
    #[must_use]
    pub fn course() -> Self {
        let mut clients = Self::with_producer(FIRST_FREE_ORDER_NUMBER);
        clients.push_consumer(1, ConsumerSettings::default(), true);
        clients
    }

    /// Starts every program that was running.
    pub fn attach_all(&mut self, now: Timestamp) {
        self.out.now = now;
        self.producer.attach(&mut self.out);
        for consumer in &mut self.consumers {
            if consumer.is_wanted() {
                consumer.attach(&mut self.out);
            }
        }
    }

    /// The producer.
    #[must_use]
    pub const fn producer(&self) -> &Producer {
        &self.producer
    }

    /// The consumers, in the order in which they were added.
    #[must_use]
    pub fn consumers(&self) -> &[Consumer] {
        &self.consumers
    }

    /// The last burst, if there was one since the page was opened.
    #[must_use]
    pub const fn burst(&self) -> Option<&Burst> {
        self.burst.as_ref()
    }

    /// Programs that have a connection.
    #[must_use]
    pub fn attached_count(&self) -> usize {
        let consumers = self.consumers.iter();
        let of_burst = self.burst.iter().flat_map(Burst::producers);
        usize::from(self.producer.is_attached())
            + of_burst.filter(|producer| producer.is_attached()).count()
            + consumers.filter(|consumer| consumer.is_attached()).count()
    }

    /// The program whose connection it is or was.
    #[must_use]
    pub fn name(&self, connection: ConnectionId) -> Option<&str> {
        if connection == Shovel::CONNECTION {
            return Some(Shovel::NAME);
        }
        self.out.name(connection)
    }

    /// Publishes one order or many.
    ///
    /// # Errors
    /// [`ClientError::Fields`] if the request is out of range, [`ClientError::StillPublishing`] if
    /// too many orders wait already.
    pub fn publish(&mut self, now: Timestamp, publish: PublishOrders) -> Result<(), ClientError> {
        self.out.now = now;
        self.producer.publish(&mut self.out, publish)
    }

    /// Publishes the course's two orders, as its producer does.
    ///
    /// # Errors
    /// [`ClientError::StillPublishing`] if too many orders wait already.
    pub fn publish_course_orders(&mut self, now: Timestamp) -> Result<(), ClientError> {
        Order::course()
            .into_iter()
            .try_for_each(|order| self.publish(now, PublishOrders::as_the_course_does(order)))
    }

    /// Stops a publish of many where it is.
    ///
    /// # Errors
    /// [`ClientError::NothingToStop`] if none is under way.
    pub fn stop_publishing(&mut self, now: Timestamp) -> Result<(), ClientError> {
        self.out.now = now;
        self.producer.stop_publishing(&mut self.out)
    }

    /// Attaches a new consumer and says what it is called.
    ///
    /// # Errors
    /// [`ClientError::Fields`] if the settings are out of range, [`ClientError::TooManyConsumers`].
    pub fn add_consumer(
        &mut self,
        now: Timestamp,
        settings: ConsumerSettings,
    ) -> Result<Rc<str>, ClientError> {
        self.out.now = now;
        settings.validate().map_err(ClientError::Fields)?;
        if self.consumers.len() >= CONSUMERS_MAX {
            return Err(ClientError::TooManyConsumers);
        }
        let name = consumer_name(self.last_number + 1);
        self.push_consumer(self.last_number + 1, settings, false);
        let (consumer, out) = self.consumer(now, &name)?;
        consumer.start(out).map(|()| name)
    }

    /// Sets a consumer anew, running or not.
    ///
    /// # Errors
    /// [`ClientError::Fields`] if the settings are out of range, [`ClientError::NoSuchConsumer`].
    pub fn change_consumer(
        &mut self,
        now: Timestamp,
        name: &str,
        settings: ConsumerSettings,
    ) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        settings.validate().map_err(ClientError::Fields)?;
        consumer.change(out, settings);
        Ok(())
    }

    /// Runs a consumer's program: it connects if need be, and consumes.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`], [`ClientError::Running`].
    pub fn start(&mut self, now: Timestamp, name: &str) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        consumer.start(out)
    }

    /// `basic.cancel`: no more deliveries; the program finishes what it holds.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`], [`ClientError::NotRunning`].
    pub fn stop(&mut self, now: Timestamp, name: &str) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        consumer.stop(out)
    }

    /// A consumer's process dies, and its connection with it.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`], [`ClientError::NotConnected`].
    pub fn crash(&mut self, now: Timestamp, name: &str) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        consumer.crash(out)
    }

    /// A consumer leaves in good order and is forgotten.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`].
    pub fn remove(&mut self, now: Timestamp, name: &str) -> Result<(), ClientError> {
        self.heal(now, name);
        let (consumer, out) = self.consumer(now, name)?;
        consumer.leave(out);
        self.consumers.retain(|consumer| consumer.name() != name);
        Ok(())
    }

    /// Acks, requeues or drops a message that a consumer holds. Whatever the program was about to
    /// do with it, it does not any more.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`], [`ClientError::NotConnected`], [`ClientError::NotHeld`] if
    /// the program has settled it in the meantime; then nothing is sent.
    pub fn settle(
        &mut self,
        now: Timestamp,
        name: &str,
        delivery_tag: DeliveryTag,
        settlement: Settlement,
    ) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        consumer.settle(out, delivery_tag, settlement)
    }

    /// Sends `basic.ack` with any tag on a consumer's channel. If it is not outstanding the broker
    /// closes the channel with 406.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`], [`ClientError::NotConnected`].
    pub fn ack_tag(
        &mut self,
        now: Timestamp,
        name: &str,
        delivery_tag: DeliveryTag,
        multiple: bool,
    ) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        consumer.ack_tag(out, delivery_tag, multiple)
    }

    fn with_producer(next_order_number: u64) -> Self {
        Self {
            producer: Producer::new(next_order_number),
            burst: None,
            shovel: None,
            consumers: Vec::new(),
            last_number: 0,
            out: Outbox::new(CONNECTIONS_BEFORE),
            links: Links::default(),
            told: Vec::new(),
        }
    }

    fn push_consumer(&mut self, number: u32, settings: ConsumerSettings, wanted: bool) {
        self.last_number = self.last_number.max(number);
        let consumer = Consumer::new(consumer_name(number), settings, wanted);
        self.consumers.push(consumer);
    }

    fn consumer(
        &mut self,
        now: Timestamp,
        name: &str,
    ) -> Result<(&mut Consumer, &mut Outbox), ClientError> {
        self.out.now = now;
        let consumer = self
            .consumers
            .iter_mut()
            .find(|consumer| consumer.name() == name)
            .ok_or_else(|| ClientError::NoSuchConsumer {
                name: name.to_owned(),
            })?;
        Ok((consumer, &mut self.out))
    }
}

fn consumer_name(number: u32) -> Rc<str> {
    format!("{CONSUMER_PREFIX}{number}").into()
}

const CONSUMER_PREFIX: &str = "consumer-";

/// The course's program uses 123 and 124.
const FIRST_FREE_ORDER_NUMBER: u64 = 125;

/// Ids up to this one are the operator's.
const CONNECTIONS_BEFORE: ConnectionId = ConnectionId(1);
