//! The page's state and the one function that changes it.

mod answers;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    Import, KeepAnswer, Loading, LogBuffer, Opening, OrderDraft, Sharing, Source, Subject, Theme,
};
use crate::{
    projection::{
        Aftermath, ComparisonProgress, ComparisonView, ConsumerView, CrashLedger, DiskView, Found,
        Measures, QueueView, StartKind, StartReport, StorageState, StorageUsage, View,
    },
    worker::message::{Refusal, Reply, Rows},
};

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How the worker is.
    pub phase: Phase,
    /// Which worker this is, from 0. A new number asks for a new worker.
    pub worker: u64,
    /// The last view, without its log, queues, consumers, measures and disk. A failed worker's
    /// stays, to be read.
    pub view: Option<Rc<View>>,
    /// The last view's queues.
    pub queues: Vec<Rc<QueueView>>,
    /// The last view's consumers.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// The last view's disk.
    pub disk: Rc<DiskView>,
    /// What was measured over the run.
    pub measures: Rc<Measures>,
    /// The log.
    pub log: Rc<LogBuffer>,
    /// What was refused, and to whom.
    pub refusals: Rc<Refusals>,
    /// Who has asked for something and has no answer yet.
    pub busy: Rc<BTreeSet<Subject>>,
    /// Rows of storage as last read.
    pub rows: Option<Rc<Rows>>,
    /// How full the storage is, as last measured.
    pub usage: Option<Rc<StorageUsage>>,
    /// What the browser answered when it was asked to keep the data.
    pub keep_answer: Option<KeepAnswer>,
    /// The file that is to be imported.
    pub import: Option<Import>,
    /// The message that was last put into the publish form.
    pub again: Option<Rc<PutBack>>,
    /// The messages that were last looked for.
    pub found: Option<Rc<Found>>,
    /// What came of the last comparison.
    pub comparison: Option<Rc<ComparisonView>>,
    /// How far the one is that is under way.
    pub comparing: Option<ComparisonProgress>,
    /// What the page was opened with, and what of it is to be handed on.
    pub sharing: Sharing,
    /// What is known of a crash that the next worker has to be told of.
    pub untold: Option<Rc<CrashLedger>>,
    /// What was done last, in a sentence.
    pub done: String,
    /// The start report that the person has put away: worker and number.
    dismissed: (u64, u64),
    /// The aftermath that the person has put away, likewise.
    dismissed_aftermath: (u64, u64),
}

/// What was refused, by the place that asked.
pub type Refusals = BTreeMap<Subject, Refusal>;

/// A message that was put into the publish form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// Which it is of those that were; a message may be put there twice.
    pub number: u64,
    /// The form as it says the message.
    pub draft: OrderDraft,
}

/// How the worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// It is not started: the page waits to be seen, or to be asked.
    Waiting,
    /// It has not shown anything yet.
    #[default]
    Starting,
    /// It reads the stored rows.
    Loading {
        /// Rows read so far.
        read: u64,
        /// Rows that there are.
        total: u64,
    },
    /// It waits for another tab that holds the database.
    HeldElsewhere,
    /// It answers.
    Running,
    /// It crashed as it was asked to. Another one starts soon.
    Crashed,
    /// It is of no more use.
    Failed(Failure),
}

/// How a worker failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened, in a sentence.
    pub what: String,
    /// All that is known, to be copied.
    pub report: String,
}

