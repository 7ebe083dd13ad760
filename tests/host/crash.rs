//! A crash at a chosen moment, and what the next broker says became of each message.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::Millis,
    host::Refused,
    projection::{CrashLedger, CrashMoment, Fate, Progress},
    worker::message::{Call, ConsumerAction},
};

use crate::page::Page;

/// A page with nothing left to be written and the crash still to come.
fn armed(moment: CrashMoment) -> Page {
    let mut page = Page::open();
    page.settle();
    page.call(Call::CrashBroker(Some(moment))).unwrap();
    page
}

fn without_consumer(moment: CrashMoment) -> Page {
    let mut page = Page::open();
    page.stop_consumer();
    page.settle();
    page.call(Call::CrashBroker(Some(moment))).unwrap();
    page
}

/// The page starts the next broker and tells it what was known.
fn aftermath(page: Page, ledger: CrashLedger) -> Vec<(String, Fate)> {
    let mut page = page.reload();
    page.call(Call::TellLedger(ledger)).unwrap();
    let aftermath = page.view().aftermath.unwrap();
    let fates = aftermath.messages.into_iter();
    fates.map(|order| (order.label, order.fate)).collect()
}

fn fate(label: &str, fate: Fate) -> (String, Fate) {
    (label.to_owned(), fate)
}

#[test]
fn a_crash_now_leaves_what_was_written() {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.publish("order_125", false);
    page.settle();
    page.publish("order_126", true);
    page.call(Call::CrashBroker(Some(CrashMoment::Now)))
        .unwrap();
    let ledger = page.host.poll_crash().unwrap();
    assert_eq!(
        aftermath(page, ledger),
        [
            fate("order_123", Fate::BackRedelivered),
            fate("order_124", Fate::Back),
            fate("order_125", Fate::LostTransient),
            fate("order_126", Fate::LostUnconfirmed),
        ]
    );
}

#[test]
fn a_crash_before_the_write_loses_what_was_not_confirmed() {
    let mut page = without_consumer(CrashMoment::BeforeWrite);
    assert_eq!(page.view().disk.armed, Some(CrashMoment::BeforeWrite));
    page.publish("order_1", true);
    assert_eq!(page.host.poll_crash(), None, "the moment is still to come");
    assert_eq!(page.begin_write(), None);
    let ledger = page.host.poll_crash().unwrap();
    assert_eq!(
        aftermath(page, ledger),
        [fate("order_1", Fate::LostUnconfirmed)]
    );
}

#[test]
fn a_crash_after_the_write_brings_back_what_no_confirm_had_promised() {
    let mut page = without_consumer(CrashMoment::AfterWrite);
    page.call(Call::SetWriteDelay(Millis(0))).unwrap();
    page.call(Call::PublishCourseOrders).unwrap();
    let batch = page.begin_write().unwrap();
    page.finish_write(&batch);
    let ledger = page.host.poll_crash().unwrap();
    assert_eq!(page.view().producer.confirmed, 0);
    assert_eq!(
        aftermath(page, ledger),
        [
            fate("order_123", Fate::BackUnconfirmed),
            fate("order_124", Fate::BackUnconfirmed),
        ]
    );
}

#[test]
fn a_write_that_no_confirm_waits_for_is_not_the_moment_after_the_write() {
    let mut page = armed(CrashMoment::AfterWrite);
    page.stop_consumer();
    page.settle();
    assert_eq!(page.host.poll_crash(), None);
}

#[test]
fn a_crash_between_ack_and_write_brings_back_an_acked_order() {
    let mut page = armed(CrashMoment::BetweenAckAndWrite);
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    assert_eq!(page.host.poll_crash(), None, "nothing is acked yet");
    page.now = page.now + Millis(2_000);
    page.host.advance(page.now);
    assert_eq!(page.view().totals.acked, 1);
    assert_eq!(page.begin_write(), None);
    let ledger = page.host.poll_crash().unwrap();
    assert_eq!(
        aftermath(page, ledger),
        [
            fate("order_123", Fate::BackThoughAcked),
            fate("order_124", Fate::BackUnflagged),
        ]
    );
}

