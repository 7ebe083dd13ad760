//! What stories about arguments and properties ask for.

use leveret::broker::{Consume, FieldValue, Method, Properties, Publish, ShortString};

use super::{
    bench::{Client, consumer, persistent, table},
    trace::Trace,
};

impl Client<'_> {
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
            publish.properties.priority = Some(priority);
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
        tag: &str,
        arguments: &[Argument<'_>],
    ) -> Trace {
        self.send(Method::Consume(Consume {
            arguments: table(arguments),
            ..consumer(name, tag)
        }))
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
