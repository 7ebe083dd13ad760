//! What the page makes of what it hears.

use super::*;
use crate::{
    broker::{QueueName, Timestamp},
    projection::{
        CrashMoment, Durability, FlowView, ImportPlan, LogKind, LogLine, OrderCounts, Play,
        ProducerView, QuarantinedRow, TimelineView, Totals,
    },
    simulation::Again,
    ui::state::ImportStage,
};

fn queue(name: &str, ready: u64) -> QueueView {
    QueueView {
        name: QueueName::new(name).expect("short"),
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Vec::new(),
        ready,
        unacked: 0,
        consumers: 0,
        window_offset: 0,
        window: Vec::new(),
        unacked_window: Vec::new(),
        died_in: None,
    }
}

fn view(start: u64, kind: StartKind, queues: Vec<QueueView>) -> Box<View> {
    Box::new(View {
        now: Timestamp(0),
        play: Play::default(),
        next_due: None,
        timeline: TimelineView::default(),
        storage: StorageState::Saved,
        exchanges: Vec::new(),
        queues,
        producer: ProducerView::default(),
        consumers: Vec::new(),
        totals: Totals::default(),
        orders: OrderCounts::default(),
        measures: None,
        flow: FlowView::default(),
        disk: DiskView::default(),
        log: vec![LogLine {
            number: 1,
            told: 1,
            at: Timestamp(0),
            source: "broker".to_owned(),
            kind: LogKind::Broker,
            text: "started".to_owned(),
            why: None,
        }],
        start: StartReport {
            number: start,
            kind,
            ..StartReport::default()
        },
        aftermath: None,
        shovel: None,
        inspected: None,
        node: None,
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

fn ledger() -> Box<CrashLedger> {
    Box::new(CrashLedger {
        moment: CrashMoment::BeforeWrite,
        messages: Vec::new(),
        left_out: 0,
    })
}

fn reloaded() -> Box<View> {
    view(1, StartKind::Reload, Vec::new())
}

#[test]
fn a_crash_is_followed_by_another_worker_that_is_told_of_it() {
    let crashed = after([
        Action::Viewed(reloaded()),
        Action::Asked(Subject::Disk),
        Action::Crashed(ledger()),
    ]);
    assert_eq!(
        (&crashed.phase, crashed.can_be_used()),
        (&Phase::Crashed, false)
    );
    assert!(
        !crashed.is_busy(&Subject::Disk),
        "it will never be answered"
    );
    let late = crashed.apply(Action::Viewed(reloaded()));
    assert_eq!(
        late.phase,
        Phase::Crashed,
        "that was of the broker that is no more"
    );
    let failed = late.apply(Action::Failed(Failure {
        what: "the worker has ended".to_owned(),
        report: String::new(),
    }));
    assert_eq!(failed.phase, Phase::Crashed, "it was asked to end");
    let next = failed.apply(Action::StartAnotherWorker);
    assert_eq!((next.worker, &next.phase), (1, &Phase::Starting));
    assert_eq!(next.untold.as_deref(), Some(&*ledger()));
    let told = next
        .apply(Action::Viewed(reloaded()))
        .apply(Action::LedgerTold);
    assert_eq!((&told.phase, told.untold), (&Phase::Running, None));
}

#[test]
fn after_a_crash_the_aftermath_stands_instead_of_the_start_report() {
    let aftermath = || {
        let mut view = reloaded();
        view.aftermath = Some(Aftermath {
            moment: CrashMoment::Now,
            messages: Vec::new(),
            counts: Vec::new(),
        });
        Action::Viewed(view)
    };
    let started = after([
        Action::Crashed(ledger()),
        Action::StartAnotherWorker,
        Action::Viewed(reloaded()),
        Action::LedgerTold,
    ]);
    assert!(started.start_to_show().is_none());
    let told = started.apply(aftermath());
    assert!(told.start_to_show().is_none() && told.aftermath_to_show().is_some());
    let read = told.apply(Action::DismissAftermath).apply(aftermath());
    assert!(read.aftermath_to_show().is_none());
    let restarted = Action::Viewed(view(2, StartKind::Restart, Vec::new()));
    assert!(read.apply(restarted).start_to_show().is_some());
}

#[test]
fn a_row_that_was_set_aside_is_told_even_after_a_crash() {
    let mut with_quarantine = reloaded();
    with_quarantine.start.quarantined.push(QuarantinedRow {
        store: "messages".to_owned(),
        key: "[order_queue, 1]".to_owned(),
        reason: "of another version".to_owned(),
    });
    let state = after([
        Action::Crashed(ledger()),
        Action::StartAnotherWorker,
        Action::Viewed(with_quarantine),
    ]);
    assert!(state.start_to_show().is_some());
}

#[test]
fn a_crash_is_not_told_once_another_tab_had_the_broker() {
    let state = after([
        Action::Crashed(ledger()),
        Action::StartAnotherWorker,
        Action::HeldElsewhere,
        Action::Viewed(reloaded()),
    ]);
    assert_eq!((&state.phase, &state.untold), (&Phase::Running, &None));
    assert!(
        state.start_to_show().is_some(),
        "it is a start like any other"
    );
}

#[test]
fn another_tab_and_a_long_read_are_waited_for_until_there_is_a_view() {
    let held = after([Action::HeldElsewhere]);
    assert_eq!(held.phase, Phase::HeldElsewhere);
    let reading = held.apply(Action::Loading { read: 1, total: 2 });
    assert_eq!(reading.phase, Phase::Loading { read: 1, total: 2 });
    assert!(!reading.can_be_used());
    assert!(reading.apply(Action::Viewed(reloaded())).can_be_used());
}

#[test]
fn what_another_tab_has_taken_over_can_only_be_read() {
    let mut taken = reloaded();
    taken.storage = StorageState::TakenOver;
    let state = after([Action::Viewed(taken)]);
    assert!(state.is_taken_over() && !state.can_be_used());
    assert!(state.apply(Action::Viewed(reloaded())).can_be_used());
}

#[test]
fn who_has_asked_is_busy_until_the_answer_comes() {
    let asked = after([Action::Asked(Subject::Export)]);
    assert!(asked.is_busy(&Subject::Export) && !asked.is_busy(&Subject::Import));
    let done = Reply::Done("done".to_owned());
    assert!(
        !asked
            .apply(Action::Answered(Subject::Export, Ok(done)))
            .is_busy(&Subject::Export)
    );
}

#[test]
fn an_import_ends_when_it_is_done_or_cancelled_and_a_refusal_stays_in_its_place() {
    let chosen = || Action::ImportChosen(Import::new("broker.json".to_owned(), "{}"));
    let answer = |result| Action::Answered(Subject::Import, result);
    let plan = || answer(Ok(Reply::Plan(ImportPlan::default())));
    let stage = |state: &State| state.import.clone().map(|import| import.stage);

    let refused = after([chosen(), answer(Err(refusal("$.queues[3]: no name")))]);
    assert_eq!(stage(&refused), Some(ImportStage::Refused));
    assert!(refused.refusals.contains_key(&Subject::Import));
    let cancelled = refused.apply(Action::ImportCancelled);
    assert_eq!((&cancelled.import, cancelled.refusals.len()), (&None, 0));
    let late = cancelled.apply(plan());
    assert_eq!(late.import, None, "nobody waits for that answer any more");

    let decided = after([chosen(), plan(), Action::ImportDecided]);
    assert!(matches!(stage(&decided), Some(ImportStage::Importing(_))));
    let done = decided.apply(answer(Ok(Reply::Done("imported".to_owned()))));
    assert_eq!((done.import, &*done.done), (None, "imported"));
}

#[test]
fn a_disk_that_has_not_changed_stays_where_it_is() {
    let before = after([Action::Viewed(reloaded())]);
    let same = before.clone().apply(Action::Viewed(reloaded()));
    assert!(Rc::ptr_eq(&before.disk, &same.disk));
    let mut strict = reloaded();
    strict.disk.durability = Durability::Strict;
    let changed = same.apply(Action::Viewed(strict));
    assert_eq!(changed.disk.durability, Durability::Strict);
}

fn answered(subject: Subject, reply: Reply) -> Action {
    Action::Answered(subject, Ok(reply))
}

#[test]
fn looking_at_something_leaves_what_was_done_last() {
    let done = answered(Subject::Producer, Reply::Done("1 message sent.".to_owned()));
    let looked = answered(Subject::Inspector, Reply::Done(String::new()));
    assert_eq!(after([done, looked]).done, "1 message sent.");
}

#[test]
fn a_message_that_is_put_into_the_form_twice_comes_twice() {
    let orders = OrderDraft::default().parse(1).expect("a right order");
    let again = || {
        let again = Again {
            orders: orders.clone(),
            left_out: vec!["x-death".to_owned()],
        };
        answered(Subject::Inspector, Reply::Again(Box::new(again)))
    };
    let once = after([again()]);
    assert!(once.done.contains("x-death"), "{}", once.done);
    let first = once.again.clone();
    assert_ne!(once.apply(again()).again, first);
}

#[test]
fn a_comparison_is_under_way_until_it_is_answered_or_its_worker_ends() {
    let progress = ComparisonProgress { done: 1, total: 80 };
    let begun = || {
        after([
            Action::Asked(Subject::Comparison),
            Action::Comparing(progress),
        ])
    };
    assert_eq!(begun().comparing, Some(progress));
    let stopped = Reply::Done("The comparison is stopped.".to_owned());
    let stopped = begun().apply(answered(Subject::Comparison, stopped));
    assert!(stopped.comparing.is_none() && !stopped.is_busy(&Subject::Comparison));
    let crashed = begun().apply(Action::Crashed(ledger()));
    assert!(crashed.comparing.is_none() && !crashed.is_busy(&Subject::Comparison));
}
