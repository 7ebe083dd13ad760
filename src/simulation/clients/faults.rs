//! What goes wrong between programs and the broker when somebody asks for it.

use std::rc::Rc;

use super::Clients;
use crate::{
    broker::{ConnectionId, Event, Happening, Timestamp},
    simulation::{
        burst::Burst,
        burst_settings::BurstSettings,
        error::ClientError,
        label::{Label, named_all},
        link::{Cable, HEARTBEAT_TIMEOUT, Link, addressee},
        news::{WorkNews, WorkStep},
        order::Order,
        producer::Progress,
        publish::PublishOrders,
        settings::seconds,
    },
};

impl Clients {
    /// Publishes the next order, as the course does, with the mark of poison, and says its id.
    ///
    /// # Errors
    /// [`ClientError::StillPublishing`] if too many orders wait already.
    pub fn publish_poison(&mut self, now: Timestamp) -> Result<String, ClientError> {
        let order = Order::numbered(self.producer.next_order_number());
        let id = order.id.clone();
        let poison = PublishOrders {
            poison: true,
            ..PublishOrders::as_the_course_does(order)
        };
        self.publish(now, poison).map(|()| id)
    }

    /// Lets the network between a program and the broker stand still.
    ///
    /// # Errors
    /// [`ClientError::NoSuchProgram`]; [`ClientError::NotConnected`] if it has no connection;
    /// [`ClientError::NetworkPaused`] if it stands still already.
    pub fn pause_network(&mut self, now: Timestamp, name: &str) -> Result<(), ClientError> {
        self.out.now = now;
        let (name, cable) = self.program(name)?;
        if self.links.of(&name).is_some() {
            return Err(ClientError::NetworkPaused { name });
        }
        let Some(cable) = cable else {
            return Err(ClientError::NotConnected { name });
        };
        self.links.pause(&name, cable, now);
        let text = format!(
            "The network between {name} and the broker stands still: what either sends waits."
        );
        self.out.print_problem(&NETWORK.into(), text);
        Ok(())
    }

    /// Lets it go on: what waits arrives, in its order.
    ///
    /// # Errors
    /// [`ClientError::NoSuchProgram`]; [`ClientError::NetworkRuns`] if it does not stand still.
    pub fn heal_network(&mut self, now: Timestamp, name: &str) -> Result<(), ClientError> {
        let (name, _) = self.program(name)?;
        if self.heal(now, &name) {
            Ok(())
        } else {
            Err(ClientError::NetworkRuns { name })
        }
    }

    /// Lets a consumer die over the next order, processed and not yet acked, or not after all.
    ///
    /// # Errors
    /// [`ClientError::NoSuchConsumer`]; [`ClientError::NotRunning`] if there will be no next order.
    pub fn crash_before_ack(
        &mut self,
        now: Timestamp,
        name: &str,
        armed: bool,
    ) -> Result<(), ClientError> {
        let (consumer, out) = self.consumer(now, name)?;
        consumer.arm_crash_before_ack(out, armed)
    }

    /// Begins a burst.
    ///
    /// # Errors
    /// [`ClientError::Fields`] if the settings are out of range, [`ClientError::StillBursting`] if
    /// one is under way.
    pub fn begin_burst(
        &mut self,
        now: Timestamp,
        settings: &BurstSettings,
    ) -> Result<(), ClientError> {
        self.out.now = now;
        settings.validate().map_err(ClientError::Fields)?;
        if let Some(burst) = self.burst.as_ref().filter(|burst| burst.is_running()) {
            let Progress { sent, total } = burst.progress();
            return Err(ClientError::StillBursting { sent, total });
        }
        let first = self.producer.next_order_number();
        self.producer.pass_over(settings.pace.total().into());
        self.burst = Some(Burst::begin(&mut self.out, settings, first));
        Ok(())
    }

    /// Stops a burst where it is.
    ///
    /// # Errors
    /// [`ClientError::NothingToStop`] if none is under way.
    pub fn stop_burst(&mut self, now: Timestamp) -> Result<(), ClientError> {
        self.out.now = now;
        let burst = self.burst.as_mut().ok_or(ClientError::NothingToStop)?;
        burst.stop(&mut self.out)
    }