/// What changes the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Something new is on screen.
    Viewed(Box<View>),
    /// Something was asked for.
    Asked(Subject),
    /// The answer to it.
    Answered(Subject, Result<Reply, Refusal>),
    /// Rows are being read.
    Loading {
        /// Rows read so far.
        read: u64,
        /// Rows that there are.
        total: u64,
    },
    /// A comparison is so far.
    Comparing(ComparisonProgress),
    /// Another tab holds the database.
    HeldElsewhere,
    /// The broker has crashed as it was asked to.
    Crashed(Box<CrashLedger>),
    /// The worker is of no more use.
    Failed(Failure),
    /// The person, or a crash, wants a new worker.
    StartAnotherWorker,
    /// The worker that started after a crash has been told of it.
    LedgerTold,
    /// The page itself has something to say about what was done.
    Said(String),
    /// The person has read the start report.
    DismissStart,
    /// The person has read what became of the messages in a crash.
    DismissAftermath,
    /// The browser has answered the request to keep the data.
    KeepAnswered(KeepAnswer),
    /// The person has chosen a file to import, and its text is being checked.
    ImportChosen(Import),
    /// The file cannot be imported at all.
    ImportRefused(Import, Refusal),
    /// The person has decided that it is to be imported.
    ImportDecided,
    /// The person has decided against it.
    ImportCancelled,
    /// Something else is to be shown.
    Open(Source),
    /// What was to be opened cannot be.
    NotOpened(Refusal),
    /// The person has read what the page's address says that cannot be.
    DismissFaults,
    /// The page is seen, or was asked to begin.
    Begin,
    /// The page around this one wants other colours.
    Theme(Theme),
    /// Somebody has touched a page that waited for that.
    Woken,
    /// The person wants to share the set-up, or does not any more.
    Share(bool),
}

impl State {
    /// The state of a page that was opened like that.
    #[must_use]
    pub fn opened(opening: Opening) -> Self {
        Self {
            phase: match opening.loading {
                Loading::Eager => Phase::Starting,
                Loading::Lazy | Loading::Click => Phase::Waiting,
            },
            sharing: Sharing::new(opening),
            ..Self::default()
        }
    }

    /// The state after the action.
    #[must_use]
    pub fn apply(mut self, action: Action) -> Self {
        match action {
            Action::Viewed(view) => self.show(*view),
            Action::Asked(subject) => {
                self.forgive(&subject);
                Rc::make_mut(&mut self.busy).insert(subject);
            }
            Action::Answered(subject, result) => self.take_answer(&subject, result),
            Action::Loading { read, total } => self.wait_in(Phase::Loading { read, total }),
            Action::Comparing(progress) => self.comparing = Some(progress),
            Action::HeldElsewhere => {
                // What the other tab does with the messages is not the work of the crash.
                self.untold = None;
                self.wait_in(Phase::HeldElsewhere);
            }
            Action::Crashed(ledger) => self.crash(*ledger),
            Action::Failed(failure) => self.fail(failure),
            Action::StartAnotherWorker => {
                self.worker += 1;
                self.phase = Phase::Starting;
                self.forget_what_was_asked();
                self.rows = None;
                Rc::make_mut(&mut self.log).expect_new_worker();
            }
            Action::LedgerTold => self.untold = None,
            Action::Said(sentence) => self.done = sentence,
            Action::DismissStart => self.dismissed = self.start_shown(),
            Action::DismissAftermath => self.dismissed_aftermath = self.start_shown(),
            Action::KeepAnswered(answer) => self.keep_answer = Some(answer),
            Action::ImportChosen(import) => {
                self.forgive(&Subject::Import);
                self.import = Some(import);
            }
            Action::ImportRefused(import, refusal) => {
                self.import = Some(import.refused());
                Rc::make_mut(&mut self.refusals).insert(Subject::Import, refusal);
            }
            Action::ImportDecided => self.import = self.import.take().map(Import::decided),
            Action::ImportCancelled => {
                self.forgive(&Subject::Import);
                self.import = None;
                if let Some(text) = self.sharing.keeping.take() {
                    self.open(Source::Text(text));
                }
            }
            Action::Open(source) => self.open(source),
            Action::NotOpened(refusal) => {
                self.open(Source::Own);
                self.sharing.refusal = Some(refusal);
            }
            Action::DismissFaults => self.sharing.dismiss_faults(),
            Action::Begin => self.phase = Phase::Starting,
            Action::Theme(theme) => self.sharing.opening.look.theme = theme,
            Action::Woken => self.sharing.opening.waits = false,
            Action::Share(wanted) => self.sharing.share(wanted),
        }
        self
    }

    /// The start report, if there is something to say about it and the person has not put it away.
    #[must_use]
    pub fn start_to_show(&self) -> Option<&StartReport> {
        let start = &self.view.as_ref()?.start;
        let dismissed = self.dismissed == (self.worker, start.number);
        let nothing_to_say = start.kind == StartKind::Fresh && start.quarantined.is_empty();
        (!dismissed && !nothing_to_say && self.phase == Phase::Running).then_some(start)
    }

