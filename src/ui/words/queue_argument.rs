//! What a queue can be declared with, in words.

use crate::simulation::QueueArgument;

/// An argument's name in a form, and a line that explains it.
#[must_use]
pub const fn queue_argument(argument: QueueArgument) -> (&'static str, &'static str) {
    match argument {
        QueueArgument::Type => (
            "Type",
            "quorum: replicated in a cluster, counts deliveries, keeps every message on disk.",
        ),
        QueueArgument::MessageTtl => (
            "Message TTL, in ms",
            "A message that waits longer expires, when it is at the head.",
        ),
        QueueArgument::Expires => (
            "Queue expires, in ms",
            "Without consumer and use for so long, the queue goes.",
        ),
        QueueArgument::MaxLength => (
            "Max length",
            "Ready messages; what is too much goes as overflow says.",
        ),
        QueueArgument::MaxLengthBytes => (
            "Max length, in bytes",
            "The same for the bodies of ready messages together.",
        ),
        QueueArgument::Overflow => (
            "Overflow",
            "drop-head gives up the oldest; reject-publish refuses the newest, and its publisher gets a nack.",
        ),
        QueueArgument::DeadLetterExchange => (
            "Dead-letter exchange",
            "Gets what is rejected, expires or is too much. Empty: the default exchange, where the \
             routing key is the queue's name.",
        ),
        QueueArgument::DeadLetterRoutingKey => (
            "Dead-letter routing key",
            "Without it a dead letter keeps its own.",
        ),
        QueueArgument::MaxPriority => (
            "Max priority",
            "1 to 255: then higher priorities are delivered first. 5 is plenty.",
        ),
        QueueArgument::SingleActiveConsumer => (
            "Single active consumer",
            "One consumer gets everything, in order; the next takes over when it goes.",
        ),
        QueueArgument::DeliveryLimit => (
            "Delivery limit",
            "Of quorum queues: after so many returns a message is given up. 20 without it.",
        ),
    }
}
