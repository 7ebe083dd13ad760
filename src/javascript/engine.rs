//! The engine: a broker with the time, the promises and the callbacks around it.
//!
//! A turn is one command, or one moment at which something was due. What came of it is taken out
//! whole: promises are settled, notices gather and are told when the caller has returned, and
//! durable changes go to `keeping`.

use std::{
    cell::{RefCell, RefMut},
    collections::{BTreeMap, VecDeque},
    mem,
    rc::{Rc, Weak},
};

use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use js_sys::{Date, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{
    ending::closing,
    keeping::Keeping,
    listeners::{ChannelListeners, ConnectionListeners, Held},
    notice::Notice,
    promise::Waiting,
    refusal::Refusal,
};
use crate::broker::{
    Broker, ChannelId, Command, ConnectionId, Durable, Happening, Method, Millis, Publish,
    Timestamp,
};

/// For so long callbacks are called before the page gets a chance to draw.
const TELLING: Millis = Millis(10);

/// The longest time that a timer can be set for.
const TIMER_MS_MAX: u64 = i32::MAX as u64;

/// The listeners of a channel, shared with its handle.
pub(super) type OfChannel = Rc<RefCell<ChannelListeners>>;

/// The listeners of a connection, shared with its handle.
pub(super) type OfConnection = Rc<RefCell<ConnectionListeners>>;

/// A broker that JavaScript talks to.
#[derive(Debug)]
pub(super) struct Engine(RefCell<State>);

#[derive(Debug)]
pub(super) struct State {
    pub(super) broker: Broker,
    pub(super) keeping: Option<Keeping>,
    pub(super) is_alarmed: bool,
    pub(super) connections: BTreeMap<ConnectionId, OfConnection>,
    pub(super) channels: BTreeMap<ChannelId, OfChannel>,
    last_connection: ConnectionId,
    pub(super) notices: VecDeque<Notice>,
    is_telling: bool,
    pub(super) timer: Option<(Timestamp, Timeout)>,
    /// Why nothing can be asked any more.
    pub(super) ended: Option<Refusal>,
}

/// Now, on the clock of the system.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since 1970 are a whole number"
)]
pub(super) fn now() -> Timestamp {
    Timestamp(Date::now() as u64)
}

impl Engine {
    /// Begins with what was kept.
    pub(super) fn new(durable: Durable, keeping: Option<Keeping>) -> Rc<Self> {
        let engine = Rc::new(Self(RefCell::new(State {
            broker: Broker::recover(now(), durable),
            keeping,
            is_alarmed: false,
            connections: BTreeMap::new(),
            channels: BTreeMap::new(),
            last_connection: ConnectionId(0),
            notices: VecDeque::new(),
            is_telling: false,
            timer: None,
            ended: None,
        })));
        engine.turn(|_| ());
        engine
    }

    pub(super) fn state(&self) -> RefMut<'_, State> {
        self.0.borrow_mut()
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// Why nothing can be asked any more.
    pub(super) fn connect(self: &Rc<Self>) -> Result<(ConnectionId, OfConnection), Refusal> {
        let listeners = OfConnection::default();
        let connection = {
            let mut state = self.state();
            state.check_open()?;
            state.last_connection.0 += 1;
            let connection = state.last_connection;
            state.connections.insert(connection, Rc::clone(&listeners));
            connection
        };
        self.carry_out(Command::OpenConnection { connection });
        Ok((connection, listeners))
    }

    /// Opens a channel under the lowest number that is free.
    ///
    /// # Errors
    /// A refusal if none is.
    pub(super) fn open_channel(
        self: &Rc<Self>,
        connection: ConnectionId,
    ) -> Result<(ChannelId, OfChannel), Refusal> {
        let listeners = OfChannel::default();
        let channel = {
            let mut state = self.state();
            let free = (1..=CHANNEL_MAX)
                .map(|number| ChannelId { connection, number })
                .find(|channel| !state.channels.contains_key(channel));
            let channel = free.ok_or_else(|| {
                let full = format!("a connection has at most {CHANNEL_MAX} channels; close one");
                Refusal::argument("createChannel", full)
            })?;
            state.channels.insert(channel, Rc::clone(&listeners));
            channel
        };
        self.carry_out(Command::OpenChannel { channel });
        Ok((channel, listeners))
    }

    /// Asks something that has an answer, which `read` finds.
    ///
    /// # Errors
    /// The exception with which the channel or the connection was closed.
    pub(super) fn ask<T>(
        self: &Rc<Self>,
        channel: ChannelId,
        method: Method,
        mut read: impl FnMut(&Happening) -> Option<T>,
    ) -> Result<T, Refusal> {
        let happened = self.carry_out(Command::Method { channel, method });
        if let Some(exception) = happened.iter().find_map(|what| closing(channel, what)) {
            return Err(exception.clone().into());
        }
        let answer = happened.iter().find_map(&mut read);
        Ok(answer.expect("the broker answers what it does not refuse"))
    }