#[test]
fn an_ack_whose_removal_is_on_disk_stays_settled() {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    page.now = page.now + Millis(2_000);
    page.host.advance(page.now);
    page.call(Call::CrashBroker(Some(CrashMoment::AfterWrite)))
        .unwrap();
    page.publish("order_125", true);
    let batch = page.begin_write().unwrap();
    page.finish_write(&batch);
    let ledger = page.host.poll_crash().unwrap();
    assert_eq!(
        aftermath(page, ledger),
        [
            fate("order_123", Fate::Settled),
            fate("order_124", Fate::BackRedelivered),
            fate("order_125", Fate::BackUnconfirmed),
        ]
    );
}

#[test]
fn a_write_of_which_nobody_heard_the_end_is_told_by_what_is_there() {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    page.now = page.now + Millis(2_000);
    page.host.advance(page.now);
    let batch = page.begin_write().unwrap();
    page.call(Call::CrashBroker(Some(CrashMoment::Now)))
        .unwrap();
    let ledger = page.host.poll_crash().unwrap();
    assert_eq!(ledger.messages[0].progress, Progress::Acked);
    page.finish_write(&batch);
    assert_eq!(page.view().totals.acked, 1, "it hears nothing any more");
    assert_eq!(aftermath(page, ledger)[0], fate("order_123", Fate::Settled));
}

#[test]
fn a_broker_that_has_crashed_does_nothing_more() {
    let mut page = armed(CrashMoment::Now);
    assert!(page.host.poll_crash().is_some());
    assert_eq!(page.host.poll_crash(), None, "it is said once");
    assert_eq!(page.call(Call::PublishCourseOrders), Err(Refused::Crashed));
    assert!(!page.host.advance(page.now + Millis(5_000)));
    assert_eq!(page.host.wake_at(), None);
    assert_eq!(page.begin_write(), None);
}

#[test]
fn a_crash_can_be_called_off() {
    let mut page = armed(CrashMoment::BeforeWrite);
    page.call(Call::CrashBroker(None)).unwrap();
    page.publish("order_1", true);
    page.settle();
    assert_eq!(page.host.poll_crash(), None);
    assert_eq!(page.view().producer.confirmed, 1);
}

#[test]
fn what_consumers_did_since_the_start_changes_no_fate() {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    page.call(Call::CrashBroker(Some(CrashMoment::Now)))
        .unwrap();
    let ledger = page.host.poll_crash().unwrap();
    let mut page = page.reload();
    page.pass(Millis(2_000));
    page.pass(Millis(2_000));
    assert_eq!(page.view().totals.acked, 2);
    page.call(Call::TellLedger(ledger)).unwrap();
    let counts = page.view().aftermath.unwrap().counts;
    assert_eq!(counts, [(Fate::Back, 1), (Fate::BackRedelivered, 1)]);
}

#[test]
fn a_ledger_is_told_once_and_soon() {
    let mut page = without_consumer(CrashMoment::Now);
    let ledger = page.host.poll_crash().unwrap();
    let mut page = page.reload();
    page.call(Call::TellLedger(ledger.clone())).unwrap();
    let again = page.call(Call::TellLedger(ledger.clone()));
    assert_eq!(again, Err(Refused::TooLateForLedger));
    let mut page = page.reload();
    page.pass(Millis(60_001));
    let late = page.call(Call::TellLedger(ledger));
    assert_eq!(late, Err(Refused::TooLateForLedger));
}

#[test]
fn a_consumer_that_acks_by_being_sent_is_no_ack_to_crash_after() {
    let mut page = Page::open();
    page.stop_consumer();
    let settings = leveret::simulation::ConsumerSettings {
        acknowledgement: leveret::simulation::Acknowledgement::Automatic,
        ..leveret::simulation::ConsumerSettings::default()
    };
    page.call(Call::ChangeConsumer {
        name: "consumer-1".to_owned(),
        settings,
    })
    .unwrap();
    page.call(Call::Consumer {
        name: "consumer-1".to_owned(),
        action: ConsumerAction::Start,
    })
    .unwrap();
    page.settle();
    page.call(Call::CrashBroker(Some(CrashMoment::BetweenAckAndWrite)))
        .unwrap();
    page.publish("order_1", true);
    page.settle();
    assert_eq!(page.view().totals.acked, 1);
    assert_eq!(page.host.poll_crash(), None);
}
