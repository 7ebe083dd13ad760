//! Scenarios in which this broker does not answer as RabbitMQ did, and why.

/// File and title, and the reason.
pub(crate) const KNOWN: &[(&str, &str)] = &[];
