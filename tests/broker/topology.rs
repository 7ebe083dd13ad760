//! Exchanges and bindings on the bench: what a client does with them, and the lines for what comes
//! of it.

use leveret::broker::{
    Binding, BindingKey, Destination, ExchangeDeclare, ExchangeDeletion, ExchangeName, FieldValue,
    Happening, Method, Properties, Publish, QueueName, RoutingKey, Table, UnbindCause,
};

use super::{
    bench::{Client, persistent, queue, table},
    trace::Trace,
};

impl Client<'_> {
    /// Declares a durable exchange.
    pub(crate) fn exchange(&mut self, name: &str, kind: &str) -> Trace {
        self.send(Method::ExchangeDeclare(exchange(name, kind)))
    }

    /// Declares a durable exchange that goes with its last binding.
    pub(crate) fn exchange_auto_delete(&mut self, name: &str, kind: &str) -> Trace {
        self.send(Method::ExchangeDeclare(ExchangeDeclare {
            auto_delete: true,
            ..exchange(name, kind)
        }))
    }

    /// Declares a durable exchange with an alternate exchange.
    pub(crate) fn exchange_with_alternate(
        &mut self,
        name: &str,
        kind: &str,
        alternate: &str,
    ) -> Trace {
        self.send(Method::ExchangeDeclare(ExchangeDeclare {
            arguments: table(&[("alternate-exchange", FieldValue::text(alternate))]),
            ..exchange(name, kind)
        }))
    }

    pub(crate) fn delete_exchange(&mut self, name: &str) -> Trace {
        self.send(Method::ExchangeDelete {
            exchange: exchange_name(name),
            if_unused: false,
        })
    }

    pub(crate) fn bind(&mut self, source: &str, key: &str, to: &str) -> Trace {
        self.send(Method::Bind(to_queue(source, key, to)))
    }

    pub(crate) fn unbind(&mut self, source: &str, key: &str, to: &str) -> Trace {
        self.send(Method::Unbind(to_queue(source, key, to)))
    }

    pub(crate) fn bind_exchange(&mut self, source: &str, key: &str, to: &str) -> Trace {
        self.send(Method::Bind(to_exchange(source, key, to)))
    }

    pub(crate) fn unbind_exchange(&mut self, source: &str, key: &str, to: &str) -> Trace {
        self.send(Method::Unbind(to_exchange(source, key, to)))
    }

    pub(crate) fn publish_via(&mut self, exchange: &str, key: &str) -> Trace {
        self.publish_with_headers(exchange, key, None)
    }

    pub(crate) fn publish_with_headers(
        &mut self,
        exchange: &str,
        key: &str,
        headers: Option<Table>,
    ) -> Trace {
        let publish = persistent(key, "m");
        self.send(Method::Publish(Publish {
            exchange: exchange_name(exchange),
            routing_key: RoutingKey::new(key).expect(SHORT),
            properties: Properties {
                headers,
                ..publish.properties
            },
            ..publish
        }))
    }

    /// The queues that a message goes to, with a space between.
    pub(crate) fn route(&mut self, exchange: &str, key: &str) -> String {
        routed(&self.publish_via(exchange, key))
    }

    /// The same for a message with these headers.
    pub(crate) fn route_with(
        &mut self,
        exchange: &str,
        key: &str,
        headers: &[(&str, FieldValue)],
    ) -> String {
        routed(&self.publish_with_headers(exchange, key, Some(table(headers))))
    }
}

/// The queues that the message went to that was published.
fn routed(left: &Trace) -> String {
    let queues = left.events.iter().find_map(|event| {
        let Happening::Published { queues, .. } = &event.what else {
            return None;
        };
        Some(queues)
    });
    let queues = queues.expect("a message was published");
    let queues: Vec<&str> = queues.iter().map(QueueName::as_str).collect();
    queues.join(" ")
}

/// A durable exchange.
pub(crate) fn exchange(name: &str, kind: &str) -> ExchangeDeclare {
    ExchangeDeclare {
        exchange: exchange_name(name),
        kind: kind.to_owned(),
        passive: false,
        durable: true,
        auto_delete: false,
        internal: false,
        arguments: Table::default(),
    }
}

pub(crate) fn to_queue(source: &str, key: &str, to: &str) -> Binding {
    Binding {
        source: exchange_name(source),
        destination: Destination::Queue(queue(to)),
        key: BindingKey::new(key).expect(SHORT),
        arguments: Table::default(),
    }
}

pub(crate) fn to_exchange(source: &str, key: &str, to: &str) -> Binding {
    Binding {
        destination: Destination::Exchange(exchange_name(to)),
        ..to_queue(source, key, "")
    }
}

pub(crate) fn exchange_name(name: &str) -> ExchangeName {
    ExchangeName::new(name).expect(SHORT)
}

/// What became of exchanges and bindings.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what no story comes to needs no line"
)]
pub(crate) fn change(what: &Happening) -> Option<String> {
    match what {
        Happening::ExchangeDeclared {
            exchange, created, ..
        } => created.then(|| format!("{exchange} created")),
        Happening::ExchangeDeleted { exchange, cause } => Some(match cause {
            ExchangeDeletion::Client(_) => format!("{exchange} deleted: client"),
            ExchangeDeletion::AlreadyGone(_) => format!("{exchange} deleted: already gone"),
            ExchangeDeletion::AutoDelete => format!("{exchange} deleted: auto-delete"),
        }),
        Happening::Bound {
            binding, created, ..
        } => created.then(|| format!("{} bound", edge(binding))),
        Happening::Unbound { binding, cause } => {
            let cause = match cause {
                UnbindCause::Client(_) => "client",
                UnbindCause::AlreadyGone(_) => "already gone",
                UnbindCause::SourceGone => "source gone",
                UnbindCause::DestinationGone => "destination gone",
            };
            Some(format!("{} unbound: {cause}", edge(binding)))
        }
        other => unreachable!("no story comes to {other:?}"),
    }
}

/// A binding as `source -key-> destination`.
pub(crate) fn edge(binding: &Binding) -> String {
    let destination = match &binding.destination {
        Destination::Queue(queue) => format!("queue {queue}"),
        Destination::Exchange(exchange) => format!("exchange {exchange}"),
    };
    format!("{} -{}-> {destination}", binding.source, binding.key)
}

const SHORT: &str = "a story's names are short";
