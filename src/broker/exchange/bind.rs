//! Binding and unbinding, and what goes with the end of a binding.
//!
//! The same binding twice is one binding; removing one that is not there changes nothing. A binding
//! goes with either of its ends, and an auto-delete exchange with the last binding from it
//! (<https://www.rabbitmq.com/tutorials/amqp-concepts#bindings>).

use std::{collections::VecDeque, rc::Rc};

use super::{
    super::{
        Broker,
        binding::{Binding, Destination},
        cause::{ExchangeDeletion, UnbindCause},
        event::Happening,
        exception::{Exception, ReplyCode},
        id::{BindingKey, ChannelId, ExchangeName, QueueName},
        line_breaks::{exchange_without_line_breaks, queue_without_line_breaks},
        queue::Queue,
        record::Record,
    },
    edge::Edge,
    exchanges::Exchange,
    name::{check_not_default, no_exchange},
    target::Target,
};

impl Broker {
    /// Makes a binding, or says that it is there already.
    ///
    /// # Errors
    /// 404 for an end that is not there, the source before the destination; 403 for the default
    /// exchange; 405 for another connection's exclusive queue; 406 for an `x-match` that means
    /// nothing.
    pub(in crate::broker) fn bind(
        &mut self,
        channel: ChannelId,
        binding: Binding,
    ) -> Result<(), Exception> {
        let binding = self.meant_binding(channel, binding)?;
        let source = self.exchanges.find(&binding.source);
        let source = source.ok_or_else(|| no_exchange(&binding.source))?;
        let target = self.find_target(&binding.destination)?;
        binding.check(source.kind)?;
        self.check_may_use(channel, &binding.destination)?;
        let edge = Edge::new(binding);
        let existing = self.exchanges.find_edge(&edge).cloned();
        let created = existing.is_none();
        let edge = existing.unwrap_or(edge);
        if created {
            self.exchanges.bind(edge.clone(), target);
            if self.is_kept(edge.binding()) {
                self.record(Record::Bound(Rc::clone(edge.binding())));
            }
        }
        self.emit(Happening::Bound {
            channel,
            binding: Rc::clone(edge.binding()),
            created,
        });
        Ok(())
    }

    /// Removes a binding. One that is not there is removed without complaint.
    ///
    /// # Errors
    /// 403 for the default exchange; 405 for another connection's exclusive queue.
    pub(in crate::broker) fn unbind(
        &mut self,
        channel: ChannelId,
        binding: Binding,
    ) -> Result<(), Exception> {
        let edge = Edge::new(self.meant_binding(channel, binding)?);
        let Some(edge) = self.exchanges.find_edge(&edge).cloned() else {
            self.emit(Happening::Unbound {
                binding: Rc::clone(edge.binding()),
                cause: UnbindCause::AlreadyGone(channel),
            });
            return Ok(());
        };
        self.check_may_use(channel, &edge.binding().destination)?;
        self.remove_edge(&edge, UnbindCause::Client(channel));
        self.remove_abandoned([edge.binding().source.clone()].into());
        Ok(())
    }

    /// Removes the bindings to a queue that is about to go.
    pub(in crate::broker) fn unbind_all_from_queue(&mut self, queue: &QueueName) {
        let sources = self.remove_arriving(&Destination::Queue(queue.clone()));
        self.remove_abandoned(sources);
    }

    /// Takes an exchange away with its bindings, and the auto-delete exchanges that are left with
    /// none.
    pub(super) fn remove_exchange(&mut self, exchange: ExchangeName, cause: ExchangeDeletion) {
        let sources = self.remove_one_exchange(exchange, cause);
        self.remove_abandoned(sources);
    }

    /// Takes those exchanges away that are auto-delete and have no binding any more, and so on with
    /// those that led to them.
    fn remove_abandoned(&mut self, mut sources: VecDeque<ExchangeName>) {
        while let Some(source) = sources.pop_front() {
            let source_left = self.exchanges.find(&source);
            if source_left.is_some_and(Exchange::is_abandoned) {
                sources.extend(self.remove_one_exchange(source, ExchangeDeletion::AutoDelete));
            }
        }
    }