    /// What became of the messages in a crash, if there was one and the person has not read it.
    #[must_use]
    pub fn aftermath_to_show(&self) -> Option<&Aftermath> {
        let aftermath = self.view.as_ref()?.aftermath.as_ref()?;
        let dismissed = self.dismissed_aftermath == self.start_shown();
        (!dismissed && self.phase == Phase::Running).then_some(aftermath)
    }

    /// Whether what is on screen can be used, and not only read.
    #[must_use]
    pub fn can_be_used(&self) -> bool {
        self.phase == Phase::Running && !self.is_taken_over()
    }

    /// Whether another tab has taken over the database.
    #[must_use]
    pub fn is_taken_over(&self) -> bool {
        let storage = self.view.as_ref().map(|view| &view.storage);
        self.phase == Phase::Running && storage == Some(&StorageState::TakenOver)
    }

    /// Whether an answer to that place is still to come.
    #[must_use]
    pub fn is_busy(&self, subject: &Subject) -> bool {
        self.busy.contains(subject)
    }

    /// Shows something else, in a new worker. Of what was shown before nothing is left.
    fn open(&mut self, source: Source) {
        *self = Self {
            worker: self.worker + 1,
            sharing: self.sharing.to(source),
            ..Self::default()
        };
    }

    fn start_shown(&self) -> (u64, u64) {
        let number = self.view.as_ref().map_or(0, |view| view.start.number);
        (self.worker, number)
    }

    fn forgive(&mut self, subject: &Subject) {
        if self.refusals.contains_key(subject) {
            Rc::make_mut(&mut self.refusals).remove(subject);
        }
    }

    fn forget_what_was_asked(&mut self) {
        self.refusals = Rc::default();
        self.busy = Rc::default();
        self.import = None;
        self.comparing = None;
    }

    fn show(&mut self, mut view: View) {
        // What a crashed worker still sends is of a broker that is no more.
        if self.phase == Phase::Crashed {
            return;
        }
        // The aftermath says all that the report of such a start would, and more.
        let after_crash = self.phase != Phase::Running && self.untold.is_some();
        if after_crash && view.start.quarantined.is_empty() {
            self.dismissed = (self.worker, view.start.number);
        }
        self.phase = Phase::Running;
        let lines = std::mem::take(&mut view.log);
        if !lines.is_empty() {
            Rc::make_mut(&mut self.log).extend(lines);
        }
        share(&mut self.queues, std::mem::take(&mut view.queues));
        share(&mut self.consumers, std::mem::take(&mut view.consumers));
        let disk = std::mem::take(&mut view.disk);
        if *self.disk != disk {
            self.disk = Rc::new(disk);
        }
        if let Some(measures) = view.measures.take() {
            self.measures = Rc::new(measures);
        }
        self.view = Some(Rc::new(view));
    }

    /// The worker says what it waits for before it shows anything.
    fn wait_in(&mut self, waiting: Phase) {
        match self.phase {
            Phase::Starting | Phase::Loading { .. } | Phase::HeldElsewhere | Phase::Running => {
                self.phase = waiting;
            }
            Phase::Waiting | Phase::Crashed | Phase::Failed(_) => {}
        }
    }

    fn crash(&mut self, ledger: CrashLedger) {
        self.phase = Phase::Crashed;
        self.untold = Some(Rc::new(ledger));
        self.forget_what_was_asked();
    }

    /// A dying worker says so itself and then again through the browser; the first report is the
    /// better one.
    fn fail(&mut self, failure: Failure) {
        match self.phase {
            Phase::Starting | Phase::Loading { .. } | Phase::HeldElsewhere | Phase::Running => {
                self.phase = Phase::Failed(failure);
            }
            Phase::Waiting | Phase::Crashed | Phase::Failed(_) => {}
        }
    }
}

/// Replaces the old list by the new one, keeping what has not changed where it is.
fn share<T: PartialEq>(old: &mut Vec<Rc<T>>, new: Vec<T>) {
    old.truncate(new.len());
    for (index, item) in new.into_iter().enumerate() {
        match old.get_mut(index) {
            Some(place) if **place == item => {}
            Some(place) => *place = Rc::new(item),
            None => old.push(Rc::new(item)),
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl yew::Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Rc::unwrap_or_clone(self).apply(action))
    }
}

#[cfg(test)]
mod tests;
