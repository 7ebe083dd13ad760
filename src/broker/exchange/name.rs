//! Exchanges that are refused for their names alone.

use super::super::{
    exception::{Exception, ReplyCode},
    id::ExchangeName,
};

/// Nobody changes the default exchange, or its bindings.
///
/// # Errors
/// 403 for the default exchange.
pub(super) fn check_not_default(exchange: &ExchangeName) -> Result<(), Exception> {
    if exchange.as_str().is_empty() {
        let why = "operation not permitted on the default exchange";
        return Err(Exception::channel(ReplyCode::AccessRefused, why));
    }
    Ok(())
}

/// The refusal of an exchange that is not there.
pub(in crate::broker) fn no_exchange(exchange: &ExchangeName) -> Exception {
    let why = format!("no exchange '{exchange}' in vhost '/'");
    Exception::channel(ReplyCode::NotFound, why)
}
