//! The page's state and the one function that changes it.

use std::{collections::BTreeMap, rc::Rc};

use super::{LogBuffer, Subject};
use crate::{
    projection::{ConsumerView, QueueView, StartKind, StartReport, View},
    worker::message::{Refusal, Reply, Rows},
};

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// How the worker is.
    pub phase: Phase,
    /// Which worker this is, from 0. A new number asks for a new worker.
    pub worker: u64,
    /// The last view, without its log, queues and consumers. A failed worker's stays, to be read.
    pub view: Option<Rc<View>>,
    /// The last view's queues.
    pub queues: Vec<Rc<QueueView>>,
    /// The last view's consumers.
    pub consumers: Vec<Rc<ConsumerView>>,
    /// The log.
    pub log: Rc<LogBuffer>,
    /// What was refused, and to whom.
    pub refusals: Rc<Refusals>,
    /// Rows of storage as last read.
    pub rows: Option<Rc<Rows>>,
    /// What was done last, in a sentence.
    pub done: String,
    /// The start report that the person has put away: worker and number.
    dismissed: (u64, u64),
}

/// What was refused, by the place that asked.
pub type Refusals = BTreeMap<Subject, Refusal>;

/// How the worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// It has not shown anything yet.
    #[default]
    Starting,
    /// It answers.
    Running,
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
    /// The worker is of no more use.
    Failed(Failure),
    /// The person wants a new worker.
    StartAnotherWorker,
    /// The person has read the start report.
    DismissStart,
}

impl State {
    /// The state after the action.
    #[must_use]
    pub fn apply(mut self, action: Action) -> Self {
        match action {
            Action::Viewed(view) => self.show(*view),
            Action::Asked(subject)
            | Action::Answered(
                subject,
                Ok(Reply::Usage(_) | Reply::File { .. } | Reply::Plan(_)),
            ) => {
                self.forgive(&subject);
            }
            Action::Answered(subject, Ok(Reply::Done(sentence))) => {
                self.forgive(&subject);
                self.done = sentence;
            }
            Action::Answered(subject, Ok(Reply::Rows(rows))) => {
                self.forgive(&subject);
                self.rows = Some(Rc::new(rows));
            }
            Action::Answered(subject, Err(refusal)) => {
                Rc::make_mut(&mut self.refusals).insert(subject, refusal);
            }
            Action::Failed(failure) => self.fail(failure),
            Action::StartAnotherWorker => {
                self.worker += 1;
                self.phase = Phase::Starting;
                self.refusals = Rc::default();
                self.rows = None;
                Rc::make_mut(&mut self.log).expect_new_worker();
            }
            Action::DismissStart => {
                let number = self.view.as_ref().map_or(0, |view| view.start.number);
                self.dismissed = (self.worker, number);
            }
        }
        self
    }

    /// The start report, if there is something to say about it and the person has not put it away.
    #[must_use]
    pub fn start_to_show(&self) -> Option<&StartReport> {
        let start = &self.view.as_ref()?.start;
        let dismissed = self.dismissed == (self.worker, start.number);
        let nothing_to_say = start.kind == StartKind::Fresh && start.quarantined.is_empty();
        let failed = matches!(self.phase, Phase::Failed(_));
        (!dismissed && !nothing_to_say && !failed).then_some(start)
    }

    fn forgive(&mut self, subject: &Subject) {
        if self.refusals.contains_key(subject) {
            Rc::make_mut(&mut self.refusals).remove(subject);
        }
    }

    fn show(&mut self, mut view: View) {
        self.phase = Phase::Running;
        let lines = std::mem::take(&mut view.log);
        if !lines.is_empty() {
            Rc::make_mut(&mut self.log).extend(lines);
        }
        share(&mut self.queues, std::mem::take(&mut view.queues));
        share(&mut self.consumers, std::mem::take(&mut view.consumers));
        self.view = Some(Rc::new(view));
    }

