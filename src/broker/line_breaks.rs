//! Line breaks in names: RabbitMQ drops them where something is declared, deleted, bound or
//! unbound, and takes them as they are where it is only named.

use super::id::{ExchangeName, QueueName};

/// An exchange's name without line breaks.
pub(super) fn exchange_without_line_breaks(exchange: ExchangeName) -> ExchangeName {
    match cleaned(exchange.as_str()) {
        Some(name) => ExchangeName::new(&name).expect(SHORTER),
        None => exchange,
    }
}

/// A queue's name without line breaks.
pub(super) fn queue_without_line_breaks(queue: QueueName) -> QueueName {
    match cleaned(queue.as_str()) {
        Some(name) => QueueName::new(&name).expect(SHORTER),
        None => queue,
    }
}

fn cleaned(name: &str) -> Option<String> {
    let breaks = ['\r', '\n'];
    name.contains(breaks).then(|| name.replace(breaks, ""))
}

const SHORTER: &str = "a name without its line breaks is no longer";
