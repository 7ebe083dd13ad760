//! What a client's methods ask of the broker.
//!
//! Fields that mean nothing any more are left out: tickets, and `no-local`, which RabbitMQ ignores.

use super::content::Envelope;
use crate::{
    broker::{
        Binding, BindingKey, Consume, ConsumerTag, DeliveryTag, Destination, ExchangeDeclare,
        ExchangeName, Method as Request, NameTooLong, QueueDeclare, QueueName, RoutingKey,
    },
    protocol::codec::{
        Method,
        method::{Basic, Confirm, Exchange, Queue, Tx},
    },
};

/// A request, and whether the client wants no answer.
pub(super) struct Asked {
    pub(super) method: Request,
    pub(super) no_wait: bool,
}

/// None if the method is one that only a server may say, or that has no place on a channel.
pub(super) fn parse(method: Method<'_>) -> Option<Asked> {
    match method {
        Method::Exchange(method) => exchange(method),
        Method::Queue(method) => queue(method),
        Method::Basic(method) => basic(method),
        Method::Confirm(Confirm::Select { no_wait }) => {
            Some(asked(Request::ConfirmSelect, no_wait))
        }
        Method::Tx(Tx::Select) => Some(asked(Request::TxSelect, false)),
        Method::Tx(Tx::Commit) => Some(asked(Request::TxCommit, false)),
        Method::Tx(Tx::Rollback) => Some(asked(Request::TxRollback, false)),
        Method::Confirm(Confirm::SelectOk)
        | Method::Tx(Tx::SelectOk | Tx::CommitOk | Tx::RollbackOk)
        | Method::Connection(_)
        | Method::Channel(_)
        | Method::Access(_) => None,
    }
}

pub(super) fn envelope(
    exchange: &str,
    routing_key: &str,
    mandatory: bool,
    immediate: bool,
) -> Envelope {
    Envelope {
        exchange: name(ExchangeName::new(exchange)),
        routing_key: name(RoutingKey::new(routing_key)),
        mandatory,
        immediate,
    }
}

fn exchange(method: Exchange<'_>) -> Option<Asked> {
    Some(match method {
        Exchange::Declare {
            exchange,
            kind,
            passive,
            durable,
            auto_delete,
            internal,
            no_wait,
            arguments,
            ..
        } => {
            let declare = ExchangeDeclare {
                exchange: name(ExchangeName::new(exchange)),
                kind: kind.to_owned(),
                passive,
                durable,
                auto_delete,
                internal,
                arguments,
            };
            asked(Request::ExchangeDeclare(declare), no_wait)
        }
        Exchange::Delete {
            exchange,
            if_unused,
            no_wait,
            ..
        } => {
            let exchange = name(ExchangeName::new(exchange));
            let delete = Request::ExchangeDelete {
                exchange,
                if_unused,
            };
            asked(delete, no_wait)
        }
        Exchange::Bind {
            destination,
            source,
            routing_key,
            no_wait,
            arguments,
            ..
        } => {
            let binding = Binding {
                source: name(ExchangeName::new(source)),
                destination: Destination::Exchange(name(ExchangeName::new(destination))),
                key: name(BindingKey::new(routing_key)),
                arguments,
            };
            asked(Request::Bind(binding), no_wait)
        }
        Exchange::Unbind {
            destination,
            source,
            routing_key,
            no_wait,
            arguments,
            ..
        } => {
            let binding = Binding {
                source: name(ExchangeName::new(source)),
                destination: Destination::Exchange(name(ExchangeName::new(destination))),
                key: name(BindingKey::new(routing_key)),
                arguments,
            };
            asked(Request::Unbind(binding), no_wait)
        }
        Exchange::DeclareOk {}
        | Exchange::DeleteOk {}
        | Exchange::BindOk {}
        | Exchange::UnbindOk {} => return None,
    })
}

