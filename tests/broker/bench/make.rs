//! What stories' clients say, with what most of them do not care about filled in.

use leveret::broker::{
    Consume, ConsumerTag, DELIVERY_MODE_PERSISTENT, ExchangeName, FieldValue, Properties, Publish,
    QueueDeclare, QueueName, RoutingKey, ShortString, Table,
};

pub(crate) fn durable(name: &str) -> QueueDeclare {
    QueueDeclare {
        queue: queue(name),
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Table::default(),
    }
}

pub(crate) fn persistent(to: &str, body: &str) -> Publish {
    Publish {
        exchange: ExchangeName::default_exchange(),
        routing_key: RoutingKey::new(to).expect("a story's names are short"),
        mandatory: false,
        immediate: false,
        properties: Properties {
            delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
            ..Properties::default()
        },
        body: body.as_bytes().into(),
    }
}

pub(crate) fn table(fields: &[(&str, FieldValue)]) -> Table {
    let fields = fields.iter();
    Table(
        fields
            .map(|(name, value)| (ShortString::of(name), value.clone()))
            .collect(),
    )
}

pub(crate) fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("a story's names are short")
}

/// A consumer that acknowledges what it gets.
pub(crate) fn consumer(queue_name: &str, consumer_tag: &str) -> Consume {
    Consume {
        queue: queue(queue_name),
        consumer_tag: tag(consumer_tag),
        no_ack: false,
        exclusive: false,
        arguments: Table::default(),
    }
}

pub(crate) fn tag(name: &str) -> ConsumerTag {
    ConsumerTag::new(name).expect("a story's names are short")
}
