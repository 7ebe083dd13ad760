//! A file that has been read, and what comes of it on top of what is there.

use super::{BackupError, Plan, merge::merge, sift::Sifted};
use crate::{
    broker::{Durable, Timestamp},
    storage::{Change, rows::ClientRow},
};

/// What a store holds that a file can hold, too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// The broker's part.
    pub durable: Durable,
    /// The page's programs, in the order of their appearance.
    pub clients: Vec<ClientRow>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupScope {
    /// A whole broker, in our own format: it takes the place of everything.
    Broker,
    /// Definitions in RabbitMQ's: they add to what is there, and change and remove nothing.
    Definitions,
}

/// A file that has been read and checked.
#[derive(Debug)]
pub struct Backup {
    said: Said,
    begins_at: Option<Timestamp>,
    passed_over: Vec<String>,
}

#[derive(Debug)]
enum Said {
    Broker(Contents),
    Definitions(Sifted),
}

/// What an import makes of a broker, and how that differs from what is there. Nothing is changed
/// yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What there will be.
    pub contents: Contents,
    /// What will be different.
    pub plan: Plan,
}

impl Backup {
    pub(super) const fn of_broker(contents: Contents, passed_over: Vec<String>) -> Self {
        Self {
            said: Said::Broker(contents),
            begins_at: None,
            passed_over,
        }
    }

    pub(super) fn beginning_at(self, moment: Timestamp) -> Self {
        Self {
            begins_at: Some(moment),
            ..self
        }
    }

    pub(super) fn of_definitions(mut sifted: Sifted) -> Self {
        Self {
            passed_over: std::mem::take(&mut sifted.passed_over),
            said: Said::Definitions(sifted),
            begins_at: None,
        }
    }

    /// The moment at which a run of it begins, if it says one.
    #[must_use]
    pub const fn begins_at(&self) -> Option<Timestamp> {
        self.begins_at
    }

    /// What the file is.
    #[must_use]
    pub const fn scope(&self) -> BackupScope {
        match self.said {
            Said::Broker(_) => BackupScope::Broker,
            Said::Definitions(_) => BackupScope::Definitions,
        }
    }

    /// What the file says and nothing here can do, in sentences.
    #[must_use]
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }

    /// The page's programs in the file. Whether their settings can be is for the host to say; one
    /// that cannot is a fault of the file, [`BackupError::of_program`].
    #[must_use]
    pub fn programs(&self) -> &[ClientRow] {
        match &self.said {
            Said::Broker(contents) => &contents.clients,
            Said::Definitions(_) => &[],
        }
    }

    /// What comes of the file where this is there.
    ///
    /// # Errors
    /// [`BackupError`] if definitions declare something that is there with other properties, or
    /// bind what is neither there nor in the file. A whole broker always fits.
    pub fn onto(self, current: &Contents) -> Result<Import, BackupError> {
        match self.said {
            Said::Broker(contents) => {
                let plan = Plan::between(current, &contents, self.passed_over);
                Ok(Import { contents, plan })
            }
            Said::Definitions(sifted) => merge(current, sifted, self.passed_over),
        }
    }
}

impl Contents {
    /// What is to be written into an empty store, so that the next start finds all this.
    #[must_use]
    pub fn into_changes(self) -> Vec<Change> {
        let Durable {
            exchanges,
            queues,
            bindings,
        } = self.durable;
        let mut changes: Vec<Change> = exchanges.into_iter().map(Change::PutExchange).collect();
        for kept in queues {
            let queue = kept.queue;
            changes.push(Change::PutQueue {
                queue: queue.clone(),
                auto_delete: kept.auto_delete,
                arguments: kept.arguments,
            });
            let messages = kept.messages.into_iter();
            changes.extend(messages.map(|message| Change::PutMessage {
                queue: queue.clone(),
                message,
            }));
        }
        changes.extend(bindings.into_iter().map(Change::PutBinding));
        changes.extend(self.clients.into_iter().map(Change::PutClient));
        changes
    }
}
