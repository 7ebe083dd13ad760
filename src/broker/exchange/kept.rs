//! What a client would be told that declares a kept exchange, or makes a kept binding, again.
//!
//! Whoever reads definitions from a file asks here before it hands them over.

use super::{
    super::{
        binding::Binding, exception::Exception, method::ExchangeDeclare, record::DurableExchange,
    },
    ExchangeKind,
    declare::{check_alternate, check_equivalent},
    exchanges::Exchange,
    headers::check_x_match,
};

impl DurableExchange {
    /// Whether an exchange can have these arguments.
    ///
    /// # Errors
    /// What a client would be told that declares such an exchange.
    pub fn check(&self) -> Result<(), Exception> {
        check_alternate(&self.declaration())
    }

    /// Whether a client that declares `other` finds this exchange to be it.
    ///
    /// # Errors
    /// 406, naming the first difference.
    pub fn check_redeclared(&self, other: &Self) -> Result<(), Exception> {
        let current = Exchange::new(self.clone(), true);
        check_equivalent(&current, other.kind, &other.declaration())
    }

    fn declaration(&self) -> ExchangeDeclare {
        ExchangeDeclare {
            exchange: self.exchange.clone(),
            kind: self.kind.name().to_owned(),
            passive: false,
            durable: true,
            auto_delete: self.auto_delete,
            internal: self.internal,
            arguments: self.arguments.clone(),
        }
    }
}

impl Binding {
    /// Whether an exchange of that kind takes a binding with these arguments.
    ///
    /// # Errors
    /// What a client would be told that makes such a binding.
    pub fn check(&self, source: ExchangeKind) -> Result<(), Exception> {
        match source {
            ExchangeKind::Headers => check_x_match(&self.arguments),
            ExchangeKind::Direct | ExchangeKind::Fanout | ExchangeKind::Topic => Ok(()),
        }
    }
}
