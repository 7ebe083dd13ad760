//! The host: a world with a clock and a store around it.
//!
//! It feeds the world, drains it, gathers what must be kept and says what is on screen. It does no
//! I/O itself: the worker's loop brings the time and the requests, writes the batches and posts the
//! views. So a turn of the page can be tested natively, from a request to the confirm that its
//! transaction releases.

mod clock;
mod import_plan;
mod keeping;
mod refused;
mod row_write;
mod rows;
mod start;

use std::collections::BTreeMap;

pub use clock::Clock;
pub use import_plan::import_plan;
pub use refused::Refused;

use self::{keeping::Keeping, row_write::row_write, rows::to_row};
use crate::{
    broker::{
        ChannelClosure, DeliveryTag, Event, Exception, Happening, Method, QueueName, Timestamp,
    },
    projection::{self, Disk, Durability, Log, StartReport, StorageState, Totals, View},
    simulation::{ClientError, Clients, Output, World},
    storage::{Change, StoreError},
};

/// A broker, its programs, and what is kept and shown of them.
#[derive(Debug)]
pub struct Host {
    world: World,
    keeping: Keeping,
    storage: StorageState,
    log: Log,
    totals: Totals,
    disk: Disk,
    start: StartReport,
    /// Where the page looks into each queue, where that is not the head.
    windows: BTreeMap<QueueName, u64>,
}

impl Host {
    /// Asks something of the programs.
    ///
    /// # Errors
    /// [`Refused`] if a program cannot do it.
    pub fn ask<T>(
        &mut self,
        now: Timestamp,
        request: impl FnOnce(&mut Clients, Timestamp) -> Result<T, ClientError>,
    ) -> Result<T, Refused> {
        let answer = self.world.ask(now, request);
        self.drain();
        Ok(answer?)
    }

    /// Sends a method as the page's own client.
    ///
    /// # Errors
    /// [`Refused::Broker`] with the broker's exception.
    pub fn operate(&mut self, now: Timestamp, method: Method) -> Result<(), Refused> {
        let answer = self.world.operate(now, method);
        self.drain();
        answer?;
        Ok(())
    }

    /// Acks a tag on a consumer's channel, whether it is outstanding or not.
    ///
    /// # Errors
    /// [`Refused::Broker`] if it is not: the channel is closed then. [`Refused::Request`] if there
    /// is no channel.
    pub fn ack_tag(
        &mut self,
        now: Timestamp,
        name: &str,
        delivery_tag: DeliveryTag,
        multiple: bool,
    ) -> Result<(), Refused> {
        let answer = self.world.ask(now, |clients, now| {
            clients.ack_tag(now, name, delivery_tag, multiple)
        });
        let events = self.drain();
        answer?;
        match events
            .into_iter()
            .find_map(|event| refusal(&self.world, name, event))
        {
            Some(exception) => Err(exception.into()),
            None => Ok(()),
        }
    }

    /// Stops the broker and starts it again.
    pub fn restart_broker(&mut self, now: Timestamp) {
        self.world.restart(now);
        let attached = self.attached_count();
        for event in self.drain() {
            if let Happening::Restarted { queues } = event.what {
                self.start = self.start.after_restart(&queues, attached);
            }
        }
    }

    /// Shows the ready messages of a queue from there on.
    pub fn look_at(&mut self, queue: QueueName, offset: u64) {
        self.windows.insert(queue, offset);
    }

    /// Lets everything happen that is due, and says whether anything did.
    pub fn advance(&mut self, now: Timestamp) -> bool {
        self.world.advance(now);
        !self.drain().is_empty()
    }

    /// When something is due next.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.world.poll_timeout()
    }

    /// What is to be written now, as one transaction: nothing while one is under way.
    /// [`handle_written`](Self::handle_written) must say how it ended.
    pub fn begin_write(&mut self) -> Option<Vec<Change>> {
        if let Some(definitions) = self.world.poll_definitions() {
            let numbered = (0..).zip(definitions);
            let rows = numbered.map(|(number, definition)| to_row(number, definition));
            self.keeping.gather_clients(rows.collect());
        }
        self.keeping.gather_census(self.world.broker().queues());
        let batch = self.keeping.begin_write()?;
        self.disk
            .begin(Durability::Relaxed, batch.iter(), row_write);
        Some(batch)
    }

    /// Whether a write is under way.
    #[must_use]
    pub const fn is_writing(&self) -> bool {
        self.keeping.is_writing()
    }

    /// Takes in how the write under way ended. If it succeeded, the confirms that waited for it
    /// leave.
    pub fn handle_written(&mut self, now: Timestamp, result: Result<(), StoreError>) {
        match result {
            Ok(()) => {
                let persisted = self.keeping.written();
                self.disk.complete(0);
                self.world.handle_persisted(now, persisted);
            }
            Err(error) => {
                self.keeping.failed();
                self.disk.fail(error.to_string());
                self.storage = StorageState::NotSaved {
                    reason: error.to_string(),
                };
            }
        }
        self.drain();
    }

    /// What is on screen now. Each line of the log is in one view only.
    pub fn view(&mut self, now: Timestamp) -> View {
        View {
            now,
            storage: self.storage.clone(),
            queues: projection::queues(self.world.broker(), &self.windows),
            producer: projection::producer(self.world.clients().producer()),
            consumers: projection::consumers(self.world.clients()),
            totals: self.totals,
            disk: self.disk.view(self.keeping.waiting(), row_write),
            log: self.log.take_new(),
            start: self.start.clone(),
            aftermath: None,
        }
    }

    fn attached_count(&self) -> u64 {
        self.world.clients().attached_count() as u64
    }

    /// Takes everything out of the world: records to be kept, events and lines to be shown.
    fn drain(&mut self) -> Vec<Event> {
        while let Some((seq, record)) = self.world.poll_record() {
            self.keeping.gather_record(seq, record);
        }
        let mut events = Vec::new();
        while let Some(output) = self.world.poll_output() {
            self.log.push(&output, &self.world);
            if let Output::Event(event) = output {
                self.totals.count(&event);
                events.push(event);
            }
        }
        events
    }
}

/// The exception that closed the channel of that program, if this event says so.
fn refusal(world: &World, name: &str, event: Event) -> Option<Exception> {
    if let Happening::ChannelClosed {
        channel,
        cause: ChannelClosure::Exception(exception),
    } = event.what
        && world.name(channel.connection) == name
    {
        Some(exception)
    } else {
        None
    }
}