    /// Asks something that has no answer.
    ///
    /// # Errors
    /// The exception with which the channel or the connection was closed.
    pub(super) fn tell(self: &Rc<Self>, channel: ChannelId, method: Method) -> Result<(), Refusal> {
        let happened = self.carry_out(Command::Method { channel, method });
        match happened.iter().find_map(|what| closing(channel, what)) {
            Some(exception) => Err(exception.clone().into()),
            None => Ok(()),
        }
    }

    /// Publishes, now or when the connection is not blocked any more.
    pub(super) fn publish(self: &Rc<Self>, channel: ChannelId, publish: Publish, waiting: Waiting) {
        let listeners = {
            let state = self.state();
            let connection = state.connections.get(&channel.connection);
            if let Some(connection) = connection
                && let Some(held) = &mut connection.borrow_mut().held
            {
                held.push_back(Held {
                    channel,
                    publish,
                    waiting,
                });
                return;
            }
            state.channels.get(&channel).cloned()
        };
        match listeners {
            None => waiting.reject(&Refusal::Closed("the channel")),
            Some(listeners) => {
                listeners.borrow_mut().publish(waiting);
                let method = Method::Publish(publish);
                self.carry_out(Command::Method { channel, method });
                listeners.borrow_mut().taken();
            }
        }
    }

    /// Carries out one command.
    pub(super) fn carry_out(self: &Rc<Self>, command: Command) -> Vec<Happening> {
        self.turn(|state| state.broker.handle(now(), command))
    }

    /// One turn of the broker, and all that follows from it.
    pub(super) fn turn(self: &Rc<Self>, act: impl FnOnce(&mut State)) -> Vec<Happening> {
        let happened = {
            let mut state = self.state();
            if state.ended.is_some() {
                return Vec::new();
            }
            act(&mut state);
            let mut happened = state.drain();
            for channel in state.take_leave(&happened) {
                let known = Command::CloseChannel { channel };
                state.broker.handle(now(), known);
                happened.extend(state.drain());
            }
            happened
        };
        for what in &happened {
            if let Happening::ConnectionUnblocked { connection } = what {
                self.publish_held(*connection);
            }
        }
        self.begin_to_write();
        self.begin_to_tell();
        self.set_timer();
        happened
    }

    fn publish_held(self: &Rc<Self>, connection: ConnectionId) {
        let listeners = self.state().connections.get(&connection).cloned();
        let held = listeners.and_then(|listeners| listeners.borrow_mut().held.take());
        for held in held.into_iter().flatten() {
            self.publish(held.channel, held.publish, held.waiting);
        }
    }

    /// Tells what is to be told, when the caller has returned.
    pub(super) fn begin_to_tell(self: &Rc<Self>) {
        let mut state = self.state();
        if state.notices.is_empty() || mem::replace(&mut state.is_telling, true) {
            return;
        }
        let engine = Rc::clone(self);
        spawn_local(async move {
            // Who awaits the answer goes on first.
            drop(JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await);
            loop {
                let begun = now();
                while now() - begun < TELLING {
                    let notice = engine.state().notices.pop_front();
                    let Some(notice) = notice else {
                        engine.state().is_telling = false;
                        return;
                    };
                    notice.tell();
                }
                TimeoutFuture::new(0).await;
            }
        });
    }

    /// Wakes up when the broker has something to do by itself.
    fn set_timer(self: &Rc<Self>) {
        let mut state = self.state();
        let due = state.broker.poll_timeout();
        if state.timer.as_ref().map(|(due, _)| *due) == due {
            return;
        }
        state.timer = due.map(|due| {
            let length = (due - now()).0.min(TIMER_MS_MAX);
            let engine = Rc::downgrade(self);
            let milliseconds = u32::try_from(length).unwrap_or(u32::MAX);
            (due, Timeout::new(milliseconds, move || tick(&engine)))
        });
    }
}

fn tick(engine: &Weak<Engine>) {
    if let Some(engine) = engine.upgrade() {
        engine.state().timer = None;
        engine.turn(|state| state.broker.handle_timeout(now()));
    }
}

impl State {
    pub(super) fn check_open(&self) -> Result<(), Refusal> {
        self.ended.clone().map_or(Ok(()), Err)
    }

    /// Takes out everything that came of what the broker did last.
    fn drain(&mut self) -> Vec<Happening> {
        let mut happened = Vec::new();
        loop {
            while let Some(event) = self.broker.poll_event() {
                self.note(&event.what);
                happened.push(event.what);
            }
            if !self.gather_records() {
                return happened;
            }
        }
    }

    fn note(&mut self, what: &Happening) {
        let notice = if let Some(channel) = what.channel() {
            let listeners = self.channels.get(&channel);
            listeners.and_then(|listeners| listeners.borrow_mut().note(what))
        } else if let Happening::ConnectionBlocked { connection, .. }
        | Happening::ConnectionUnblocked { connection }
        | Happening::ConnectionClosed { connection, .. } = what
        {
            let listeners = self.connections.get(connection);
            listeners.and_then(|listeners| listeners.borrow_mut().note(what))
        } else {
            None
        };
        self.notices.extend(notice);
    }
}

/// Channels of a connection, as many as RabbitMQ offers by default.
const CHANNEL_MAX: u16 = 2047;
