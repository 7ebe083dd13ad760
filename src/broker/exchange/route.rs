//! Routing: from an exchange, through others, to queues.
//!
//! A message goes to each queue once, whatever the number of ways there, and through each exchange
//! once, so cycles end (<https://www.rabbitmq.com/docs/e2e>). An exchange that matches nothing
//! hands the message to its alternate exchange (<https://www.rabbitmq.com/docs/ae>); one that
//! matches another exchange, even if that leads to no queue, has matched.

use super::{
    super::{Broker, cause::RoutingCause, id::ExchangeName, message::Message, queues::QueueId},
    ExchangeKind,
    found::Found,
};

/// Where a message goes.
#[derive(Debug)]
pub(in crate::broker) struct Route {
    /// The queues, ascending, each once.
    pub(in crate::broker) queues: Vec<QueueId>,
    /// The rule that found them.
    pub(in crate::broker) cause: RoutingCause,
}

impl Broker {
    /// The queues that a message goes to, ascending, each once; none if there is no such exchange.
    /// They are put into a list that was used before, so that a publish need not allocate one.
    pub(in crate::broker) fn route(
        &self,
        exchange: &ExchangeName,
        message: &Message,
        mut used: Vec<QueueId>,
    ) -> Option<Route> {
        used.clear();
        if exchange.as_str().is_empty() {
            self.route_by_queue_name(message, &mut used);
            return Some(Route {
                queues: used,
                cause: RoutingCause {
                    kind: ExchangeKind::Direct,
                    through_others: false,
                },
            });
        }
        let mut asked = self.exchanges.find(exchange)?;
        let kind = asked.kind;
        let mut through_others = false;
        let mut found = Found::starting_at(exchange, used);
        loop {
            asked.router.collect(message, &mut found);
            if let Some(alternate) = &asked.alternate
                && !found.has_match()
            {
                found.take_exchange(alternate);
            }
            asked = loop {
                let Some(next) = found.next_exchange() else {
                    return Some(Route {
                        queues: found.into_queues(),
                        cause: RoutingCause {
                            kind,
                            through_others,
                        },
                    });
                };
                if let Some(next) = self.exchanges.find(next) {
                    through_others = true;
                    break next;
                }
            };
        }
    }

    /// The default exchange: to the queue whose name is the key.
    fn route_by_queue_name(&self, message: &Message, queues: &mut Vec<QueueId>) {
        let keys = message.routing_keys();
        queues.extend(keys.filter_map(|key| self.queues.named(key.as_str())));
        if !message.copied_to.is_empty() {
            queues.sort_unstable();
            queues.dedup();
        }
    }
}
