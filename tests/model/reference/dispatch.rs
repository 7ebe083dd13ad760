//! Handing messages out: the order of a queue, whose turn it is, and who has room.

use std::rc::Rc;

use leveret::broker::{DeliveryTag, Exception, FieldValue, Message, QueueName, ShortString, Table};

use super::{Place, Reference};
use crate::seen::What;

impl Reference {
    /// One message after the other goes to the first consumer with room, asked in turn. What had
    /// expired behind it goes then.
    pub(super) fn dispatch(&mut self, queue: usize) {
        while !self.queues[queue].is_gone
            && let Some(message) = self.head(queue)
        {
            let Some(consumer) = self.ask_in_turn(queue) else {
                return;
            };
            let channel = self.consumers[consumer].channel;
            let delivery_tag = self.next_tag(channel);
            let delivered = What::Delivered {
                consumer_tag: self.consumers[consumer].id.tag.clone(),
                delivery_tag,
                redelivered: self.messages[message].handed_out > 0,
                message: self.as_sent(message),
            };
            self.say(channel, delivered);
            self.take_head(queue);
            let no_ack = self.consumers[consumer].no_ack;
            self.hand_over(message, channel, delivery_tag, Some(consumer), no_ack);
            self.join_turns(consumer);
            self.drop_what_is_too_old(queue);
        }
    }

    pub(super) fn get(
        &mut self,
        channel: usize,
        name: &QueueName,
        no_ack: bool,
    ) -> Result<(), Exception> {
        let queue = self.meant_queue(channel, name)?;
        self.queues[queue].unused_since = self.now;
        let Some(message) = self.head(queue) else {
            self.say(channel, What::GotEmpty);
            return Ok(());
        };
        let delivery_tag = self.next_tag(channel);
        let redelivered = self.messages[message].handed_out > 0;
        let sent = self.as_sent(message);
        self.take_head(queue);
        self.hand_over(message, channel, delivery_tag, None, no_ack);
        self.drop_what_is_too_old(queue);
        let got = What::Got {
            delivery_tag,
            redelivered,
            message: sent,
            message_count: self.ready_in(queue).len() as u64,
        };
        self.say(channel, got);
        Ok(())
    }

    pub(super) fn next_tag(&mut self, channel: usize) -> DeliveryTag {
        self.channels[channel].delivered += 1;
        DeliveryTag(self.channels[channel].delivered)
    }

    /// A reply is no delivery that anybody acks: it bears the next tag and leaves it unused.
    pub(super) fn coming_tag(&self, channel: usize) -> DeliveryTag {
        DeliveryTag(self.channels[channel].delivered + 1)
    }

    /// A quorum queue says how often a message was handed out before, from the second time on.
    fn as_sent(&self, message: usize) -> Rc<Message> {
        let queued = &self.messages[message];
        let is_quorum = self.queues[queued.queue].arguments.quorum.is_some();
        if !is_quorum || queued.handed_out == 0 {
            return Rc::clone(&queued.message);
        }
        let mut message = Message::clone(&queued.message);
        let headers = message
            .properties
            .headers
            .get_or_insert_with(Table::default);
        let count = FieldValue::Long(i64::from(queued.handed_out));
        headers.0.push((ShortString::of("x-delivery-count"), count));
        Rc::new(message)
    }

    fn hand_over(
        &mut self,
        message: usize,
        channel: usize,
        delivery_tag: DeliveryTag,
        consumer: Option<usize>,
        no_ack: bool,
    ) {
        self.messages[message].handed_out += 1;
        self.messages[message].place = if no_ack {
            Place::Gone
        } else {
            Place::Unacked {
                channel,
                delivery_tag,
                consumer,
                since: self.now,
                in_tx: false,
            }
        };
    }

    /// Takes the first with room out of the order. Those before it, who have none, step aside.
    fn ask_in_turn(&mut self, queue: usize) -> Option<usize> {
        loop {
            let turns = &self.queues[queue].turns;
            let asked = if self.queues[queue].arguments.single_active_consumer {
                let active = self.queues[queue].active;
                *turns.iter().find(|&&consumer| Some(consumer) == active)?
            } else {
                *turns.first()?
            };
            self.queues[queue].turns.retain(|&other| other != asked);
            if self.has_room(asked) {
                return Some(asked);
            }
            self.asides += 1;
            self.consumers[asked].aside_since = Some(self.asides);
        }
    }