fn queue(method: Queue<'_>) -> Option<Asked> {
    Some(match method {
        Queue::Declare {
            queue,
            passive,
            durable,
            exclusive,
            auto_delete,
            no_wait,
            arguments,
            ..
        } => {
            let declare = QueueDeclare {
                queue: name(QueueName::new(queue)),
                passive,
                durable,
                exclusive,
                auto_delete,
                arguments,
            };
            asked(Request::QueueDeclare(declare), no_wait)
        }
        Queue::Bind {
            queue,
            exchange,
            routing_key,
            no_wait,
            arguments,
            ..
        } => {
            let binding = Binding {
                source: name(ExchangeName::new(exchange)),
                destination: Destination::Queue(name(QueueName::new(queue))),
                key: name(BindingKey::new(routing_key)),
                arguments,
            };
            asked(Request::Bind(binding), no_wait)
        }
        Queue::Unbind {
            queue,
            exchange,
            routing_key,
            arguments,
            ..
        } => {
            let binding = Binding {
                source: name(ExchangeName::new(exchange)),
                destination: Destination::Queue(name(QueueName::new(queue))),
                key: name(BindingKey::new(routing_key)),
                arguments,
            };
            asked(Request::Unbind(binding), false)
        }
        Queue::Purge { queue, no_wait, .. } => {
            let queue = name(QueueName::new(queue));
            asked(Request::QueuePurge { queue }, no_wait)
        }
        Queue::Delete {
            queue,
            if_unused,
            if_empty,
            no_wait,
            ..
        } => {
            let delete = Request::QueueDelete {
                queue: name(QueueName::new(queue)),
                if_unused,
                if_empty,
            };
            asked(delete, no_wait)
        }
        Queue::DeclareOk { .. }
        | Queue::BindOk {}
        | Queue::PurgeOk { .. }
        | Queue::DeleteOk { .. }
        | Queue::UnbindOk {} => return None,
    })
}

fn basic(method: Basic<'_>) -> Option<Asked> {
    let request = match method {
        Basic::Consume {
            queue,
            consumer_tag,
            no_ack,
            exclusive,
            no_wait,
            arguments,
            ..
        } => {
            let consume = Consume {
                queue: name(QueueName::new(queue)),
                consumer_tag: name(ConsumerTag::new(consumer_tag)),
                no_ack,
                exclusive,
                arguments,
            };
            return Some(asked(Request::Consume(consume), no_wait));
        }
        Basic::Cancel {
            consumer_tag,
            no_wait,
        } => {
            let consumer_tag = name(ConsumerTag::new(consumer_tag));
            return Some(asked(Request::Cancel { consumer_tag }, no_wait));
        }
        Basic::Qos {
            prefetch_size,
            prefetch_count,
            global,
        } => Request::Qos {
            prefetch_size,
            prefetch_count,
            global,
        },
        Basic::Get { queue, no_ack, .. } => Request::Get {
            queue: name(QueueName::new(queue)),
            no_ack,
        },
        Basic::Ack {
            delivery_tag,
            multiple,
        } => Request::Ack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple,
        },
        Basic::Nack {
            delivery_tag,
            multiple,
            requeue,
        } => Request::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple,
            requeue,
        },
        Basic::Reject {
            delivery_tag,
            requeue,
        } => Request::Reject {
            delivery_tag: DeliveryTag(delivery_tag),
            requeue,
        },
        Basic::Recover { requeue } => Request::Recover { requeue },
        Basic::RecoverAsync { requeue } => Request::RecoverAsync { requeue },
        // A publish is put together with its content before it is a request.
        Basic::Publish { .. }
        | Basic::QosOk {}
        | Basic::ConsumeOk { .. }
        | Basic::CancelOk { .. }
        | Basic::Return { .. }
        | Basic::Deliver { .. }
        | Basic::GetOk { .. }
        | Basic::GetEmpty { .. }
        | Basic::RecoverOk {} => return None,
    };
    Some(asked(request, false))
}

const fn asked(method: Request, no_wait: bool) -> Asked {
    Asked { method, no_wait }
}

fn name<T>(name: Result<T, NameTooLong>) -> T {
    name.expect("a short string on the wire has at most 255 bytes")
}
