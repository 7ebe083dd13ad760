//! Routing: from an exchange, through others, to queues.
//!
//! A message goes to each queue once, whatever the number of ways there, and through each exchange
//! once, so cycles end (<https://www.rabbitmq.com/docs/e2e>). An exchange that matches nothing
//! hands the message to its alternate exchange (<https://www.rabbitmq.com/docs/ae>); one that
//! matches another exchange, even if that leads to no queue, has matched.

use super::{
    super::{Broker, id::ExchangeName, message::Message, queues::QueueId},
    found::Found,
};

impl Broker {
    /// The queues that a message goes to, ascending, each once; none if there is no such exchange.
    /// They are put into a list that was used before, so that a publish need not allocate one.
    pub(in crate::broker) fn route(
        &self,
        exchange: &ExchangeName,
        message: &Message,
        mut used: Vec<QueueId>,
    ) -> Option<Vec<QueueId>> {
        used.clear();
        if exchange.as_str().is_empty() {
            self.route_by_queue_name(message, &mut used);
            return Some(used);
        }
        let mut asked = self.exchanges.find(exchange)?;
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
                    return Some(found.into_queues());
                };
                if let Some(next) = self.exchanges.find(next) {
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
