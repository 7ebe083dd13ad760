//! Exchanges and bindings in plain words.

use super::{client, exchange, line};
use crate::{
    broker::{Binding, Destination, ExchangeDeletion, Happening, UnbindCause},
    simulation::World,
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of routing"
)]
pub(super) fn describe(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::ExchangeDeclared {
            channel,
            exchange: declared,
            created,
        } => {
            let by = client(*channel, world);
            let declared = exchange(declared);
            if *created {
                format!("{declared}: declared by {by}, new and without bindings")
            } else {
                format!("{declared}: declared by {by}; it exists")
            }
        }
        Happening::ExchangeDeleted {
            exchange: deleted,
            cause,
        } => {
            let deleted = exchange(deleted);
            match cause {
                ExchangeDeletion::Client(channel) => {
                    format!("{deleted}: deleted by {}", client(*channel, world))
                }
                ExchangeDeletion::AlreadyGone(channel) => {
                    format!(
                        "{deleted}: {} deletes it, and there is none",
                        client(*channel, world)
                    )
                }
                ExchangeDeletion::AutoDelete => format!(
                    "{deleted}: gone by itself, because it is auto-delete and the last binding from it went"
                ),
            }
        }
        Happening::Bound {
            channel,
            binding,
            created,
        } => {
            let by = client(*channel, world);
            let edge = describe_edge(binding);
            if *created {
                format!("{edge}: bound by {by}")
            } else {
                format!("{edge}: bound by {by}; it was bound so already")
            }
        }
        Happening::Unbound { binding, cause } => {
            let edge = describe_edge(binding);
            match cause {
                UnbindCause::Client(channel) => {
                    format!("{edge}: unbound by {}", client(*channel, world))
                }
                UnbindCause::AlreadyGone(channel) => format!(
                    "{edge}: {} unbinds it, and it was not bound so",
                    client(*channel, world)
                ),
                UnbindCause::SourceGone => format!("{edge}: unbound, because the exchange is gone"),
                UnbindCause::DestinationGone => {
                    format!("{edge}: unbound, because {} is gone", describe_end(binding))
                }
            }
        }
        _ => return None,
    })
}

/// `exchange orders to order_queue, key eu.#, arguments x-match, region`
fn describe_edge(binding: &Binding) -> String {
    let key = match binding.key.as_str() {
        "" => String::new(),
        key => format!(", key {}", line(key)),
    };
    let names: Vec<String> = binding
        .arguments
        .0
        .iter()
        .map(|(name, _)| name.to_string())
        .collect();
    let arguments = if names.is_empty() {
        String::new()
    } else {
        format!(", arguments {}", line(&names.join(", ")))
    };
    let (source, end) = (exchange(&binding.source), describe_end(binding));
    format!("{source} to {end}{key}{arguments}")
}

fn describe_end(binding: &Binding) -> String {
    match &binding.destination {
        Destination::Queue(queue) => line(queue.as_str()),
        Destination::Exchange(to) => exchange(to),
    }
}
