//! The pages of RabbitMQ's documentation that state the rules, each with its title and address.
//!
//! A closed list: whatever happens, a link of the log leads to one of these and nowhere else.

use serde::{Deserialize, Serialize};

/// A page, or a section of one, that states a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocPage {
    /// Manual and automatic acknowledgement.
    AcknowledgementModes,
    /// What `multiple` means.
    AcknowledgingSeveral,
    /// Redelivery after a channel or connection has gone.
    AutomaticRequeueing,
    /// `connection.blocked`
    BlockedConnections,
    /// What closes a channel.
    ChannelErrors,
    /// What ends with a channel.
    ChannelLifecycle,
    /// What closes a connection.
    ConnectionErrors,
    /// What ends with a connection.
    ConnectionLifecycle,
    /// The broker cancels a consumer.
    ConsumerCancel,
    /// `basic.qos`
    ConsumerPrefetch,
    /// `x-priority` of a consumer, and turns among equals.
    ConsumerPriorities,
    /// Which keys a dead letter is routed by, and cycles.
    DeadLetterRouting,
    /// `x-dead-letter-exchange`
    DeadLetters,
    /// `amq.rabbitmq.reply-to`
    DirectReplyTo,
    /// What survives a restart.
    Durability,
    /// Exchanges and bindings.
    Exchanges,
    /// Durable, auto-delete and the like.
    ExchangeProperties,
    /// How each kind routes.
    ExchangeTypes,
    /// Queues of one connection.
    ExclusiveQueues,
    /// An expired message leaves from the head.
    ExpiryAtHead,
    /// A client that is not heard of any more.
    Heartbeats,
    /// `x-max-length`
    LengthLimit,
    /// `x-message-ttl` and `expiration`
    MessageTtl,
    /// `basic.nack` and `basic.reject`
    NegativeAcknowledgement,
    /// `x-overflow`
    Overflow,
    /// `x-delivery-limit`
    PoisonMessages,
    /// `basic.get`
    Polling,
    /// `basic.ack` from a consumer.
    PositiveAcknowledgement,
    /// `x-max-priority`
    PriorityQueues,
    /// Declaring what exists.
    PropertyEquivalence,
    /// When a publish is confirmed.
    PublisherConfirms,
    /// When it is not.
    PublisherNacks,
    /// Queues and their names.
    Queues,
    /// `x-expires`
    QueueTtl,
    /// High and normal messages of a quorum queue.
    QuorumPriorities,
    /// Every method of the protocol.
    Reference,
    /// `x-single-active-consumer`
    SingleActiveConsumer,
    /// Auto-delete queues and their like.
    TemporaryQueues,
    /// `tx.commit` and `tx.rollback`
    Transactions,
    /// `mandatory`
    Unroutable,
    /// `basic.cancel`
    Unsubscribing,
}

impl DocPage {
    /// Every page.
    pub const ALL: [Self; 41] = [
        Self::AcknowledgementModes,
        Self::AcknowledgingSeveral,
        Self::AutomaticRequeueing,
        Self::BlockedConnections,
        Self::ChannelErrors,
        Self::ChannelLifecycle,
        Self::ConnectionErrors,
        Self::ConnectionLifecycle,
        Self::ConsumerCancel,
        Self::ConsumerPrefetch,
        Self::ConsumerPriorities,
        Self::DeadLetterRouting,
        Self::DeadLetters,
        Self::DirectReplyTo,
        Self::Durability,
        Self::Exchanges,
        Self::ExchangeProperties,
        Self::ExchangeTypes,
        Self::ExclusiveQueues,
        Self::ExpiryAtHead,
        Self::Heartbeats,
        Self::LengthLimit,
        Self::MessageTtl,
        Self::NegativeAcknowledgement,
        Self::Overflow,
        Self::PoisonMessages,
        Self::Polling,
        Self::PositiveAcknowledgement,
        Self::PriorityQueues,
        Self::PropertyEquivalence,
        Self::PublisherConfirms,
        Self::PublisherNacks,
        Self::Queues,
        Self::QueueTtl,
        Self::QuorumPriorities,
        Self::Reference,
        Self::SingleActiveConsumer,
        Self::TemporaryQueues,
        Self::Transactions,
        Self::Unroutable,
        Self::Unsubscribing,
    ];

