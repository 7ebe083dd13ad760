//! `x-delivery-count`: how often a quorum queue had handed a message out before
//! (<https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling>).
//!
//! RabbitMQ 4.0 sends it from the second delivery on. It belongs to the delivery: the message that
//! stays in the queue, or is dead-lettered, is without it.

use super::{
    message::{Message, Properties},
    own_headers::with_own,
    table::FieldValue,
};

/// The message as it is delivered after so many deliveries before.
pub(super) fn redelivered(message: &Message, deliveries_before: u32) -> Message {
    let count = FieldValue::Long(i64::from(deliveries_before));
    let headers = with_own(
        message.properties.headers.as_ref(),
        [("x-delivery-count", count)],
    );
    Message {
        properties: Properties {
            headers: Some(headers),
            ..message.properties.clone()
        },
        ..message.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::{
        super::{
            id::{ExchangeName, RoutingKey},
            short_string::ShortString,
            table::Table,
        },
        *,
    };

    #[test]
    fn a_redelivery_says_how_often_the_message_was_out_before() {
        let message = Message {
            exchange: ExchangeName::default_exchange(),
            routing_key: RoutingKey::new("q").expect("it is short"),
            copied_to: Vec::new(),
            properties: Properties::default(),
            body: Rc::from(*b"body"),
            deaths: None,
        };
        let again = redelivered(&message, 2);
        let count = (ShortString::of("x-delivery-count"), FieldValue::Long(2));
        assert_eq!(again.properties.headers, Some(Table(vec![count])));
        assert!(Rc::ptr_eq(&again.body, &message.body));
    }
}
