//! The host: a world with a clock and a store around it.
//!
//! It feeds the world, drains it, gathers what must be kept and says what is on screen. It does no
//! I/O itself: the worker's loop brings the time and the requests, writes the batches and posts the
//! views. So a turn of the page can be tested natively, from a request to the confirm that its
//! transaction releases.

mod backup;
mod clock;
mod comparing;
mod crash;
mod history;
mod import_plan;
mod keeping;
mod looking;
mod measuring;
mod playing;
mod refused;
mod room;
mod row_write;
mod rows;
mod seeking;
mod start;
mod trouble;
mod writing;

use std::{collections::BTreeMap, rc::Rc};

pub use clock::Clock;
pub use comparing::Comparing;
pub use history::Snapshot;
pub use import_plan::import_plan;
pub use refused::Refused;
pub use writing::Batch;

use self::{
    crash::Crash, history::History, keeping::Keeping, measuring::Told, room::Room,
    row_write::row_write, trouble::Trouble,
};
use crate::{
    broker::{
        ChannelClosure, DeliveryTag, Event, Exception, ExchangeName, Happening, Method, Millis,
        QueueName, Timestamp,
    },
    projection::{
        self, BindingView, Disk, DiskView, Flow, FlowView, Gathered, Log, Place, Play, Spot,
        StartReport, View,
    },
    simulation::{ClientError, ClientRequest, Input, Output, World},
    storage::{Settings, StoreError},
};

/// A broker, its programs, and what is kept and shown of them.
#[derive(Debug)]
pub struct Host {
    world: World,
    keeping: Keeping,
    settings: Settings,
    /// How long changes wait before they are written.
    write_delay: Millis,
    /// Since when the oldest of them waits.
    waiting_since: Option<Timestamp>,
    /// Why nothing is written just now.
    trouble: Option<Trouble>,
    room: Room,
    /// Whether the broker's disk alarm is raised.
    is_alarmed: bool,
    /// Why there is no database.
    unavailable: Option<StoreError>,
    /// Whether another tab has the database now.
    is_taken_over: bool,
    crash: Crash,
    log: Log,
    flow: Flow,
    play: Play,
    gathered: Gathered,
    measures_told: Option<Told>,
    history: History,
    /// The past moment that is shown, if one is.
    past: Option<Snapshot>,
    /// Where the clock is to go on from.
    leap: Option<Timestamp>,
    disk: Disk,
    start: StartReport,
    /// Where the page looks into each queue, where that is not the head.
    windows: BTreeMap<QueueName, u64>,
    /// The message that the page looks at.
    inspected: Option<Place>,
    /// The node that the page looks at.
    inspected_node: Option<Spot>,
}

impl Host {
    /// Asks something of the programs. If it adds a consumer the answer is what that is called.
    ///
    /// # Errors
    /// [`Refused`] if a program cannot do it.
    pub fn ask(
        &mut self,
        now: Timestamp,
        request: ClientRequest,
    ) -> Result<Option<Rc<str>>, Refused> {
        self.check_present()?;
        let answer = self.ask_programs(now, request);
        self.drain();
        Ok(answer?)
    }

    /// Sends a method as the page's own client.
    ///
    /// # Errors
    /// [`Refused::Broker`] with the broker's exception.
    pub fn operate(&mut self, now: Timestamp, method: Method) -> Result<Vec<Event>, Refused> {
        self.check_present()?;
        let input = Input::Operate(method.clone());
        let answer = self.apply(input, |world| world.operate(now, method));
        self.drain();
        Ok(answer?)
    }