    /// The network of that program, if it stands still.
    #[must_use]
    pub fn paused_network(&self, name: &str) -> Option<&Link> {
        self.links.of(name)
    }

    /// Whether the broker closed that connection because it missed the program's heartbeats.
    #[must_use]
    pub fn missed_heartbeats(&self, connection: ConnectionId) -> bool {
        self.links.was_silent(connection)
    }

    /// Heals a network and says whether there was anything to heal.
    pub(super) fn heal(&mut self, now: Timestamp, name: &str) -> bool {
        self.out.now = now;
        let Some(healed) = self.links.heal(name) else {
            return false;
        };
        let text = format!("The network between {name} and the broker is back.");
        self.out.print(&NETWORK.into(), text);
        self.out.send_first(healed.to_broker);
        let mut never_arrived = healed.never_arrived;
        let listening = self.program(name).ok().and_then(|(_, cable)| cable);
        for waited in healed.to_program {
            let event = Event { at: now, ..waited };
            let is_heard = listening.map(|cable| cable.connection) == addressee(&event.what);
            if is_heard {
                self.handle_event(&event);
            } else if healed.is_acked_on_sending {
                never_arrived.push(event);
            }
        }
        self.lose_on_the_way(name, &never_arrived);
        if let Some(lost) = healed.lost {
            if self.producer.name() == name {
                self.producer.connection_lost(&mut self.out, lost);
            } else if let Ok((consumer, out)) = self.consumer(now, name) {
                consumer.connection_lost(out, lost);
            }
        }
        true
    }

    /// What the broker forgot when it sent it, and nobody received, is gone.
    fn lose_on_the_way(&mut self, name: &str, never_arrived: &[Event]) {
        let mut called = Vec::new();
        for event in never_arrived {
            let Happening::Delivered {
                message,
                redelivered,
                ..
            } = &event.what
            else {
                continue;
            };
            called.push(Label::of(&message.body).called());
            // Who counts what a program has in its hands sees it come and go.
            for step in [WorkStep::Received, WorkStep::LetGo] {
                self.out.tell(WorkNews {
                    at: self.out.now,
                    consumer: name.into(),
                    message: Rc::clone(message),
                    redelivered: *redelivered,
                    is_acked_on_sending: true,
                    step,
                });
            }
        }
        if let Some(names) = named_all(called.into_iter()) {
            let text = format!(
                "Lost for good on the way to {name}: {names}. With automatic acknowledgement the \
                 broker had forgotten them on sending."
            );
            self.out.print_problem(&NETWORK.into(), text);
        }
    }

    /// The broker gives up the programs that it has not heard of for too long.
    pub(super) fn give_up_silent(&mut self) {
        for name in self.links.handle_timeout(self.out.now) {
            let text = format!(
                "The broker has heard no heartbeat of {name} for {} s and closes its connection.",
                seconds(HEARTBEAT_TIMEOUT)
            );
            self.out.print_problem(&NETWORK.into(), text);
        }
    }

    /// A program has died behind a network that stands still.
    pub(super) fn say_unheard(&mut self, connection: ConnectionId) {
        let name = self.out.name(connection).unwrap_or_default();
        let text = format!(
            "The broker does not know yet: what {name} held is requeued when the network is back, or \
             heartbeats are missed."
        );
        self.out.print_problem(&NETWORK.into(), text);
    }

    fn program(&self, name: &str) -> Result<(Rc<str>, Option<Cable>), ClientError> {
        if name == self.producer.name() {
            return Ok((name.into(), self.producer.cable()));
        }
        let mut consumers = self.consumers.iter();
        match consumers.find(|consumer| consumer.name() == name) {
            Some(consumer) => Ok((consumer.name().into(), consumer.cable())),
            None => Err(ClientError::NoSuchProgram {
                name: name.to_owned(),
            }),
        }
    }
}

/// Who says in the log what the network does.
const NETWORK: &str = "network";
