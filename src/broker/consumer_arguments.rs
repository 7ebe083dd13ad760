//! shim
use super::{exception::Exception, id::QueueName, table::Table};
pub(super) struct ConsumerArguments {
    pub(super) priority: i32,
}
impl ConsumerArguments {
    pub(super) fn parse(_: &QueueName, _: &Table) -> Result<Self, Exception> {
        Ok(Self { priority: 0 })
    }
}
