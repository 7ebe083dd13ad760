//! What a person does with the messages that a consumer holds.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Consumer, Step, Work};
use crate::{
    broker::{ChannelId, DeliveryTag, Method},
    simulation::{error::ClientError, news::WorkStep, outbox::Outbox},
};

/// What can be done with a message that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settlement {
    /// `basic.ack`
    Ack,
    /// `basic.nack` with requeue
    Requeue,
    /// `basic.reject` without requeue
    Drop,
}

impl Consumer {
    /// Settles a delivery that the program holds, and takes it off its work.
    pub(in crate::simulation) fn settle(
        &mut self,
        out: &mut Outbox,
        delivery_tag: DeliveryTag,
        settlement: Settlement,
    ) -> Result<(), ClientError> {
        let channel = self.open_channel()?;
        let Some(work) = self.work.take_unacked(|tag| tag == delivery_tag).pop() else {
            return Err(ClientError::NotHeld {
                name: Rc::clone(&self.name),
                delivery_tag,
            });
        };
        if self.crashes_before_ack && settlement == Settlement::Ack {
            self.complete(out, &work);
            self.die(out, 1);
            return Ok(());
        }
        out.send(channel, settlement.method(delivery_tag));
        match settlement {
            Settlement::Ack => self.complete(out, &work),
            Settlement::Requeue => {
                self.tell(out, &work, WorkStep::LetGo);
                let text = format!("Requeued order: {} (basic.nack)", work.called());
                out.print(&self.name, text);
            }
            Settlement::Drop => {
                self.tell(out, &work, WorkStep::LetGo);
                let text = format!("Dropped order: {} (basic.reject)", work.called());
                out.print(&self.name, text);
            }
        }
        self.begin(out);
        Ok(())
    }

    /// Sends `basic.ack` with that tag, outstanding or not. What the broker will take is off the
    /// program's work.
    pub(in crate::simulation) fn ack_tag(
        &mut self,
        out: &mut Outbox,
        delivery_tag: DeliveryTag,
        multiple: bool,
    ) -> Result<(), ClientError> {
        let channel = self.open_channel()?;
        let ack = Method::Ack {
            delivery_tag,
            multiple,
        };
        out.send(channel, ack);
        let is_held = self
            .work
            .unacked()
            .any(|(work, _)| work.delivery_tag == delivery_tag);
        let all = multiple && delivery_tag == DeliveryTag(0);
        let acked: Vec<Work> = if all {
            self.work.take_unacked(|_| true)
        } else if is_held && multiple {
            self.work.take_unacked(|tag| tag <= delivery_tag)
        } else {
            self.work.take_unacked(|tag| tag == delivery_tag)
        };
        for work in &acked {
            self.complete(out, work);
        }
        self.begin(out);
        Ok(())
    }

    fn open_channel(&self) -> Result<ChannelId, ClientError> {
        match &self.session {
            Some(session) if session.step != Step::Opening => Ok(session.channel),
            Some(_) | None => Err(ClientError::NotConnected {
                name: Rc::clone(&self.name),
            }),
        }
    }
}

impl Settlement {
    const fn method(self, delivery_tag: DeliveryTag) -> Method {
        match self {
            Self::Ack => Method::Ack {
                delivery_tag,
                multiple: false,
            },
            Self::Requeue => Method::Nack {
                delivery_tag,
                multiple: false,
                requeue: true,
            },
            Self::Drop => Method::Reject {
                delivery_tag,
                requeue: false,
            },
        }
    }
}
