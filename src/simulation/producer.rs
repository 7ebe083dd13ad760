//! The producer: the course's producer program, which publishes whenever the person at the page
//! says so.
//!
//! It uses publisher confirms (<https://www.rabbitmq.com/docs/confirms#publisher-confirms>): an
//! order counts as confirmed when the broker has promised to keep it. A publish of many goes out in
//! portions, and no further ahead of the confirms than a bound, so that neither the broker nor the
//! page is ever swamped.
//!
//! What became of publishes that were unconfirmed when a connection broke a program cannot know; it
//! says so.

mod answers;
mod job;

use std::{
    collections::{BTreeSet, VecDeque},
    rc::Rc,
};

use super::{
    definition::ClientDefinition,
    error::ClientError,
    link::Cable,
    outbox::Outbox,
    publish::{Content, PublishOrders},
    settings::PUBLISH_COUNT_MAX,
};
use crate::broker::{ChannelId, Disconnect, Method, Millis, Publish, PublishSeq, Timestamp};
pub(super) use job::{Job, Pace, Share};

/// The producer program.
///
/// # Invariants
/// - Without a session nothing is unconfirmed.
/// - A job in the list has something left to publish.
#[derive(Clone, Debug)]
pub struct Producer {
    name: Rc<str>,
    session: Option<Session>,
    jobs: VecDeque<Job>,
    /// Of the jobs in the list and those finished since it was last empty.
    progress: Progress,
    next_order_number: u64,
    /// Before this the next portion does not leave.
    next_portion_at: Timestamp,
    published: u64,
    confirmed: u64,
    nacked: u64,
    returned: u64,
}

/// How far a publish of many has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Published so far.
    pub sent: u64,
    /// To be published in all.
    pub total: u64,
}

#[derive(Clone, Debug)]
struct Session {
    channel: ChannelId,
    /// Whether the channel is open and in confirm mode.
    is_ready: bool,
    /// Whether the broker has said that it reads nothing more for now.
    is_blocked: bool,
    last_seq: PublishSeq,
    unconfirmed: BTreeSet<PublishSeq>,
}

impl Producer {
    /// The page's own producer.
    pub(super) fn new(next_order_number: u64) -> Self {
        Self {
            next_order_number,
            ..Self::named(NAME)
        }
    }

    /// A producer of that name, for what it is told to send.
    pub(super) fn named(name: &str) -> Self {
        Self {
            name: name.into(),
            session: None,
            jobs: VecDeque::new(),
            progress: Progress::default(),
            next_order_number: 0,
            next_portion_at: Timestamp(0),
            published: 0,
            confirmed: 0,
            nacked: 0,
            returned: 0,
        }
    }

    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number that the next order's id should carry.
    #[must_use]
    pub const fn next_order_number(&self) -> u64 {
        self.next_order_number
    }

    /// Orders published since the page was opened.
    #[must_use]
    pub const fn published(&self) -> u64 {
        self.published
    }

    /// Of these, how many the broker has confirmed.
    #[must_use]
    pub const fn confirmed(&self) -> u64 {
        self.confirmed
    }

    /// Of these, how many a full queue refused.
    #[must_use]
    pub const fn nacked(&self) -> u64 {
        self.nacked
    }

