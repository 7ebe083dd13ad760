//! The publish form, parsed once from what a person typed.

use super::{
    field::{Field, FieldError, parse_exchange_name, parse_queue_name, parse_whole},
    message_property::MessageProperty,
    order::Order,
    publish::{COUNT_RIGHT, Content, PublishOrders, check_body, check_name, total_error},
    settings::PUBLISH_COUNT_MAX,
    table_form::{TypedRow, parse_rows},
};
use crate::broker::{Millis, NameTooLong, RoutingKey};

/// The publish form as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct PublishForm<'a> {
    /// The exchange's name; empty is the default exchange.
    pub exchange: &'a str,
    /// The routing key; on the default exchange the queue's name.
    pub routing_key: &'a str,
    /// What to send.
    pub content: FormContent<'a>,
    /// `delivery_mode` 2, or else 1.
    pub persistent: bool,
    /// Ask for the message back if no queue takes it.
    pub mandatory: bool,
    /// The priority; empty is none.
    pub priority: &'a str,
    /// Milliseconds after which it expires; empty is never.
    pub expiration: &'a str,
    /// Properties that are texts; an empty one is none.
    pub properties: &'a [(MessageProperty, String)],
    /// The headers.
    pub headers: &'a [TypedRow],
    /// Whether whoever takes it fails.
    pub poison: bool,
    /// How many.
    pub count: &'a str,
}

/// What to send, as it was typed.
#[derive(Clone, Copy, Debug)]
pub enum FormContent<'a> {
    /// The fields of an order.
    Order {
        /// Its id.
        id: &'a str,
        /// Who ordered.
        user: &'a str,
        /// What it costs.
        total: &'a str,
    },
    /// A text that is sent as it stands.
    Raw(&'a str),
}

impl PublishForm<'_> {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<PublishOrders, Vec<FieldError>> {
        let mut errors = Vec::new();
        let exchange = parse_exchange_name(self.exchange).map_err(|error| errors.push(error));
        let routing_key = self.parse_routing_key().map_err(|error| errors.push(error));
        let content = self.content.parse().map_err(|found| errors.extend(found));
        let priority = self.parse_priority().map_err(|error| errors.push(error));
        let expiration = self.parse_expiration().map_err(|error| errors.push(error));
        let headers = parse_rows(self.headers).map_err(|found| errors.extend(found));
        let count = parse_count(self.count).map_err(|error| errors.push(error));
        let (Ok(exchange), Ok(routing_key), Ok(content)) = (exchange, routing_key, content) else {
            return Err(errors);
        };
        let (Ok(priority), Ok(expiration), Ok(headers), Ok(count)) =
            (priority, expiration, headers, count)
        else {
            return Err(errors);
        };
        let publish = PublishOrders {
            exchange,
            routing_key,
            content,
            persistent: self.persistent,
            mandatory: self.mandatory,
            priority,
            expiration,
            properties: self.properties_typed(),
            headers,
            poison: self.poison,
            count,
        };
        publish.validate().map(|()| publish)
    }

    fn properties_typed(&self) -> Vec<(MessageProperty, String)> {
        let typed = self.properties.iter().filter(|(_, text)| !text.is_empty());
        typed.cloned().collect()
    }

    fn parse_routing_key(&self) -> Result<RoutingKey, FieldError> {
        if self.exchange.trim().is_empty() {
            return parse_queue_name(self.routing_key).map(|queue| RoutingKey::from(&queue));
        }
        RoutingKey::new(self.routing_key.trim()).map_err(|NameTooLong { bytes }| {
            let message = format!("A routing key has at most 255 bytes; this one has {bytes}.");
            FieldError::new(Field::Queue, message)
        })
    }

    fn parse_priority(&self) -> Result<Option<u8>, FieldError> {
        let right = "A priority is a whole number from 0 to 255";
        let priority = parse_optional(Field::Priority, self.priority, u8::MAX.into(), right)?;
        Ok(priority.map(|priority| u8::try_from(priority).expect("the range ends with the type")))
    }

    fn parse_expiration(&self) -> Result<Option<Millis>, FieldError> {
        let right = "An expiration is a whole number of milliseconds from 0 to 4294967295";
        let expiration =
            parse_optional(Field::Expiration, self.expiration, u32::MAX.into(), right)?;
        Ok(expiration.map(Millis))
    }
}

/// Reads a whole number where there may be none.
fn parse_optional(
    field: Field,
    text: &str,
    most: u64,
    right: &str,
) -> Result<Option<u64>, FieldError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse_whole(field, text, 0..=most, right).map(Some)
}

impl FormContent<'_> {
    fn parse(&self) -> Result<Content, Vec<FieldError>> {
        match *self {
            Self::Raw(text) => match check_body(text) {
                None => Ok(Content::Raw(text.to_owned())),
                Some(error) => Err(vec![error]),
            },
            Self::Order { id, user, total } => match (
                check_name(Field::OrderId, id),
                check_name(Field::User, user),
                parse_total(total),
            ) {
                (None, None, Ok(total)) => Ok(Content::Order(Order {
                    id: id.trim().to_owned(),
                    user: user.trim().to_owned(),
                    total,
                })),
                (id, user, total) => Err([id, user, total.err()].into_iter().flatten().collect()),
            },
        }
    }
}

