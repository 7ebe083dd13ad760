//! Exchanges: declaring and deleting them, and those that go by themselves.

use leveret::broker::{
    Destination, Exception, ExchangeDeclare, ExchangeKind, ExchangeName, FieldValue, ReplyCode,
    Table,
};

use super::{
    Exchange, Reference,
    arguments::{bare, typed},
    refuse::{inequivalent, precondition, soft},
};
use crate::seen::What;

/// Those that are there from the start.
const PREDECLARED: [(&str, ExchangeKind, bool); 7] = [
    ("", ExchangeKind::Direct, false),
    ("amq.direct", ExchangeKind::Direct, false),
    ("amq.fanout", ExchangeKind::Fanout, false),
    ("amq.headers", ExchangeKind::Headers, false),
    ("amq.match", ExchangeKind::Headers, false),
    ("amq.rabbitmq.trace", ExchangeKind::Topic, true),
    ("amq.topic", ExchangeKind::Topic, false),
];

pub(super) fn predeclared() -> Vec<Exchange> {
    let exchange = |(name, kind, internal)| Exchange {
        name: ExchangeName::new(name).expect("the name is short"),
        kind,
        durable: true,
        auto_delete: false,
        internal,
        arguments: Table::default(),
        is_gone: false,
    };
    PREDECLARED.into_iter().map(exchange).collect()
}

impl Reference {
    pub(super) fn find_exchange(&self, name: &ExchangeName) -> Option<usize> {
        let mut exchanges = self.exchanges.iter();
        exchanges.position(|exchange| exchange.name == *name && !exchange.is_gone)
    }

    pub(super) fn existing_exchange(&self, name: &ExchangeName) -> Result<usize, Exception> {
        self.find_exchange(name).ok_or_else(|| {
            let missing = format!("no exchange '{name}' in vhost '/'");
            soft(ReplyCode::NotFound, missing)
        })
    }

    pub(super) fn declare_exchange(
        &mut self,
        channel: usize,
        declare: &ExchangeDeclare,
    ) -> Result<(), Exception> {
        let name = &declare.exchange;
        if declare.passive {
            refuse_default(name)?;
            self.existing_exchange(name)?;
        } else {
            let kind = ExchangeKind::named(&declare.kind)
                .ok_or_else(|| precondition(format!("invalid exchange type '{}'", declare.kind)))?;
            refuse_default(name)?;
            if let Some(exchange) = self.find_exchange(name) {
                self.compare_exchange(exchange, kind, declare)?;
            } else {
                check_new(declare)?;
                self.exchanges.push(Exchange {
                    name: name.clone(),
                    kind,
                    durable: declare.durable,
                    auto_delete: declare.auto_delete,
                    internal: declare.internal,
                    arguments: declare.arguments.clone(),
                    is_gone: false,
                });
            }
        }
        self.say(channel, What::ExchangeDeclared(name.clone()));
        Ok(())
    }

    fn compare_exchange(
        &self,
        exchange: usize,
        kind: ExchangeKind,
        declare: &ExchangeDeclare,
    ) -> Result<(), Exception> {
        let current = &self.exchanges[exchange];
        let of_exchange = format!("exchange '{}'", current.name);
        let compare = |field: &str, received: &str, current: &str| {
            let [received, current] = [received, current].map(|value| format!("'{value}'"));
            inequivalent(field, &of_exchange, &received, &current)
        };
        let truth = |truth: bool| if truth { "true" } else { "false" };
        compare("type", kind.name(), current.kind.name())?;
        compare("durable", truth(declare.durable), truth(current.durable))?;
        compare(
            "auto_delete",
            truth(declare.auto_delete),
            truth(current.auto_delete),
        )?;
        compare("internal", truth(declare.internal), truth(current.internal))?;
        let alternate = "alternate-exchange";
        let (received, has) = match (
            declare.arguments.find(alternate),
            current.arguments.find(alternate),
        ) {
            (Some(received), Some(has)) => (bare(received), bare(has)),
            (Some(received), None) => (typed(received), "none".to_owned()),
            (None, Some(has)) => ("none".to_owned(), typed(has)),
            (None, None) => return Ok(()),
        };
        inequivalent(alternate, &of_exchange, &received, &has)
    }

    pub(super) fn delete_exchange(
        &mut self,
        channel: usize,
        name: &ExchangeName,
        if_unused: bool,
    ) -> Result<(), Exception> {
        refuse_default(name)?;
        if name.as_str().starts_with("amq.") {
            let why = format!("deletion of system exchange '{name}' in vhost '/' not allowed");
            return Err(soft(ReplyCode::AccessRefused, why));
        }
        if let Some(exchange) = self.find_exchange(name) {
            let is_used = self.bindings.iter().any(|binding| binding.source == *name);
            if if_unused && is_used {
                return Err(precondition(format!(
                    "exchange '{name}' in vhost '/' in use"
                )));
            }
            self.exchange_goes(exchange);
        }
        self.say(channel, What::ExchangeDeleted(name.clone()));
        Ok(())
    }

    /// An exchange goes with all its bindings, those from it and those to it.
    pub(super) fn exchange_goes(&mut self, exchange: usize) {
        self.exchanges[exchange].is_gone = true;
        let name = self.exchanges[exchange].name.clone();
        self.bindings.retain(|binding| binding.source != name);
        self.destination_goes(&Destination::Exchange(name));
    }

    /// An auto-delete exchange goes with the last binding from it.
    pub(super) fn lost_a_binding(&mut self, source: &ExchangeName) {
        let is_used = self
            .bindings
            .iter()
            .any(|binding| binding.source == *source);
        if let Some(exchange) = self.find_exchange(source)
            && self.exchanges[exchange].auto_delete
            && !is_used
        {
            self.exchange_goes(exchange);
        }
    }
}

fn check_new(declare: &ExchangeDeclare) -> Result<(), Exception> {
    let name = &declare.exchange;
    if name.as_str().starts_with("amq.") {
        let why = format!("exchange name '{name}' contains reserved prefix 'amq.*'");
        return Err(soft(ReplyCode::AccessRefused, why));
    }
    match declare.arguments.find("alternate-exchange") {
        None | Some(FieldValue::LongString(_)) => Ok(()),
        Some(other) => Err(precondition(format!(
            "invalid type '{}' for arg 'alternate-exchange' in exchange '{name}' in vhost '/'",
            other.type_name()
        ))),
    }
}

/// The default exchange is not to be declared, deleted or bound.
pub(super) fn refuse_default(name: &ExchangeName) -> Result<(), Exception> {
    if name.as_str().is_empty() {
        let why = "operation not permitted on the default exchange";
        return Err(soft(ReplyCode::AccessRefused, why));
    }
    Ok(())
}
