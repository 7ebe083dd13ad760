//! Names of exchanges, as a client sends them.

use super::super::{
    exception::{Exception, ReplyCode},
    id::{ExchangeName, QueueName},
};

/// RabbitMQ drops line breaks from the names in methods that declare, delete, bind and unbind.
pub(super) fn without_line_breaks(exchange: ExchangeName) -> ExchangeName {
    match cleaned(exchange.as_str()) {
        Some(name) => ExchangeName::new(&name).expect(SHORTER),
        None => exchange,
    }
}

/// The same for a queue's name.
pub(super) fn queue_without_line_breaks(queue: QueueName) -> QueueName {
    match cleaned(queue.as_str()) {
        Some(name) => QueueName::new(&name).expect(SHORTER),
        None => queue,
    }
}

/// Nobody changes the default exchange, or its bindings.
///
/// # Errors
/// 403 for the default exchange.
pub(super) fn check_not_default(exchange: &ExchangeName) -> Result<(), Exception> {
    if exchange.as_str().is_empty() {
        let why = "operation not permitted on the default exchange";
        return Err(Exception::channel(ReplyCode::AccessRefused, why));
    }
    Ok(())
}

/// The refusal of an exchange that is not there.
pub(in crate::broker) fn no_exchange(exchange: &ExchangeName) -> Exception {
    let why = format!("no exchange '{exchange}' in vhost '/'");
    Exception::channel(ReplyCode::NotFound, why)
}

fn cleaned(name: &str) -> Option<String> {
    let breaks = ['\r', '\n'];
    name.contains(breaks).then(|| name.replace(breaks, ""))
}

const SHORTER: &str = "a name without its line breaks is no longer";