    /// Its title, as the page has it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.title_and_path().0
    }

    /// Its address.
    #[must_use]
    pub fn url(self) -> String {
        format!("https://www.rabbitmq.com/{}", self.title_and_path().1)
    }

    const fn title_and_path(self) -> (&'static str, &'static str) {
        match self {
            Self::AcknowledgementModes => (
                "Acknowledgement Modes",
                "docs/confirms#acknowledgement-modes",
            ),
            Self::AcknowledgingSeveral => (
                "Acknowledging Multiple Deliveries",
                "docs/confirms#consumer-acks-multiple-parameter",
            ),
            Self::AutomaticRequeueing => {
                ("Automatic Requeueing", "docs/confirms#automatic-requeueing")
            }
            Self::BlockedConnections => (
                "Blocked Connection Notifications",
                "docs/connection-blocked",
            ),
            Self::ChannelErrors => (
                "Channels and Error Handling",
                "docs/channels#error-handling",
            ),
            Self::ChannelLifecycle => ("Channel Lifecycle", "docs/channels#lifecycle"),
            Self::ConnectionErrors => (
                "Error Handling and Protocol Exceptions",
                "docs/connections#error-handling",
            ),
            Self::ConnectionLifecycle => ("Connection Lifecycle", "docs/connections#lifecycle"),
            Self::ConsumerCancel => ("Consumer Cancel Notification", "docs/consumer-cancel"),
            Self::ConsumerPrefetch => ("Consumer Prefetch", "docs/consumer-prefetch"),
            Self::ConsumerPriorities => ("Consumer Priorities", "docs/consumer-priority"),
            Self::DeadLetterRouting => ("Routing Dead-Lettered Messages", "docs/dlx#routing"),
            Self::DeadLetters => ("Dead Letter Exchanges", "docs/dlx"),
            Self::DirectReplyTo => ("Direct Reply-To", "docs/direct-reply-to"),
            Self::Durability => ("Queue Durability", "docs/queues#durability"),
            Self::Exchanges => ("Exchanges", "docs/exchanges"),
            Self::ExchangeProperties => ("Exchange Properties", "docs/exchanges#properties"),
            Self::ExchangeTypes => ("Exchange Types", "docs/exchanges#types"),
            Self::ExclusiveQueues => ("Exclusive Queues", "docs/queues#exclusive-queues"),
            Self::ExpiryAtHead => (
                "Per-Message TTL and Dead Lettering",
                "docs/ttl#message-ttl-dead-lettering",
            ),
            Self::Heartbeats => ("Heartbeats and Dead Connections", "docs/heartbeats"),
            Self::LengthLimit => ("Queue Length Limit", "docs/maxlength"),
            Self::MessageTtl => ("Time-to-Live and Expiration", "docs/ttl"),
            Self::NegativeAcknowledgement => (
                "Negative Acknowledgement and Requeuing of Deliveries",
                "docs/confirms#consumer-nacks-requeue",
            ),
            Self::Overflow => (
                "Queue Overflow Behaviour",
                "docs/maxlength#overflow-behaviour",
            ),
            Self::PoisonMessages => (
                "Poison Message Handling",
                "docs/quorum-queues#poison-message-handling",
            ),
            Self::Polling => ("Polling for Individual Messages", "docs/consumers#polling"),
            Self::PositiveAcknowledgement => (
                "Positively Acknowledging Deliveries",
                "docs/confirms#consumer-acks-api-elements",
            ),
            Self::PriorityQueues => ("Priority Queue Behaviour", "docs/priority#behaviour"),
            Self::PropertyEquivalence => (
                "Declaration and Property Equivalence",
                "docs/queues#property-equivalence",
            ),
            Self::PublisherConfirms => (
                "When Will Published Messages Be Confirmed",
                "docs/confirms#when-publishes-are-confirmed",
            ),
            Self::PublisherNacks => (
                "Negative Acknowledgments for Publishes",
                "docs/confirms#server-sent-nacks",
            ),
            Self::Queues => ("Queues", "docs/queues"),
            Self::QueueTtl => ("Queue TTL", "docs/ttl#queue-ttl"),
            Self::QuorumPriorities => (
                "Message Priorities of Quorum Queues",
                "docs/quorum-queues#priorities",
            ),
            Self::Reference => ("AMQP 0-9-1 Reference", "amqp-0-9-1-reference"),
            Self::SingleActiveConsumer => (
                "Single Active Consumer",
                "docs/consumers#single-active-consumer",
            ),
            Self::TemporaryQueues => ("Temporary Queues", "docs/queues#temporary-queues"),
            Self::Transactions => ("Semantics of tx", "docs/semantics#tx"),
            Self::Unroutable => ("Unroutable Message Handling", "docs/publishers#unroutable"),
            Self::Unsubscribing => ("Cancelling a Consumer", "docs/consumers#unsubscribing"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_page_has_a_title_and_an_address_of_its_own_at_rabbitmq() {
        let titles: BTreeSet<&str> = DocPage::ALL.iter().map(|page| page.title()).collect();
        let urls: BTreeSet<String> = DocPage::ALL.iter().map(|page| page.url()).collect();
        assert_eq!(titles.len(), DocPage::ALL.len());
        assert_eq!(urls.len(), DocPage::ALL.len());
        for url in urls {
            let path = url.strip_prefix("https://www.rabbitmq.com/");
            let path = path.expect("it is RabbitMQ's");
            assert!(
                path.starts_with("docs/") || path == "amqp-0-9-1-reference",
                "{url}"
            );
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-/#".contains(letter);
            assert!(path.chars().all(is_plain), "{url}");
        }
    }
}