    /// A dying worker says so itself and then again through the browser; the first report is the
    /// better one.
    fn fail(&mut self, failure: Failure) {
        match self.phase {
            Phase::Starting | Phase::Running => self.phase = Phase::Failed(failure),
            Phase::Failed(_) => {}
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
mod tests {
    use super::*;
    use crate::{
        broker::{QueueName, Timestamp},
        projection::{
            DiskView, LogKind, LogLine, ProducerView, QuarantinedRow, StorageState, Totals,
        },
    };

    fn queue(name: &str, ready: u64) -> QueueView {
        QueueView {
            name: QueueName::new(name).expect("short"),
            durable: true,
            ready,
            unacked: 0,
            consumers: 0,
            window_offset: 0,
            window: Vec::new(),
        }
    }

    fn view(start: u64, kind: StartKind, queues: Vec<QueueView>) -> Box<View> {
        Box::new(View {
            now: Timestamp(0),
            storage: StorageState::Saved,
            queues,
            producer: ProducerView::default(),
            consumers: Vec::new(),
            totals: Totals::default(),
            disk: DiskView::default(),
            log: vec![LogLine {
                number: 1,
                at: Timestamp(0),
                source: "broker".to_owned(),
                kind: LogKind::Broker,
                text: "started".to_owned(),
            }],
            start: StartReport {
                number: start,
                kind,
                ..StartReport::default()
            },
            aftermath: None,
        })
    }

    fn refusal(message: &str) -> Refusal {
        Refusal {
            field: None,
            code: None,
            message: message.to_owned(),
            advice: String::new(),
        }
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(State::default(), State::apply)
    }

    #[test]
    fn a_view_replaces_only_the_queues_that_have_changed() {
        let both = vec![queue("a", 1), queue("b", 1)];
        let before = after([Action::Viewed(view(1, StartKind::Fresh, both))]);
        let changed = vec![queue("a", 1), queue("b", 2)];
        let later = before
            .clone()
            .apply(Action::Viewed(view(1, StartKind::Fresh, changed)));
        let same = |index: usize| Rc::ptr_eq(&before.queues[index], &later.queues[index]);
        assert!(same(0) && !same(1));
        let one = later.apply(Action::Viewed(view(
            1,
            StartKind::Fresh,
            vec![queue("b", 2)],
        )));
        assert_eq!(one.queues, [Rc::new(queue("b", 2))]);
    }

    #[test]
    fn a_refusal_stays_where_it_was_asked_until_something_is_asked_there_again() {
        let refused = after([
            Action::Asked(Subject::Producer),
            Action::Answered(Subject::Producer, Err(refusal("no"))),
            Action::Answered(Subject::NewQueue, Err(refusal("neither"))),
        ]);
        assert_eq!(refused.refusals.len(), 2);
        let again = refused.apply(Action::Asked(Subject::Producer));
        assert_eq!(
            again.refusals.keys().collect::<Vec<_>>(),
            [&Subject::NewQueue]
        );
    }

    #[test]
    fn a_dismissed_start_stays_away_until_the_next_start() {
        let reloaded = || Action::Viewed(view(1, StartKind::Reload, Vec::new()));
        let state = after([reloaded()]);
        assert!(state.start_to_show().is_some());
        let state = state.apply(Action::DismissStart).apply(reloaded());
        assert!(state.start_to_show().is_none());
        let restarted = Action::Viewed(view(2, StartKind::Restart, Vec::new()));
        let state = state.apply(restarted).apply(Action::DismissStart);
        let another_worker = state.apply(Action::StartAnotherWorker);
        let state = another_worker.apply(Action::Viewed(view(2, StartKind::Reload, Vec::new())));
        assert!(state.start_to_show().is_some());
    }

    #[test]
    fn a_fresh_start_is_worth_a_notice_only_when_a_row_was_set_aside() {
        let mut fresh = view(1, StartKind::Fresh, Vec::new());
        assert!(
            after([Action::Viewed(fresh.clone())])
                .start_to_show()
                .is_none()
        );
        fresh.start.quarantined.push(QuarantinedRow {
            store: "messages".to_owned(),
            key: "[order_queue, 1]".to_owned(),
            reason: "of another version".to_owned(),
        });
        assert!(after([Action::Viewed(fresh)]).start_to_show().is_some());
    }

    #[test]
    fn the_first_report_of_a_dying_worker_stays_and_another_worker_clears_it() {
        let failure = |what: &str| {
            Action::Failed(Failure {
                what: what.to_owned(),
                report: String::new(),
            })
        };
        let viewed = Action::Viewed(view(1, StartKind::Fresh, Vec::new()));
        let state = after([viewed, failure("it panicked"), failure("uncaught error")]);
        assert!(matches!(&state.phase, Phase::Failed(first) if first.what == "it panicked"));
        assert!(state.view.is_some(), "what was on screen can still be read");
        let state = state.apply(Action::StartAnotherWorker);
        assert_eq!((state.worker, &state.phase), (1, &Phase::Starting));
        let state = state.apply(Action::Viewed(view(1, StartKind::Reload, Vec::new())));
        assert_eq!(state.log.entries().count(), 2);
    }
}