    /// Whether it waits because the broker is short of something.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.is_blocked)
    }

    /// Of these, how many came back as unroutable.
    #[must_use]
    pub const fn returned(&self) -> u64 {
        self.returned
    }

    /// A publish that is under way.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        (!self.jobs.is_empty()).then_some(self.progress)
    }

    pub(super) const fn definition(&self) -> ClientDefinition {
        ClientDefinition::Producer {
            next_order_number: self.next_order_number,
        }
    }

    /// The connection that it has, or believes to have.
    pub(super) fn cable(&self) -> Option<Cable> {
        self.session.as_ref().map(|session| Cable {
            connection: session.channel.connection,
            is_acked_on_sending: false,
        })
    }

    pub(super) const fn is_attached(&self) -> bool {
        self.session.is_some()
    }

    pub(super) fn attach(&mut self, out: &mut Outbox) {
        if self.session.is_none() {
            self.session = Some(Session {
                channel: out.connect(&self.name),
                is_ready: false,
                is_blocked: false,
                last_seq: PublishSeq(0),
                unconfirmed: BTreeSet::new(),
            });
        }
    }

    pub(super) fn publish(
        &mut self,
        out: &mut Outbox,
        publish: PublishOrders,
    ) -> Result<(), ClientError> {
        publish.validate().map_err(ClientError::Fields)?;
        let count = u64::from(publish.count);
        let left = self.progress.total - self.progress.sent;
        if left + count > u64::from(PUBLISH_COUNT_MAX) {
            let Progress { sent, total } = self.progress;
            return Err(ClientError::StillPublishing { sent, total });
        }
        self.count_on(&publish);
        self.take(out, Job::new(publish));
        Ok(())
    }

    /// Takes on something to send.
    pub(super) fn take(&mut self, out: &mut Outbox, job: Job) {
        self.progress.total += u64::from(job.left());
        self.jobs.push_back(job);
        self.attach(out);
        self.send_portion(out);
    }

    /// Keeps the numbers of orders that others send out of the way of its own.
    pub(super) const fn pass_over(&mut self, orders: u64) {
        self.next_order_number = self.next_order_number.saturating_add(orders);
    }

    /// Whether it has something left to send.
    pub(super) fn is_publishing(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// Closes the connection once all is sent and confirmed.
    pub(super) fn leave_if_done(&mut self, out: &mut Outbox) {
        let is_done = |session: &mut Session| session.unconfirmed.is_empty();
        if self.jobs.is_empty()
            && let Some(session) = self.session.take_if(is_done)
        {
            out.disconnect(session.channel.connection, Disconnect::Closed);
        }
    }

    pub(super) fn stop_publishing(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        let Some(Progress { sent, total }) = self.progress() else {
            return Err(ClientError::NothingToStop);
        };
        self.jobs.clear();
        self.progress = Progress::default();
        let text = format!("Stopped publishing: {sent} of {total} sent.");
        out.print(&self.name, text);
        Ok(())
    }

    /// When the next portion can leave.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let job = self.jobs.front()?;
        (self.room() > 0).then(|| self.next_portion_at.max(job.due_at()))
    }

    pub(super) fn handle_timeout(&mut self, out: &mut Outbox) {
        if self.poll_timeout().is_some_and(|due| due <= out.now) {
            self.send_portion(out);
        }
    }

    /// Publishes as much as there is room for, and no more than a portion.
    fn send_portion(&mut self, out: &mut Outbox) {
        let mut room = self.room();
        let Some(session) = &mut self.session else {
            return;
        };
        while room > 0
            && let Some(job) = self.jobs.front_mut()
        {
            let count = job.due_by(out.now, room);
            if count == 0 {
                break;
            }
            job.print(out, &self.name, count);
            for _ in 0..count {
                session.publish(out, job.next());
            }
            room -= count;
            self.published += u64::from(count);
            self.progress.sent += u64::from(count);
            if job.left() == 0 {
                self.jobs.pop_front();
            }
        }
        if self.jobs.is_empty() {
            self.progress = Progress::default();
        }
        self.next_portion_at = out.now + PORTION_INTERVAL;
    }

    /// How many orders may leave now.
    fn room(&self) -> u32 {
        let may_publish = |session: &&Session| session.is_ready && !session.is_blocked;
        let Some(session) = self.session.as_ref().filter(may_publish) else {
            return 0;
        };
        let unconfirmed = u32::try_from(session.unconfirmed.len()).unwrap_or(u32::MAX);
        UNCONFIRMED_MAX.saturating_sub(unconfirmed).min(PORTION)
    }

    /// Keeps the number of the next order above those that were used.
    fn count_on(&mut self, publish: &PublishOrders) {
        if let Content::Order(order) = &publish.content
            && let Some(number) = order.number()
        {
            let next = number.saturating_add(u64::from(publish.count));
            self.next_order_number = self.next_order_number.max(next);
        }
    }
}

impl Session {
    fn publish(&mut self, out: &mut Outbox, publish: Publish) {
        self.last_seq.0 += 1;
        self.unconfirmed.insert(self.last_seq);
        out.send(self.channel, Method::Publish(publish));
    }

    /// Takes a confirm in and says of how many publishes.
    fn settle(&mut self, publish_seq: PublishSeq, multiple: bool) -> u64 {
        if !multiple {
            return u64::from(self.unconfirmed.remove(&publish_seq));
        }
        let later = self.unconfirmed.split_off(&PublishSeq(publish_seq.0 + 1));
        let settled = std::mem::replace(&mut self.unconfirmed, later);
        settled.len() as u64
    }
}

const NAME: &str = "producer";

/// Orders in a portion: enough that a publish of many is limited by the storage, few enough that
/// one portion is done within a frame.
const PORTION: u32 = 500;

/// Publishes that may wait for their confirms: about what one transaction of the storage takes at
/// ease.
const UNCONFIRMED_MAX: u32 = 2000;

/// Between two portions, so that publishing many takes virtual time and can be stopped.
const PORTION_INTERVAL: Millis = Millis(1);