    /// Gives the exchanges that led to the one that is gone.
    fn remove_one_exchange(
        &mut self,
        exchange: ExchangeName,
        cause: ExchangeDeletion,
    ) -> VecDeque<ExchangeName> {
        for edge in self.exchanges.leaving_from(&exchange) {
            self.remove_edge(&edge, UnbindCause::SourceGone);
        }
        let sources = self.remove_arriving(&Destination::Exchange(exchange.clone()));
        let removed = self.exchanges.remove(&exchange);
        if removed.durable {
            self.record(Record::ExchangeDeleted {
                exchange: exchange.clone(),
            });
        }
        self.emit(Happening::ExchangeDeleted { exchange, cause });
        sources
    }

    /// Removes the bindings that lead to what is about to go. Gives the exchanges that they came
    /// from.
    fn remove_arriving(&mut self, destination: &Destination) -> VecDeque<ExchangeName> {
        let edges = self.exchanges.arriving_at(destination);
        for edge in &edges {
            self.remove_edge(edge, UnbindCause::DestinationGone);
        }
        let sources = edges.iter().map(|edge| edge.binding().source.clone());
        sources.collect()
    }

    fn remove_edge(&mut self, edge: &Edge, cause: UnbindCause) {
        let binding = Rc::clone(edge.binding());
        if self.is_kept(&binding) {
            self.record(Record::Unbound(Rc::clone(&binding)));
        }
        self.exchanges.unbind(edge);
        self.emit(Happening::Unbound { binding, cause });
    }

    /// Whether a restart brings a binding back: only if both of its ends come back.
    pub(super) fn is_kept(&self, binding: &Binding) -> bool {
        let is_durable = |name: &ExchangeName| {
            let exchange = self.exchanges.find(name);
            exchange.is_some_and(|exchange| exchange.durable)
        };
        let destination_is_kept = match &binding.destination {
            Destination::Exchange(name) => is_durable(name),
            Destination::Queue(name) => {
                let queue = self.queues.find(name);
                let queue = queue.and_then(|id| self.queues.find_id(id));
                queue.is_some_and(Queue::is_kept)
            }
        };
        is_durable(&binding.source) && destination_is_kept
    }

    fn find_target(&self, destination: &Destination) -> Result<Target, Exception> {
        match destination {
            Destination::Queue(name) => {
                self.queues.find(name).map(Target::Queue).ok_or_else(|| {
                    let why = format!("no queue '{name}' in vhost '/'");
                    Exception::channel(ReplyCode::NotFound, why)
                })
            }
            Destination::Exchange(name) => match self.exchanges.find(name) {
                Some(_) => Ok(Target::Exchange(name.clone())),
                None => Err(no_exchange(name)),
            },
        }
    }

    fn check_may_use(
        &self,
        channel: ChannelId,
        destination: &Destination,
    ) -> Result<(), Exception> {
        match destination {
            Destination::Queue(name) => self.find_queue(channel, name).map(|_| ()),
            Destination::Exchange(_) => Ok(()),
        }
    }

    /// The binding that a client means. Without a queue's name it means the one last declared on
    /// the channel, and if there is no key either, that name is the key as well.
    fn meant_binding(&self, channel: ChannelId, binding: Binding) -> Result<Binding, Exception> {
        let source = exchange_without_line_breaks(binding.source);
        let mut key = binding.key;
        let destination = match binding.destination {
            Destination::Queue(name) => {
                let meant = self.meant_queue(channel, &name)?;
                if name.as_str().is_empty() && key.as_str().is_empty() {
                    key = BindingKey::from(&meant);
                }
                Destination::Queue(queue_without_line_breaks(meant))
            }
            Destination::Exchange(name) => {
                let name = exchange_without_line_breaks(name);
                check_not_default(&name)?;
                Destination::Exchange(name)
            }
        };
        check_not_default(&source)?;
        Ok(Binding {
            source,
            destination,
            key,
            arguments: binding.arguments,
        })
    }
}
