//! A client of a story, and the methods it calls.

use leveret::broker::{
    ChannelId, Command, Consume, DeliveryTag, FieldValue, Method, Properties, Publish, QueueDeclare,
};

use super::{Bench, consumer, durable, persistent, queue, table, tag};
use crate::trace::Trace;

/// A client that speaks on one channel.
#[derive(Debug)]
pub(crate) struct Client<'a> {
    pub(super) bench: &'a mut Bench,
    pub(super) channel: ChannelId,
}

impl Client<'_> {
    pub(crate) fn open(&mut self) -> Trace {
        let channel = self.channel;
        self.bench.ask(Command::OpenChannel { channel })
    }

    pub(crate) fn close(&mut self) -> Trace {
        let channel = self.channel;
        self.bench.ask(Command::CloseChannel { channel })
    }

    pub(crate) fn send(&mut self, method: Method) -> Trace {
        let channel = self.channel;
        self.bench.ask(Command::Method { channel, method })
    }

    /// Declares a durable queue.
    pub(crate) fn declare(&mut self, name: &str) -> Trace {
        self.send(Method::QueueDeclare(durable(name)))
    }

    /// Declares a durable queue with arguments.
    pub(crate) fn declare_with(&mut self, name: &str, arguments: &[(&str, FieldValue)]) -> Trace {
        self.send(Method::QueueDeclare(QueueDeclare {
            arguments: table(arguments),
            ..durable(name)
        }))
    }

    pub(crate) fn declare_transient(&mut self, name: &str) -> Trace {
        let durable = QueueDeclare {
            durable: false,
            ..durable(name)
        };
        self.send(Method::QueueDeclare(durable))
    }

    pub(crate) fn declare_passive(&mut self, name: &str) -> Trace {
        let passive = QueueDeclare {
            passive: true,
            durable: false,
            ..durable(name)
        };
        self.send(Method::QueueDeclare(passive))
    }

    pub(crate) fn purge(&mut self, name: &str) -> Trace {
        self.send(Method::QueuePurge { queue: queue(name) })
    }

    pub(crate) fn delete(&mut self, name: &str) -> Trace {
        self.send(Method::QueueDelete {
            queue: queue(name),
            if_unused: false,
            if_empty: false,
        })
    }

    /// Publishes a persistent message to a queue by its name.
    pub(crate) fn publish(&mut self, to: &str, body: &str) -> Trace {
        self.send(Method::Publish(persistent(to, body)))
    }

    pub(crate) fn publish_transient(&mut self, to: &str, body: &str) -> Trace {
        self.send(Method::Publish(Publish {
            properties: Properties::default(),
            ..persistent(to, body)
        }))
    }

    pub(crate) fn publish_mandatory(&mut self, to: &str, body: &str) -> Trace {
        self.send(Method::Publish(Publish {
            mandatory: true,
            ..persistent(to, body)
        }))
    }

    /// Publishes several and joins what left.
    pub(crate) fn publish_each(&mut self, to: &str, bodies: &[&str]) -> Trace {
        let mut all = Trace::default();
        for body in bodies {
            all.extend(self.publish(to, body));
        }
        all
    }

    pub(crate) fn confirm_select(&mut self) -> Trace {
        self.send(Method::ConfirmSelect)
    }

    pub(crate) fn qos(&mut self, prefetch_count: u16) -> Trace {
        self.send(Method::Qos {
            prefetch_size: 0,
            prefetch_count,
            global: false,
        })
    }

    pub(crate) fn consume(&mut self, name: &str, consumer_tag: &str) -> Trace {
        self.send(Method::Consume(consumer(name, consumer_tag)))
    }

    pub(crate) fn consume_no_ack(&mut self, name: &str, consumer_tag: &str) -> Trace {
        self.send(Method::Consume(Consume {
            no_ack: true,
            ..consumer(name, consumer_tag)
        }))
    }

    pub(crate) fn cancel(&mut self, consumer: &str) -> Trace {
        let consumer_tag = tag(consumer);
        self.send(Method::Cancel { consumer_tag })
    }

    pub(crate) fn get(&mut self, name: &str) -> Trace {
        let queue = queue(name);
        self.send(Method::Get {
            queue,
            no_ack: false,
        })
    }

    pub(crate) fn get_no_ack(&mut self, name: &str) -> Trace {
        let queue = queue(name);
        self.send(Method::Get {
            queue,
            no_ack: true,
        })
    }

    pub(crate) fn ack(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Ack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: false,
        })
    }

    pub(crate) fn ack_multiple(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Ack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: true,
        })
    }

    pub(crate) fn nack_requeue(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: false,
            requeue: true,
        })
    }

    pub(crate) fn nack_requeue_multiple(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: true,
            requeue: true,
        })
    }

    pub(crate) fn nack_drop_multiple(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: true,
            requeue: false,
        })
    }

    pub(crate) fn reject_requeue(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Reject {
            delivery_tag: DeliveryTag(delivery_tag),
            requeue: true,
        })
    }

    pub(crate) fn reject_drop(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Reject {
            delivery_tag: DeliveryTag(delivery_tag),
            requeue: false,
        })
    }
}
