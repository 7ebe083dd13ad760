//! What drives the programs: events and the time go in, commands, lines and news come out.

use super::Clients;
use crate::{
    broker::{Command, ConnectionId, Disconnect, Event, Happening, Timestamp},
    simulation::{
        burst::Burst, consumer::Consumer, line::ProgramLine, news::WorkNews, shovel::Shovel,
    },
};

impl Clients {
    /// Takes in something that happened at the broker. Every event goes to every program, which
    /// knows its own, unless its network stands still.
    pub fn handle_event(&mut self, event: &Event) {
        self.out.now = event.at;
        let waits = self.links.tell(&self.out, event);
        if let Happening::ConnectionClosed { connection, .. } = &event.what {
            self.out.note_closed(*connection);
        }
        if waits {
            return;
        }
        let links = &self.links;
        let hears = |name: &str| links.of(name).is_none();
        if hears(self.producer.name()) {
            self.producer.handle_event(&mut self.out, event);
        }
        if let Some(burst) = &mut self.burst {
            burst.handle_event(&mut self.out, event);
        }
        if let Some(shovel) = &mut self.shovel {
            shovel.handle_event(&mut self.out, event);
        }
        for consumer in &mut self.consumers {
            if hears(consumer.name()) {
                consumer.handle_event(&mut self.out, event);
            }
        }
    }

    /// Lets the first program do something that has something to do by now.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        self.out.now = now;
        let is_due = |due: Option<Timestamp>| due.is_some_and(|due| due <= now);
        if is_due(self.links.poll_timeout()) {
            self.give_up_silent();
        } else if is_due(self.producer.poll_timeout()) {
            self.producer.handle_timeout(&mut self.out);
        } else if let Some(burst) =
            (self.burst.as_mut()).filter(|burst| is_due(burst.poll_timeout()))
        {
            burst.handle_timeout(&mut self.out);
        } else if let Some(shovel) =
            (self.shovel.as_mut()).filter(|shovel| is_due(shovel.poll_timeout()))
        {
            shovel.handle_timeout(&mut self.out);
        } else if let Some(consumer) = self
            .consumers
            .iter_mut()
            .find(|consumer| is_due(consumer.poll_timeout()))
        {
            consumer.handle_timeout(&mut self.out);
        }
    }

    /// When something is due next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let consumers = self.consumers.iter().filter_map(Consumer::poll_timeout);
        let others = [
            self.producer.poll_timeout(),
            self.burst.as_ref().and_then(Burst::poll_timeout),
            self.shovel.as_ref().and_then(Shovel::poll_timeout),
            self.links.poll_timeout(),
        ];
        consumers.chain(others.into_iter().flatten()).min()
    }

    /// The next command for the broker.
    pub fn poll_command(&mut self) -> Option<Command> {
        if let Some(command) = self.links.poll_command() {
            return Some(command);
        }
        while let Some(command) = self.out.poll_command() {
            let loss = lost_connection(&command);
            if let Some(command) = self.links.send(&self.out, command) {
                return Some(command);
            }
            if let Some(connection) = loss {
                self.say_unheard(connection);
            }
        }
        None
    }

    /// The next line of a program's output.
    pub fn poll_line(&mut self) -> Option<ProgramLine> {
        self.out.poll_line()
    }

    /// The next news of a consumer's work.
    pub fn poll_news(&mut self) -> Option<WorkNews> {
        self.out.poll_news()
    }
}

/// The connection of a program that has died.
const fn lost_connection(command: &Command) -> Option<ConnectionId> {
    if let Command::CloseConnection {
        connection,
        how: Disconnect::Lost,
    } = command
    {
        Some(*connection)
    } else {
        None
    }
}