    /// A consumer will be asked after all others of its priority.
    pub(super) fn join_turns(&mut self, consumer: usize) {
        let queue = self.consumers[consumer].queue;
        self.queues[queue].turns.push(consumer);
        let Self {
            queues, consumers, ..
        } = self;
        let turns = &mut queues[queue].turns;
        turns.sort_by_key(|&consumer| -i64::from(consumers[consumer].priority));
    }

    /// Those of a channel's consumers that had stepped aside join again as soon as they have room,
    /// who did so first before the others. Returns the queues of them all.
    pub(super) fn ask_those_aside_again(&mut self, channel: usize) -> Vec<usize> {
        let mut consumers = self.consumers_on(channel);
        consumers.sort_by_key(|&consumer| self.consumers[consumer].aside_since);
        for &consumer in &consumers {
            if self.consumers[consumer].aside_since.is_some() && self.has_room(consumer) {
                self.consumers[consumer].aside_since = None;
                self.join_turns(consumer);
            }
        }
        let queues = consumers.into_iter();
        queues
            .map(|consumer| self.consumers[consumer].queue)
            .collect()
    }

    /// Whether a consumer's own prefetch and that of its channel allow one more. With automatic
    /// acknowledgement it has none of its own, and waits all the same for that of its channel.
    pub(super) fn has_room(&self, consumer: usize) -> bool {
        let of_consumer = &self.consumers[consumer];
        let channel = of_consumer.channel;
        let own = u64::from(of_consumer.prefetch);
        let shared = u64::from(self.channels[channel].shared_prefetch);
        let has_own = own == 0 || self.held_by(consumer) < own;
        let counted = self.held_by_consumers_of(channel) + self.channels[channel].got_before_limit;
        let has_shared = shared == 0 || counted < shared;
        (of_consumer.no_ack || has_own) && has_shared
    }

    fn held_by(&self, consumer: usize) -> u64 {
        let mut held = 0;
        for queued in &self.messages {
            if matches!(queued.place, Place::Unacked { consumer: Some(holder), .. }
                if holder == consumer)
            {
                held += 1;
            }
        }
        held
    }

    /// Those of `basic.get` do not count.
    fn held_by_consumers_of(&self, open: usize) -> u64 {
        let mut held = 0;
        for queued in &self.messages {
            if matches!(queued.place, Place::Unacked { channel, consumer: Some(_), .. }
                if channel == open)
            {
                held += 1;
            }
        }
        held
    }

    /// What an open transaction speaks of does not count.
    pub(super) fn held_by_get_of(&self, open: usize) -> u64 {
        let mut held = 0;
        for queued in &self.messages {
            if matches!(queued.place, Place::Unacked { channel, consumer: None, in_tx: false, .. }
                if channel == open)
            {
                held += 1;
            }
        }
        held
    }

    /// The ready messages of a queue: the higher priorities first, then by position.
    pub(super) fn ready_in(&self, queue: usize) -> Vec<usize> {
        let mut ready: Vec<usize> = (0..self.messages.len())
            .filter(|&message| {
                let queued = &self.messages[message];
                queued.queue == queue && queued.place == Place::Ready
            })
            .collect();
        ready.sort_by_key(|&message| {
            let lane = self.lane(message);
            (std::cmp::Reverse(lane), self.messages[message].position)
        });
        ready
    }

    /// The message that goes next. A quorum queue gives out two of the higher class, then one of
    /// the lower.
    pub(super) fn head(&self, queue: usize) -> Option<usize> {
        let ready = self.ready_in(queue);
        if self.queues[queue].arguments.quorum.is_none() || self.queues[queue].high_in_a_row < 2 {
            return ready.first().copied();
        }
        let mut low = ready.iter().filter(|&&message| self.lane(message) == 0);
        low.next().or_else(|| ready.first()).copied()
    }

    /// The message that goes next goes, wherever to.
    pub(super) fn take_head(&mut self, queue: usize) {
        let head = self
            .head(queue)
            .expect("only a head that is there is taken");
        let high_in_a_row = &mut self.queues[queue].high_in_a_row;
        *high_in_a_row = high_in_a_row.saturating_add(1);
        if self.lane(head) == 0 {
            self.queues[queue].high_in_a_row = 0;
        }
    }

    /// A message's priority as its queue sees it: up to its maximum; in a quorum queue, whether it
    /// is over 4; in any other there are none.
    fn lane(&self, message: usize) -> u8 {
        let queued = &self.messages[message];
        let arguments = &self.queues[queued.queue].arguments;
        let priority = queued.message.properties.priority.unwrap_or(0);
        if arguments.quorum.is_some() {
            u8::from(priority > 4)
        } else {
            priority.min(arguments.max_priority.unwrap_or(0))
        }
    }
}
