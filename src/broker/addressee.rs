//! Whom an event concerns: the channel that a reply goes to.

use super::{event::Happening, id::ChannelId};

impl Happening {
    /// The channel that a reply goes to, where there is one.
    #[must_use]
    pub const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::ConnectionOpened { .. }
            | Self::ConnectionClosed { .. }
            | Self::ConnectionBlocked { .. }
            | Self::ConnectionUnblocked { .. }
            | Self::Enqueued { .. }
            | Self::Refused { .. }
            | Self::DeadLettered { .. }
            | Self::Restarted { .. } => None,
            Self::ChannelOpened { channel }
            | Self::ChannelClosed { channel, .. }
            | Self::FlowSet { channel }
            | Self::ExchangeDeclared { channel, .. }
            | Self::Bound { channel, .. }
            | Self::QueueDeclared { channel, .. }
            | Self::QueuePurged { channel, .. }
            | Self::ConfirmSelected { channel }
            | Self::TxSelected { channel }
            | Self::TxCommitted { channel }
            | Self::TxRolledBack { channel }
            | Self::QosSet { channel, .. }
            | Self::Published { channel, .. }
            | Self::Returned { channel, .. }
            | Self::Confirmed { channel, .. }
            | Self::ConfirmNacked { channel, .. }
            | Self::Got { channel, .. }
            | Self::GotEmpty { channel, .. }
            | Self::Acked { channel, .. }
            | Self::Requeued { channel, .. }
            | Self::Recovered { channel } => Some(*channel),
            Self::ExchangeDeleted { cause, .. } => cause.channel(),
            Self::Unbound { cause, .. } => cause.channel(),
            Self::QueueDeleted { cause, .. } => cause.channel(),
            Self::Dropped { cause, .. } => cause.channel(),
            Self::ConsumerStarted { consumer, .. }
            | Self::ConsumerActivated { consumer, .. }
            | Self::ConsumerCancelled { consumer, .. }
            | Self::NothingToCancel { consumer }
            | Self::Replied { consumer, .. }
            | Self::Delivered { consumer, .. } => Some(consumer.channel),
        }
    }
}