fn parse_count(text: &str) -> Result<u32, FieldError> {
    let range = 1..=u64::from(PUBLISH_COUNT_MAX);
    let count = parse_whole(Field::Count, text, range, COUNT_RIGHT)?;
    Ok(u32::try_from(count).expect("the range ends below the type's end"))
}

fn parse_total(text: &str) -> Result<f64, FieldError> {
    let text = text.trim();
    let looks_like_a_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match text.parse::<f64>() {
        Ok(total) if total.is_finite() && looks_like_a_number => Ok(total),
        Ok(total) if looks_like_a_number && !total.is_finite() => {
            Err(total_error("this one is too large"))
        }
        Ok(_) | Err(_) if text.is_empty() => Err(total_error("there is nothing here")),
        Ok(_) | Err(_) if text.contains(',') => Err(total_error("write a point for the comma")),
        Ok(_) | Err(_) => Err(total_error("this is not a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::limits::MESSAGE_BYTES_MAX;

    const FORM: PublishForm<'_> = PublishForm {
        exchange: "",
        routing_key: "order_queue",
        content: FormContent::Order {
            id: "order_123",
            user: "john",
            total: "99.99",
        },
        persistent: true,
        mandatory: false,
        priority: "",
        expiration: "",
        properties: &[],
        headers: &[],
        poison: false,
        count: "1",
    };

    fn messages(form: PublishForm<'_>) -> Vec<(Field, String)> {
        form.parse()
            .expect_err("a wrong form")
            .into_iter()
            .map(|error| (error.field, error.message))
            .collect()
    }

    #[test]
    fn the_courses_first_order_as_typed() {
        let [first, _] = Order::course();
        assert_eq!(FORM.parse(), Ok(PublishOrders::as_the_course_does(first)));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let form = PublishForm {
            routing_key: "",
            content: FormContent::Order {
                id: " ",
                user: "",
                total: "much",
            },
            count: "0",
            ..FORM
        };
        let wrong = [
            (Field::Queue, "Name a queue, such as order_queue."),
            (
                Field::OrderId,
                "The order id is a text such as order_125; there is nothing here.",
            ),
            (
                Field::User,
                "The user is a text such as john; there is nothing here.",
            ),
            (
                Field::Total,
                "The total is a number such as 99.99; this is not a number.",
            ),
            (
                Field::Count,
                "The count is a whole number from 1 to 100000; 0 is too small.",
            ),
        ];
        assert_eq!(
            messages(form),
            wrong.map(|(field, message)| (field, message.to_owned()))
        );
    }

    #[test]
    fn a_total_is_a_finite_number() {
        for (text, total) in [
            ("99.99", 99.99),
            (" 5 ", 5.0),
            ("-1.5", -1.5),
            ("1e3", 1000.0),
        ] {
            assert_eq!(parse_total(text), Ok(total));
        }
        for (text, wrong) in [
            ("", "there is nothing here"),
            ("NaN", "this is not a number"),
            ("inf", "this is not a number"),
            ("1e999", "this one is too large"),
            ("99,99", "write a point for the comma"),
            ("€5", "this is not a number"),
        ] {
            assert_eq!(parse_total(text), Err(total_error(wrong)));
        }
    }

    #[test]
    fn a_count_is_from_1_to_100000() {
        for (text, wrong) in [
            ("", "there is nothing here."),
            ("-5", "-5 is negative."),
            ("2.5", "2.5 is a fraction."),
            ("100001", "100001 is too large."),
            ("lots", "“lots” is not a number."),
        ] {
            let form = PublishForm {
                count: text,
                ..FORM
            };
            let message = format!("{COUNT_RIGHT}; {wrong}");
            assert_eq!(messages(form), [(Field::Count, message)]);
        }
    }

    #[test]
    fn long_names_and_large_bodies_are_refused() {
        let long = "é".repeat(128);
        let form = PublishForm {
            content: FormContent::Order {
                id: &long,
                user: "john",
                total: "1",
            },
            ..FORM
        };
        let message = "The order id has at most 255 bytes; this one has 256.".to_owned();
        assert_eq!(messages(form), [(Field::OrderId, message)]);

        let body = "x".repeat(MESSAGE_BYTES_MAX + 1);
        let form = PublishForm {
            content: FormContent::Raw(&body),
            ..FORM
        };
        let message = "A body has at most 16 MiB (16777216 bytes), RabbitMQ's limit; this one has \
                       16777217."
            .to_owned();
        assert_eq!(messages(form), [(Field::Body, message)]);
    }

    #[test]
    fn many_large_bodies_are_refused_together() {
        let body = "x".repeat(MESSAGE_BYTES_MAX);
        let publish = |count| PublishForm {
            content: FormContent::Raw(&body),
            count,
            ..FORM
        };
        assert!(publish("16").parse().is_ok());
        let message =
            "Of a body of 16777216 bytes at most 16 can be published at once, 256 MiB in \
                       all; 17 is too many."
                .to_owned();
        assert_eq!(messages(publish("17")), [(Field::Count, message)]);
    }

    #[test]
    fn a_request_that_was_not_parsed_here_is_held_to_the_same_rules() {
        let [first, _] = Order::course();
        let arrived = PublishOrders {
            count: 0,
            content: Content::Order(Order {
                total: f64::NAN,
                ..first.clone()
            }),
            ..PublishOrders::as_the_course_does(first)
        };
        let errors = arrived.validate().expect_err("two errors");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Total, Field::Count]);
    }
}
