//! Requests: everything that can be asked of the programs, as data, so that it can be asked again.

use std::rc::Rc;

use super::{
    burst_settings::BurstSettings, clients::Clients, consumer::Settlement, error::ClientError,
    publish::PublishOrders, settings::ConsumerSettings, shovel::ShovelSettings,
};
use crate::broker::{DeliveryTag, Timestamp};

/// Something asked of the programs. What it does and refuses says the method of [`Clients`] of the
/// same name.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientRequest {
    /// [`Clients::publish_course_orders`]
    PublishCourseOrders,
    /// [`Clients::publish`]
    Publish(PublishOrders),
    /// [`Clients::stop_publishing`]
    StopPublishing,
    /// [`Clients::add_consumer`]
    AddConsumer(ConsumerSettings),
    /// [`Clients::change_consumer`]
    ChangeConsumer {
        /// The consumer's name.
        name: String,
        /// How it should be set.
        settings: ConsumerSettings,
    },
    /// [`Clients::start`]
    Start {
        /// The consumer's name.
        name: String,
    },
    /// [`Clients::stop`]
    Stop {
        /// The consumer's name.
        name: String,
    },
    /// [`Clients::crash`]
    Crash {
        /// The consumer's name.
        name: String,
    },
    /// [`Clients::remove`]
    Remove {
        /// The consumer's name.
        name: String,
    },
    /// [`Clients::settle`]
    Settle {
        /// The consumer's name.
        name: String,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// How.
        settlement: Settlement,
    },
    /// [`Clients::publish_poison`]
    PublishPoison,
    /// [`Clients::pause_network`]
    PauseNetwork {
        /// The program's name.
        name: String,
    },
    /// [`Clients::heal_network`]
    HealNetwork {
        /// The program's name.
        name: String,
    },
    /// [`Clients::crash_before_ack`]
    CrashBeforeAck {
        /// The consumer's name.
        name: String,
        /// Whether it is to.
        armed: bool,
    },
    /// [`Clients::begin_burst`]
    BeginBurst(BurstSettings),
    /// [`Clients::stop_burst`]
    StopBurst,
    /// [`Clients::begin_moving`]
    BeginMoving(ShovelSettings),
    /// [`Clients::stop_moving`]
    StopMoving,
    /// [`Clients::ack_tag`]
    AckTag {
        /// The consumer's name.
        name: String,
        /// The tag.
        delivery_tag: DeliveryTag,
        /// All up to this one.
        multiple: bool,
    },
}

impl ClientRequest {
    /// Asks it of these programs. If it makes a consumer or an order up the answer
    /// is what that is called.
    ///
    /// # Errors
    /// [`ClientError`] if they cannot do it; then nothing is done.
    pub fn carry_out(
        self,
        clients: &mut Clients,
        now: Timestamp,
    ) -> Result<Option<Rc<str>>, ClientError> {
        match self {
            Self::PublishCourseOrders => clients.publish_course_orders(now)?,
            Self::Publish(orders) => clients.publish(now, orders)?,
            Self::StopPublishing => clients.stop_publishing(now)?,
            Self::AddConsumer(settings) => return clients.add_consumer(now, settings).map(Some),
            Self::ChangeConsumer { name, settings } => {
                clients.change_consumer(now, &name, settings)?;
            }
            Self::Start { name } => clients.start(now, &name)?,
            Self::Stop { name } => clients.stop(now, &name)?,
            Self::Crash { name } => clients.crash(now, &name)?,
            Self::Remove { name } => clients.remove(now, &name)?,
            Self::Settle {
                name,
                delivery_tag,
                settlement,
            } => clients.settle(now, &name, delivery_tag, settlement)?,
            Self::AckTag {
                name,
                delivery_tag,
                multiple,
            } => clients.ack_tag(now, &name, delivery_tag, multiple)?,
            Self::PublishPoison => return Ok(Some(clients.publish_poison(now)?.into())),
            Self::PauseNetwork { name } => clients.pause_network(now, &name)?,
            Self::HealNetwork { name } => clients.heal_network(now, &name)?,
            Self::CrashBeforeAck { name, armed } => clients.crash_before_ack(now, &name, armed)?,
            Self::BeginBurst(settings) => clients.begin_burst(now, &settings)?,
            Self::StopBurst => clients.stop_burst(now)?,
            Self::BeginMoving(settings) => clients.begin_moving(now, settings)?,
            Self::StopMoving => clients.stop_moving(now)?,
        }
        Ok(None)
    }
}
