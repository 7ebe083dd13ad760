//! What a kept queue must be for a broker to start with it.
//!
//! Rows of a store are untrusted: whoever reads one asks here before it hands the queue over.

use super::{
    exception::Exception,
    message::Message,
    method::QueueDeclare,
    queue_arguments::{Declared, QueueArguments, QueueKind},
    record::DurableQueue,
};

impl DurableQueue {
    /// Whether a queue can have these properties and arguments.
    ///
    /// # Errors
    /// What a client would be told that declares such a queue.
    pub fn check(&self) -> Result<(), Exception> {
        self.settings().map(|_| ())
    }

    /// Whether a client that declares `other` finds this queue to be it.
    ///
    /// # Errors
    /// 406, naming the first difference.
    pub fn check_redeclared(&self, other: &Self) -> Result<(), Exception> {
        let declared = Declared::new(self.queue.clone(), self.declaration());
        declared.check_equivalent(&other.declaration())
    }

    /// Whether this message is kept in it. A quorum queue keeps every one, any other those that are
    /// persistent.
    #[must_use]
    pub fn keeps(&self, message: &Message) -> bool {
        let is_quorum = || {
            self.settings()
                .is_ok_and(|settings| settings.kind == QueueKind::Quorum)
        };
        message.is_persistent() || is_quorum()
    }

    /// The declaration that made it.
    pub(super) fn declaration(&self) -> QueueDeclare {
        QueueDeclare {
            queue: self.queue.clone(),
            passive: false,
            durable: true,
            exclusive: false,
            auto_delete: self.auto_delete,
            arguments: self.arguments.clone(),
        }
    }

    fn settings(&self) -> Result<QueueArguments, Exception> {
        QueueArguments::parse(&self.queue, &self.declaration())
    }
}
