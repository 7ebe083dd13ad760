//! shim
use super::id::{ConsumerTag, QueueName};
#[derive(Clone, Debug, Default)]
pub(super) struct ServerNames(u64);
impl ServerNames {
    pub(super) fn next_queue(&mut self) -> QueueName {
        self.0 += 1;
        QueueName::new(&format!("amq.gen-{}", self.0)).expect("")
    }
    pub(super) fn next_consumer(&mut self) -> ConsumerTag {
        self.0 += 1;
        ConsumerTag::new(&format!("amq.ctag-{}", self.0)).expect("")
    }
    pub(super) fn next_reply(&mut self) -> QueueName {
        self.0 += 1;
        QueueName::new(&format!("amq.rabbitmq.reply-to.{}", self.0)).expect("")
    }
}
