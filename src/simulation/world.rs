//! The world: a broker and the programs that use it, on one clock that somebody else turns.
//!
//! Every program command runs to its end, events delivered, before the next; what is due runs in
//! the order of its time and at its own time, however late the call. So a page that slept for a
//! minute sees what it would have seen awake, and a test needs no sleep. The host keeps records and
//! time; the tests do the same by hand.

use std::collections::VecDeque;

use super::{
    clients::Clients, definition::ClientDefinition, line::ProgramLine, news::WorkNews,
    operator::Operator,
};
use crate::broker::{
    Alarm, Broker, Command, ConnectionId, Event, Exception, Method, Record, RecordSeq, Timestamp,
};

/// A broker and its programs.
///
/// # Invariants
/// - Between two calls the broker is drained and no program's command waits.
/// - The clock never goes back.
#[derive(Clone, Debug)]
pub struct World {
    broker: Broker,
    clients: Clients,
    operator: Operator,
    now: Timestamp,
    moment: Moment,
    /// Outputs so far, also those that are taken.
    told: u64,
    records: VecDeque<(RecordSeq, Record)>,
    outputs: VecDeque<Output>,
}

/// How far a world has got: how many things have happened, each that was due and each that was done
/// from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub u64);

/// Something to show, in the order in which it happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// At the broker.
    Event(Event),
    /// In a program, as it prints it.
    Line(ProgramLine),
    /// In a consumer's hands, for who counts.
    Work(WorkNews),
}

impl World {
    /// A world that has not started. What the broker already has to say is among its outputs.
    #[must_use]
    pub fn new(mut broker: Broker, clients: Clients) -> Self {
        let outputs: VecDeque<Output> = std::iter::from_fn(|| broker.poll_event())
            .map(Output::Event)
            .collect();
        let records = std::iter::from_fn(|| broker.poll_record()).collect();
        Self {
            broker,
            clients,
            operator: Operator::default(),
            now: Timestamp(0),
            moment: Moment::default(),
            told: outputs.len() as u64,
            records,
            outputs,
        }
    }

    /// Starts the programs that were running.
    pub fn start(&mut self, now: Timestamp) {
        self.ask(now, Clients::attach_all);
    }

    /// The broker, to look at.
    #[must_use]
    pub const fn broker(&self) -> &Broker {
        &self.broker
    }

    /// The programs, to look at.
    #[must_use]
    pub const fn clients(&self) -> &Clients {
        &self.clients
    }

