//! Jobs: what was asked of the producer and has not all been sent.

use std::rc::Rc;

use crate::{
    broker::{
        DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, Millis, Properties, Publish, ShortString,
    },
    simulation::{
        label::Label,
        outbox::Outbox,
        poison::poisoned,
        publish::{Content, PublishOrders},
    },
};

/// A publish that has something left to send.
#[derive(Clone, Debug)]
pub(super) struct Job {
    publish: PublishOrders,
    sent: u32,
    /// The body, where all messages have the same.
    body: Option<Rc<[u8]>>,
}

impl Job {
    pub(super) fn new(publish: PublishOrders) -> Self {
        let body = match &publish.content {
            Content::Order(_) => None,
            Content::Raw(text) => Some(text.as_bytes().into()),
        };
        Self {
            publish,
            sent: 0,
            body,
        }
    }

    pub(super) const fn left(&self) -> u32 {
        self.publish.count - self.sent
    }

    /// The next message of the job.
    pub(super) fn next(&mut self) -> Publish {
        let body = match &self.body {
            Some(body) => Rc::clone(body),
            None => self.publish.body(self.sent).into_bytes().into(),
        };
        self.sent += 1;
        let delivery_mode = if self.publish.persistent {
            DELIVERY_MODE_PERSISTENT
        } else {
            DELIVERY_MODE_TRANSIENT
        };
        let properties = Properties {
            delivery_mode: Some(delivery_mode),
            priority: self.publish.priority,
            expiration: self.publish.expiration.map(expiration),
            ..Properties::default()
        };
        Publish {
            exchange: self.publish.exchange.clone(),
            routing_key: self.publish.routing_key.clone(),
            mandatory: self.publish.mandatory,
            immediate: false,
            properties: if self.publish.poison {
                poisoned(properties)
            } else {
                properties
            },
            body,
        }
    }

    /// Says what is about to be sent: each order by name, of a large job only each portion.
    pub(super) fn print(&self, out: &mut Outbox, name: &Rc<str>, count: u32) {
        if self.publish.count <= NAMED_COUNT_MAX {
            for index in self.sent..self.sent + count {
                let text = format!("Sent order: {}", self.called(index));
                out.print(name, text);
            }
            return;
        }
        let sent = self.sent + count;
        let text = format!(
            "Sent {count} orders: {} to {} ({sent} of {})",
            self.called(self.sent),
            self.called(sent - 1),
            self.publish.count,
        );
        out.print(name, text);
    }

    fn called(&self, index: u32) -> String {
        Label::of(self.publish.body(index).as_bytes()).called()
    }
}

/// A time to live as the property has it: a number as text.
fn expiration(length: Millis) -> ShortString {
    ShortString::of(&length.0.to_string())
}

/// Orders in a job that are named in the log one by one. More would push everything else out of it.
const NAMED_COUNT_MAX: u32 = 100;
