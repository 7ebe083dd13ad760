//! How the reference refuses.

use leveret::broker::{Exception, MethodId, ReplyCode, Severity};

/// An exception that closes the channel.
pub(super) fn soft(code: ReplyCode, explanation: impl Into<String>) -> Exception {
    Exception {
        severity: Severity::Channel,
        ..hard(code, explanation)
    }
}

/// An exception that closes the connection.
pub(super) fn hard(code: ReplyCode, explanation: impl Into<String>) -> Exception {
    Exception {
        code,
        severity: Severity::Connection,
        explanation: explanation.into(),
        method: MethodId::NONE,
    }
}

/// 406 on a channel, by far the most common.
pub(super) fn precondition(explanation: impl Into<String>) -> Exception {
    soft(ReplyCode::PreconditionFailed, explanation)
}

/// 406 for something that was declared before with another value.
pub(super) fn inequivalent(
    field: &str,
    of: &str,
    received: &str,
    current: &str,
) -> Result<(), Exception> {
    if received == current {
        return Ok(());
    }
    Err(precondition(format!(
        "inequivalent arg '{field}' for {of} in vhost '/': received {received} but current is \
         {current}"
    )))
}
