//! The broker as a file: written down, and planned back.
//!
//! What a file may hold is the backup's to say; here stand what this broker holds, and whether the
//! page's programs can be set as a file says.

use super::{
    Host,
    rows::{from_row, to_row},
};
use crate::{
    broker::Timestamp,
    projection::{Play, StartReport},
    simulation::{Clients, World},
    storage::{
        Change, Loaded, StoreError,
        backup::{self, Backup, BackupError, Contents, Import},
    },
};

impl Host {
    /// The whole broker as one file: definitions, messages and programs.
    #[must_use]
    pub fn export(&self) -> String {
        let Contents { durable, clients } = self.contents();
        backup::export(&durable, &clients, None)
    }

    /// The set-up of the broker as one file, whose run begins at the moment on the virtual clock:
    /// definitions and programs, and the messages too if they are wanted.
    #[must_use]
    pub fn scenario(&self, with_messages: bool) -> String {
        let Contents {
            mut durable,
            clients,
        } = self.contents();
        if !with_messages {
            for queue in &mut durable.queues {
                queue.messages.clear();
            }
        }
        backup::export(&durable, &clients, Some(self.world.now()))
    }

    /// Starts a scratch copy from a scenario, or from definitions beside the course's set-up. The
    /// virtual clock leaps to where its run begins, so the same file gives the same run, whenever.
    ///
    /// # Errors
    /// [`BackupError`] with what is wrong in the file.
    pub fn open(scenario: &str, play: Play) -> Result<Self, BackupError> {
        let backup = backup::parse(scenario)?;
        check_programs(&backup)?;
        let now = backup.begins_at().unwrap_or(SCENARIO_BEGINS_AT);
        let scratch = Some(StoreError::Scratch);
        let course = Self::start_from(now, Loaded::default(), scratch.clone());
        let contents = backup.onto(&course.contents())?.contents;
        let mut host = Self::start_from(now, course.loaded_with(contents), scratch);
        host.start = StartReport::of_fresh_start(host.attached_count());
        host.leap = Some(now);
        host.play = play;
        Ok(host)
    }

    /// Definitions alone, as RabbitMQ imports them.
    #[must_use]
    pub fn export_definitions(&self) -> String {
        backup::export_definitions(&self.world.broker().durable())
    }

    /// What would come of a file, which is checked whole. Nothing is changed.
    ///
    /// # Errors
    /// [`BackupError`] with what is wrong in the file, or does not fit what is here.
    pub fn plan_import(&self, text: &str) -> Result<Import, BackupError> {
        let backup = backup::parse(text)?;
        check_programs(&backup)?;
        backup.onto(&self.contents())
    }

    /// What the store holds when it holds that, and how the broker is set.
    #[must_use]
    pub fn loaded_with(&self, contents: Contents) -> Loaded {
        let Contents { durable, clients } = contents;
        Loaded {
            durable,
            clients,
            settings: self.settings,
            ..Loaded::default()
        }
    }

    /// What is to be written into an empty store, so that the next start finds that.
    #[must_use]
    pub fn changes_for(&self, contents: Contents) -> Vec<Change> {
        let mut changes = contents.into_changes();
        changes.push(Change::PutSettings(self.settings));
        changes
    }

    fn contents(&self) -> Contents {
        contents(&self.world)
    }
}

/// When the run of a scenario begins that does not say it: with the year 2026.
const SCENARIO_BEGINS_AT: Timestamp = Timestamp(1_767_225_600_000);

/// What a store holds of a world.
pub(super) fn contents(world: &World) -> Contents {
    let definitions = (0..).zip(world.clients().definitions());
    Contents {
        durable: world.broker().durable(),
        clients: definitions
            .map(|(number, definition)| to_row(number, definition))
            .collect(),
    }
}

/// A program that could not be started is a fault of the file.
fn check_programs(backup: &Backup) -> Result<(), BackupError> {
    let mut definitions = Vec::new();
    for row in backup.programs() {
        let name = row.name.clone();
        let definition = from_row(row.clone())
            .map_err(|field| BackupError::of_program(&name, format!("{field} is missing")))?;
        definitions.push(definition);
    }
    let (_, refused) = Clients::restore(definitions);
    match refused.first() {
        None => Ok(()),
        Some(refused) => Err(BackupError::of_program(&refused.name, &refused.reason)),
    }
}
