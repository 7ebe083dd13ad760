//! What the page's producer is asked to publish.

use serde::{Deserialize, Serialize};

use super::{
    label::Label,
    order::Order,
    settings::{Field, FieldError, PUBLISH_COUNT_MAX, order_queue, parse_queue_name, parse_whole},
};
use crate::broker::{RoutingKey, limits::MESSAGE_BYTES_MAX, limits::SHORT_STRING_BYTES_MAX};

/// One order or many, to the default exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishOrders {
    /// The queue's name, since on the default exchange that is the routing key.
    pub routing_key: RoutingKey,
    /// What to send.
    pub content: Content,
    /// `delivery_mode` 2, or else 1.
    pub persistent: bool,
    /// Ask for the message back if no queue takes it.
    pub mandatory: bool,
    /// How many, from 1. Of many orders each has an id of its own, counted up from the first.
    pub count: u32,
}

/// What to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// An order, as JSON.
    Order(Order),
    /// Any text, as it stands.
    Raw(String),
}

/// The publish form as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct PublishForm<'a> {
    /// The queue's name.
    pub queue: &'a str,
    /// What to send.
    pub content: FormContent<'a>,
    /// `delivery_mode` 2, or else 1.
    pub persistent: bool,
    /// Ask for the message back if no queue takes it.
    pub mandatory: bool,
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
        let queue = parse_queue_name(self.queue).map_err(|error| errors.push(error));
        let content = match self.content {
            FormContent::Raw(text) => Ok(Content::Raw(text.to_owned())),
            FormContent::Order { id, user, total } => parse_total(total)
                .map(|total| {
                    Content::Order(Order {
                        id: id.trim().to_owned(),
                        user: user.trim().to_owned(),
                        total,
                    })
                })
                .map_err(|error| {
                    errors.extend(check_name(Field::OrderId, id));
                    errors.extend(check_name(Field::User, user));
                    errors.push(error);
                }),
        };
        let count = parse_count(self.count).map_err(|error| errors.push(error));
        if let Ok(content) = &content {
            errors.extend(content.check());
        }
        let (Ok(queue), Ok(content), Ok(count)) = (queue, content, count) else {
            return Err(errors);
        };
        let publish = PublishOrders {
            routing_key: RoutingKey::from(&queue),
            content,
            persistent: self.persistent,
            mandatory: self.mandatory,
            count,
        };
        publish.validate().map(|()| publish)
    }
}

impl PublishOrders {
    /// One order as the course publishes it.
    #[must_use]
    pub fn as_the_course_does(order: Order) -> Self {
        Self {
            routing_key: RoutingKey::from(&order_queue()),
            content: Content::Order(order),
            persistent: true,
            mandatory: false,
            count: 1,
        }
    }

    /// Checks a request that was not parsed here.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.routing_key.as_str().trim().is_empty() {
            errors.push(FieldError::no_queue());
        }
        errors.extend(self.content.check());
        if !(1..=PUBLISH_COUNT_MAX).contains(&self.count) {
            let message = format!("{COUNT_RIGHT}; {} is not.", self.count);
            errors.push(FieldError::new(Field::Count, message));
        } else if let Some(error) = self.check_bytes() {
            errors.push(error);
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The text of message number `index`, counted from 0.
    #[must_use]
    pub fn body(&self, index: u32) -> String {
        match &self.content {
            Content::Order(order) => order.counted_up(index).to_json(),
            Content::Raw(text) => text.clone(),
        }
    }

    /// What to call message number `index` in a line of the log.
    #[must_use]
    pub fn label(&self, index: u32) -> Label {
        Label::of(self.body(index).as_bytes())
    }

    fn check_bytes(&self) -> Option<FieldError> {
        let each = match &self.content {
            Content::Order(_) => return None,
            Content::Raw(text) => text.len(),
        };
        let most = PUBLISH_BYTES_MAX / each.max(1);
        let count = usize::try_from(self.count).unwrap_or(usize::MAX);
        (count > most).then(|| {
            let message = format!(
                "Of a body of {each} bytes at most {most} can be published at once, 256 MiB in all; \
                 {count} is too many."
            );
            FieldError::new(Field::Count, message)
        })
    }
}

impl Content {
    fn check(&self) -> Vec<FieldError> {
        match self {
            Self::Order(order) => {
                let mut errors: Vec<FieldError> = check_name(Field::OrderId, &order.id)
                    .into_iter()
                    .chain(check_name(Field::User, &order.user))
                    .collect();
                if !order.total.is_finite() {
                    errors.push(total_error("this one is not finite"));
                }
                errors
            }
            Self::Raw(text) if text.len() > MESSAGE_BYTES_MAX => {
                let message = format!(
                    "A body has at most 16 MiB (16777216 bytes), RabbitMQ's limit; this one has {}.",
                    text.len()
                );
                vec![FieldError::new(Field::Body, message)]
            }
            Self::Raw(_) => Vec::new(),
        }
    }
}

/// Bytes that one publish of many may make: they all have to fit in memory, and on a phone's too.
const PUBLISH_BYTES_MAX: usize = 256 * 1024 * 1024;

const COUNT_RIGHT: &str = "The count is a whole number from 1 to 100000";

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

fn total_error(wrong: &str) -> FieldError {
    let message = format!("The total is a number such as 99.99; {wrong}.");
    FieldError::new(Field::Total, message)
}

/// An id and a user's name have something in them and are no longer than AMQP's own names.
fn check_name(field: Field, name: &str) -> Option<FieldError> {
    let (what, example) = match field {
        Field::User => ("user", "john"),
        Field::OrderId
        | Field::Queue
        | Field::Prefetch
        | Field::Sleep
        | Field::Total
        | Field::Body
        | Field::Count
        | Field::DeliveryTag => ("order id", "order_125"),
    };
    let name = name.trim();
    let message = if name.is_empty() {
        format!("The {what} is a text such as {example}; there is nothing here.")
    } else if name.len() > SHORT_STRING_BYTES_MAX {
        let bytes = name.len();
        format!("The {what} has at most 255 bytes; this one has {bytes}.")
    } else {
        return None;
    };
    Some(FieldError::new(field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: PublishForm<'_> = PublishForm {
        queue: "order_queue",
        content: FormContent::Order {
            id: "order_123",
            user: "john",
            total: "99.99",
        },
        persistent: true,
        mandatory: false,
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
            queue: "",
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
