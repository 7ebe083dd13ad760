//! Exchanges, queues and bindings: changed by the broker as the page asks, and answered in a
//! sentence.

use super::message::Topology;
use crate::{
    broker::{Event, ExchangeName, Happening, Method, QueueName, Timestamp},
    host::{Host, Refused},
    simulation::BoundTo,
};

/// Carries out a change, and says what was done.
///
/// # Errors
/// [`Refused`] by the broker; then nothing was done.
pub(super) fn carry_out(
    host: &mut Host,
    now: Timestamp,
    change: Topology,
) -> Result<String, Refused> {
    match change {
        Topology::DeclareQueue(settings) => {
            let events = host.operate(now, settings.declare())?;
            Ok(declared(&events))
        }
        Topology::DeclareExchange(settings) => {
            let done = format!("Exchange {} is declared.", settings.exchange);
            host.operate(now, settings.declare())?;
            Ok(done)
        }
        Topology::DeleteExchange { exchange } => {
            let done = format!("Exchange {exchange} is deleted.");
            host.operate(now, delete_exchange(exchange))?;
            Ok(done)
        }
        Topology::Bind(settings) => {
            let bound = match &settings.destination {
                BoundTo::Queue(queue) => format!("Queue {queue}"),
                BoundTo::Exchange(exchange) => format!("Exchange {exchange}"),
            };
            let done = format!("{bound} is bound to {}.", settings.source);
            host.operate(now, settings.bind())?;
            Ok(done)
        }
        Topology::Unbind { source, binding } => {
            host.unbind(now, &source, &binding)?;
            Ok(format!(
                "{} is no longer bound to {source}.",
                binding.destination
            ))
        }
        Topology::PurgeQueue { queue } => {
            let done = format!("Queue {queue} is purged.");
            host.operate(now, Method::QueuePurge { queue })?;
            Ok(done)
        }
        Topology::DeleteQueue { queue } => {
            let done = format!("Queue {queue} is deleted.");
            host.operate(now, delete(queue))?;
            Ok(done)
        }
    }
}

/// What the broker answered, with the name that it made up if it was to.
fn declared(events: &[Event]) -> String {
    let named = events.iter().find_map(|event| {
        if let Happening::QueueDeclared { queue, .. } = &event.what {
            Some(queue)
        } else {
            None
        }
    });
    named.map_or_else(String::new, |queue| format!("Queue {queue} is declared."))
}

const fn delete_exchange(exchange: ExchangeName) -> Method {
    Method::ExchangeDelete {
        exchange,
        if_unused: false,
    }
}

const fn delete(queue: QueueName) -> Method {
    Method::QueueDelete {
        queue,
        if_unused: false,
        if_empty: false,
    }
}