    /// The time as far as the world has got.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// How far the world has got.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        self.moment
    }

    /// How many [outputs](Self::poll_output) there have been so far, also those that are taken.
    #[must_use]
    pub const fn told(&self) -> u64 {
        self.told
    }

    /// What is to be kept of the programs, if it has changed.
    pub fn poll_definitions(&mut self) -> Option<Vec<ClientDefinition>> {
        self.clients.poll_definitions()
    }

    /// Asks something of the programs, and lets it have its effects.
    pub fn ask<T>(
        &mut self,
        now: Timestamp,
        request: impl FnOnce(&mut Clients, Timestamp) -> T,
    ) -> T {
        let now = self.begin(now);
        let answer = request(&mut self.clients, now);
        self.pump();
        answer
    }

    /// Sends a method as the operator, and says what happened on it.
    ///
    /// # Errors
    /// The broker's exception. The operator's next method goes out on a new channel.
    pub fn operate(&mut self, now: Timestamp, method: Method) -> Result<Vec<Event>, Exception> {
        self.begin(now);
        while let Some(command) = self.operator.next_to_open() {
            self.run(command);
        }
        self.operator.take_refusal();
        let events = self.run(Command::Method {
            channel: Operator::CHANNEL,
            method,
        });
        self.pump();
        match self.operator.take_refusal() {
            Some(exception) => Err(exception),
            None => Ok(events),
        }
    }

    /// Stops the broker and starts it again; the programs that ran reconnect.
    pub fn restart(&mut self, now: Timestamp) {
        self.begin(now);
        self.run(Command::Restart);
        self.pump();
    }

    /// A resource of the broker's runs short, or is there again.
    pub fn set_alarm(&mut self, now: Timestamp, alarm: Alarm, raised: bool) {
        self.begin(now);
        self.run(Command::SetAlarm { alarm, raised });
        self.pump();
    }

    /// Takes in that all records up to this one are kept.
    pub fn handle_persisted(&mut self, now: Timestamp, seq: RecordSeq) {
        let now = self.begin(now);
        self.broker.handle_persisted(now, seq);
        self.deliver();
        self.pump();
    }

    /// Lets everything happen that is due by now, each at its own time. Of very much that is due it
    /// does a bounded part; [`poll_timeout`](Self::poll_timeout) then still says a time that has
    /// passed.
    pub fn advance(&mut self, now: Timestamp) {
        for _ in 0..STEPS_MAX {
            match self.poll_timeout() {
                Some(due) if due <= now => self.do_what_is_due(due),
                Some(_) | None => {
                    self.now = self.now.max(now);
                    return;
                }
            }
        }
    }

    /// Lets the next thing happen that is due, whenever that is, and says whether there was one.
    pub fn step(&mut self) -> bool {
        let due = self.poll_timeout();
        if let Some(due) = due {
            self.do_what_is_due(due);
        }
        due.is_some()
    }

    /// Turns the clock on without letting anything happen: what happened by then is done already.
    pub(super) fn turn_clock_to(&mut self, at: Timestamp) {
        self.now = self.now.max(at);
    }

    /// When something is due next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let at_broker = self.broker.poll_timeout();
        at_broker
            .into_iter()
            .chain(self.clients.poll_timeout())
            .min()
    }

    /// The next thing to show.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The next durable change, to be kept and then reported with
    /// [`handle_persisted`](Self::handle_persisted).
    pub fn poll_record(&mut self) -> Option<(RecordSeq, Record)> {
        self.records.pop_front()
    }

    /// What a connection's client is called.
    #[must_use]
    pub fn name(&self, connection: ConnectionId) -> &str {
        if connection == Operator::CONNECTION {
            OPERATOR_NAME
        } else {
            self.clients.name(connection).unwrap_or("a former client")
        }
    }

    /// The broker comes first: a message that expires as a program awakes has expired.
    fn do_what_is_due(&mut self, due: Timestamp) {
        self.now = self.now.max(due);
        self.moment.0 += 1;
        if self.broker.poll_timeout().is_some_and(|at| at <= self.now) {
            self.broker.handle_timeout(self.now);
            self.deliver();
        } else {
            self.clients.handle_timeout(self.now);
        }
        self.pump();
    }

    /// Something is done from outside, after what was due. That comes as close to `now` as is
    /// possible in one go, and never goes back. Where no time has passed nothing has come due: what
    /// was due before waits for its own turn.
    fn begin(&mut self, now: Timestamp) -> Timestamp {
        if now > self.now {
            self.advance(now);
            self.now = now;
        }
        self.moment.0 += 1;
        self.now
    }

    /// Carries out what the programs send, until they wait for something.
    fn pump(&mut self) {
        loop {
            self.fetch_outputs();
            let Some(command) = self.clients.poll_command() else {
                // Even what goes nowhere may be worth a line.
                self.fetch_outputs();
                return;
            };
            self.run(command);
        }
    }

    fn run(&mut self, command: Command) -> Vec<Event> {
        self.broker.handle(self.now, command);
        self.deliver()
    }

    /// Hands on what the broker has to say.
    fn deliver(&mut self) -> Vec<Event> {
        let events: Vec<Event> = std::iter::from_fn(|| self.broker.poll_event()).collect();
        self.records
            .extend(std::iter::from_fn(|| self.broker.poll_record()));
        for event in &events {
            self.tell(Output::Event(event.clone()));
            self.operator.handle_event(event);
            self.clients.handle_event(event);
            self.fetch_outputs();
        }
        events
    }

    fn fetch_outputs(&mut self) {
        while let Some(news) = self.clients.poll_news() {
            self.tell(Output::Work(news));
        }
        while let Some(line) = self.clients.poll_line() {
            self.tell(Output::Line(line));
        }
    }

    fn tell(&mut self, output: Output) {
        self.told += 1;
        self.outputs.push_back(output);
    }
}

const OPERATOR_NAME: &str = "the page";

/// Steps of one call: a consumer that does not sleep has something due at once after everything,
/// and the host must get its turn.
const STEPS_MAX: usize = 1000;