    /// Takes away the binding that is shown so.
    ///
    /// # Errors
    /// [`Refused::NoSuchBinding`] if it is there no more; [`Refused::Broker`] with the broker's
    /// exception.
    pub fn unbind(
        &mut self,
        now: Timestamp,
        source: &ExchangeName,
        as_shown: &BindingView,
    ) -> Result<(), Refused> {
        let found = projection::find_binding(self.world.broker(), source, as_shown);
        let binding = found.ok_or(Refused::NoSuchBinding)?;
        self.operate(now, Method::Unbind(Rc::unwrap_or_clone(binding)))?;
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
        self.check_present()?;
        let request = ClientRequest::AckTag {
            name: name.to_owned(),
            delivery_tag,
            multiple,
        };
        let answer = self.ask_programs(now, request);
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
    ///
    /// # Errors
    /// [`Refused::TakenOver`].
    pub fn restart_broker(&mut self, now: Timestamp) -> Result<(), Refused> {
        self.check_present()?;
        self.apply(Input::Restart, |world| world.restart(now));
        let attached = self.attached_count();
        for event in self.drain() {
            if let Happening::Restarted { queues } = event.what {
                self.start = self.start.after_restart(&queues, attached);
            }
        }
        Ok(())
    }

    /// Lets everything happen that is due, and says whether anything did.
    pub fn advance(&mut self, now: Timestamp) -> bool {
        if self.check_ours().is_err() {
            return false;
        }
        self.crash.forget_in_time(now);
        if self.is_past() && self.is_playing() {
            self.replay(now);
            return true;
        }
        if self.is_playing() {
            self.world.advance(now);
        }
        !self.drain().is_empty()
    }

    /// When something is due next.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        if self.check_ours().is_err() {
            return None;
        }
        let (by_itself, write) = if self.is_past() {
            // The present stands still, and with it what waits to be written at a later time.
            (self.replay_due(), None)
        } else {
            (self.world.poll_timeout(), self.write_due())
        };
        let by_itself = by_itself.filter(|_| self.is_playing());
        [by_itself, write].into_iter().flatten().min()
    }

    /// What is on screen now. Each line of the log is in one view only.
    pub fn view(&mut self, now: Timestamp) -> View {
        let log = self.log.take_new();
        let measures = self.new_measures(now);
        let flow = self.flow.take_new(now);
        let world = self.shown();
        let gathered = self.shown_gathered();
        View {
            now: if self.is_taken_over { world.now() } else { now },
            play: self.play,
            next_due: self.next_due(),
            timeline: self.timeline(now),
            storage: self.storage_state(),
            exchanges: projection::exchanges(world.broker()),
            queues: projection::queues(world.broker(), world.clients(), &self.windows),
            producer: projection::producer(world.clients()),
            consumers: projection::consumers(world.clients()),
            totals: gathered.totals,
            orders: gathered.order_counts(),
            measures,
            disk: DiskView {
                durability: self.durability_view(),
                write_delay: self.write_delay,
                armed: self.crash.armed,
                ..self.disk.view(self.keeping.waiting(), row_write)
            },
            flow: FlowView {
                ended: gathered.ended.clone(),
                ..flow
            },
            log,
            start: self.start.clone(),
            aftermath: self.crash.aftermath.clone(),
            shovel: projection::shovel(world.clients()),
            node: (self.inspected_node.as_ref())
                .and_then(|spot| projection::inspect_node(spot, world)),
            inspected: self
                .inspected
                .as_ref()
                .map(|place| projection::inspect(place, world, &gathered.histories)),
        }
    }

    fn attached_count(&self) -> u64 {
        self.world.clients().attached_count() as u64
    }

    /// Nothing is done here that another tab would not know of, and nothing after a crash.
    ///
    /// # Errors
    /// [`Refused::TakenOver`], [`Refused::Crashed`].
    const fn check_ours(&self) -> Result<(), Refused> {
        if self.crash.has_happened {
            return Err(Refused::Crashed);
        }
        if self.is_taken_over {
            return Err(Refused::TakenOver);
        }
        Ok(())
    }

    /// Nothing is done to the past.
    ///
    /// # Errors
    /// [`Refused::Past`]; another if nothing can be done here any more.
    fn check_present(&self) -> Result<(), Refused> {
        self.check_ours()?;
        if self.is_past() {
            return Err(Refused::Past);
        }
        Ok(())
    }

    /// Does something to the world, and remembers that it was done.
    fn apply<T>(&mut self, input: Input, act: impl FnOnce(&mut World) -> T) -> T {
        let answer = act(&mut self.world);
        self.history.note(&self.world, input);
        answer
    }

    fn ask_programs(
        &mut self,
        now: Timestamp,
        request: ClientRequest,
    ) -> Result<Option<Rc<str>>, ClientError> {
        let input = Input::Ask(request.clone());
        self.apply(input, |world| {
            world.ask(now, |clients, now| request.carry_out(clients, now))
        })
    }

    /// Takes everything out of the world: records to be kept, events and lines to be shown.
    fn drain(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(output) = self.world.poll_output() {
            self.log.push(&output, &self.world);
            self.flow.push(&output);
            self.gathered.note(&output);
            if let Output::Event(event) = output {
                events.push(event);
            }
        }
        let records: Vec<_> = std::iter::from_fn(|| self.world.poll_record()).collect();
        self.crash
            .note(&events, records.iter().map(|(_, record)| record));
        self.keeping.gather_records(records.into_iter());
        self.history.keep(&self.world, &self.gathered);
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
