//! What stories about arguments and properties ask for.

use leveret::broker::{
    Binding, BindingKey, Consume, ConsumerTag, Destination, ExchangeDeclare, ExchangeName,
    FieldValue, Method, Properties, Publish, QueueDeclare, ShortString, Table,
};

use super::{
    bench::{Client, durable, persistent, queue},
    trace::Trace,
};

impl Client<'_> {
    /// Declares a durable queue with these arguments.
    pub(crate) fn declare_with(&mut self, name: &str, arguments: &[Argument<'_>]) -> Trace {
        self.declare_as(name, |declare| declare.arguments = table(arguments))
    }

    /// Declares a queue that is durable, and then changed so.
    pub(crate) fn declare_as(&mut self, name: &str, change: impl Fn(&mut QueueDeclare)) -> Trace {
        let mut declare = durable(name);
        change(&mut declare);
        self.send(Method::QueueDeclare(declare))
    }

    /// Publishes a persistent message that is then changed so.
    pub(crate) fn publish_as(
        &mut self,
        to: &str,
        body: &str,
        change: impl Fn(&mut Publish),
    ) -> Trace {
        let mut publish = persistent(to, body);
        change(&mut publish);
        self.send(Method::Publish(publish))
    }

    /// Publishes a persistent message with an expiration.
    pub(crate) fn publish_expiring(&mut self, to: &str, body: &str, millis: &str) -> Trace {
        self.publish_as(to, body, |publish| {
            publish.properties.expiration = Some(ShortString::of(millis));
        })
    }

    /// Publishes a persistent message with a priority.
    pub(crate) fn publish_urgent(&mut self, to: &str, body: &str, priority: u8) -> Trace {
        self.publish_as(to, body, |publish| {
            publish.properties.priority = Some(priority)
        })
    }

    /// Publishes a persistent message with headers.
    pub(crate) fn publish_with(&mut self, to: &str, body: &str, headers: &[Argument<'_>]) -> Trace {
        self.publish_as(to, body, |publish| {
            publish.properties = Properties {
                headers: Some(table(headers)),
                ..publish.properties.clone()
            };
        })
    }

    /// Starts a consumer with these arguments.
    pub(crate) fn consume_with(
        &mut self,
        name: &str,
        consumer: &str,
        arguments: &[Argument<'_>],
    ) -> Trace {
        self.send(Method::Consume(Consume {
            queue: queue(name),
            consumer_tag: ConsumerTag::new(consumer).expect("a story's names are short"),
            no_ack: false,
            exclusive: false,
            arguments: table(arguments),
        }))
    }

    /// Declares a durable fanout exchange and binds queues to it.
    pub(crate) fn fan_out(&mut self, name: &str, queues: &[&str]) {
        let exchange = ExchangeName::new(name).expect("a story's names are short");
        self.send(Method::ExchangeDeclare(ExchangeDeclare {
            exchange: exchange.clone(),
            kind: "fanout".to_owned(),
            passive: false,
            durable: true,
            auto_delete: false,
            internal: false,
            arguments: Table::default(),
        }));
        for name in queues {
            self.send(Method::Bind(Binding {
                source: exchange.clone(),
                destination: Destination::Queue(queue(name)),
                key: BindingKey::new("").expect("it is short"),
                arguments: Table::default(),
            }));
        }
    }
}

/// An argument or a header.
pub(crate) type Argument<'a> = (&'a str, FieldValue);

pub(crate) fn int(number: i32) -> FieldValue {
    FieldValue::Int(number)
}

pub(crate) fn text(text: &str) -> FieldValue {
    FieldValue::text(text)
}

pub(crate) fn texts(several: &[&str]) -> FieldValue {
    FieldValue::Array(several.iter().map(|one| text(one)).collect())
}

fn table(arguments: &[Argument<'_>]) -> Table {
    let fields = arguments.iter();
    Table(
        fields
            .map(|(name, value)| (ShortString::of(name), value.clone()))
            .collect(),
    )
}
