//! Exchanges: where publishes arrive, and the rules by which they go on to queues
//! (<https://www.rabbitmq.com/docs/exchanges>).

/// How an exchange routes (AMQP 0-9-1, section 3.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExchangeKind {
    /// To the queues whose binding key is the routing key.
    Direct,
    /// To every queue that is bound.
    Fanout,
    /// To the queues whose bindings' arguments match the headers.
    Headers,
    /// To the queues whose binding key, a pattern of words, matches the routing key.
    Topic,
}

impl ExchangeKind {
    /// The name of the kind on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Fanout => "fanout",
            Self::Headers => "headers",
            Self::Topic => "topic",
        }
    }

    /// The kind of that name; none if there is no such kind.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Direct, Self::Fanout, Self::Headers, Self::Topic]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
use super::{
    Broker, binding::Binding, exception::*, id::*, message::Message, method::ExchangeDeclare,
    queues::QueueId, record::*,
};
/// shim
#[derive(Clone, Debug, Default)]
pub(super) struct Exchanges;
impl Exchanges {
    pub(super) fn durable(&self) -> Vec<DurableExchange> {
        vec![]
    }
    pub(super) fn rebuild(_: Vec<DurableExchange>, _: Vec<std::rc::Rc<Binding>>) -> Self {
        Self
    }
}
impl Broker {
    pub(super) fn durable_bindings(&self) -> Vec<std::rc::Rc<Binding>> {
        vec![]
    }
    pub(super) fn route(&self, e: &ExchangeName, m: &Message) -> Option<Vec<QueueId>> {
        if e.as_str() != "" {
            return None;
        }
        Some(
            self.queues
                .find(&QueueName::from(&m.routing_key))
                .into_iter()
                .collect(),
        )
    }
    pub(super) fn check_publishable(&self, e: &ExchangeName) -> Result<(), Exception> {
        if e.as_str().is_empty() {
            Ok(())
        } else {
            Err(Exception::channel(
                ReplyCode::NotFound,
                format!("no exchange '{e}' in vhost '/'"),
            ))
        }
    }
    pub(super) fn unbind_all_from_queue(&mut self, _: &QueueName) {}
    pub(super) fn declare_exchange(
        &mut self,
        _: ChannelId,
        _: ExchangeDeclare,
    ) -> Result<(), Exception> {
        Ok(())
    }
    pub(super) fn delete_exchange(
        &mut self,
        _: ChannelId,
        _: &ExchangeName,
        _: bool,
    ) -> Result<(), Exception> {
        Ok(())
    }
    pub(super) fn bind(&mut self, _: ChannelId, _: Binding) -> Result<(), Exception> {
        Ok(())
    }
    pub(super) fn unbind(&mut self, _: ChannelId, _: Binding) -> Result<(), Exception> {
        Ok(())
    }
}
