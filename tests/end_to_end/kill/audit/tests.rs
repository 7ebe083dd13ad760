//! The audit finds each thing that can be wrong, and lets pass what nobody promised.

use leveret::broker::{Millis, Timestamp};

use super::{Asked, Round};
use crate::kill::{
    rows::StoredOrder,
    tally::Tally,
    witness::{AtWork, Life},
};

/// An order from before, two confirmed ones behind a transient one, and one that was only sent.
const LINES: [&str; 11] = [
    "order_queue: order_1 to consumer-1, redelivered: the only consumer",
    "Sent order: order_2",
    "Sent order: order_3",
    "order_queue: order_2 ready at position 8; transient, so a restart loses it",
    "order_queue: order_3 ready at position 9; persistent in a durable queue, so a restart brings it back",
    "publish 1 of producer confirmed: transient, nothing to wait for",
    "publish 2 of producer confirmed: written to storage",
    "order_queue: order_1 acked by consumer-1, and gone",
    "order_queue: order_3 to consumer-1: the only consumer",
    "Sent order: order_4",
    "order_queue: order_4 ready at position 10; persistent in a durable queue, so a restart brings it back",
];

const CONFIRMED_LATER: &str = "publish 3 of producer confirmed: written to storage";

/// Holds rows (id, position, deliveries) against what was heard.
fn audited(lines: &[&str], after: &[(&str, u64, u64)]) -> Result<Tally, String> {
    audited_at(Timestamp(0), lines, after)
}

fn audited_at(
    killed_at: Timestamp,
    lines: &[&str],
    after: &[(&str, u64, u64)],
) -> Result<Tally, String> {
    let mut life = Life::default();
    lines.iter().for_each(|line| life.hear_line(line));
    let asked = [("order_2", false), ("order_3", true), ("order_4", true)];
    let asked = asked.map(|(id, persistent)| Asked {
        id: id.to_owned(),
        persistent,
    });
    let crew = AtWork {
        sleep: Millis(100),
        current: None,
    };
    let round = Round {
        before: &rows(&[("order_1", 7, 1)]),
        asked: &asked,
        life: &life,
        crew: &[crew],
        has_automatic: false,
        opened_at: Timestamp(0),
        killed_at,
    };
    round.audit(&rows(after))
}

fn rows(rows: &[(&str, u64, u64)]) -> Vec<StoredOrder> {
    let row = |&(id, position, deliveries): &(&str, u64, u64)| StoredOrder {
        position,
        id: id.to_owned(),
        deliveries,
    };
    rows.iter().map(row).collect()
}

fn assert_fails(lines: &[&str], after: &[(&str, u64, u64)], because: &str) {
    let wrong = audited(lines, after).expect_err(because);
    assert!(wrong.contains(because), "{wrong}");
}

#[test]
fn an_ack_may_come_too_late_for_the_disk_and_what_is_not_confirmed_may_be_gone() {
    let all = Tally {
        published: 3,
        transient: 1,
        confirmed: 2,
        handed_out: 2,
        acked: 1,
        ..Tally::default()
    };
    assert_eq!(
        audited(&LINES, &[("order_3", 9, 1)]),
        Ok(Tally {
            came_back: 1,
            redelivered: 1,
            lost_unconfirmed: 1,
            ..all
        })
    );
    let everything = [("order_1", 7, 1), ("order_3", 9, 0), ("order_4", 10, 0)];
    assert_eq!(
        audited(&LINES, &everything),
        Ok(Tally {
            came_back: 3,
            redelivered: 1,
            twice: 1,
            unnoted: 1,
            ..all
        })
    );
}

#[test]
fn what_is_invented_is_found() {
    let known = ("order_3", 9, 0);
    for (row, because) in [
        (("order_9", 10, 0), "was gone or never published"),
        (("order_2", 8, 0), "was transient"),
        (known, "stored twice"),
        (("order_1", 10, 1), "behind an order published after it"),
        (("order_4", 11, 0), "is at 11"),
    ] {
        assert_fails(&LINES, &[known, row], because);
    }
    assert_fails(&LINES, &[("order_3", 9, 2)], "2 deliveries");
    assert_fails(&[], &[("order_1", 7, 0)], "0 deliveries");
}

#[test]
fn what_is_missing_is_found_unless_it_can_have_been_acked() {
    assert_fails(&LINES, &[], "order_3 was kept, nobody can have acked it");
    let [first, ..] = LINES;
    assert_fails(&[first], &[], "order_1 was kept, nobody can have acked it");
    // Long enough for one that was not heard of.
    let unknown = |killed_at| audited_at(killed_at, &LINES, &[]).map(|tally| tally.unknown);
    assert_eq!(unknown(Timestamp(100)), Ok(1));
    assert!(unknown(Timestamp(99)).is_err());
}

#[test]
fn what_is_confirmed_vouches_for_what_was_before_it() {
    let mut lines = LINES.to_vec();
    lines.push(CONFIRMED_LATER);
    let last = ("order_4", 10, 0);
    assert!(audited(&lines, &[("order_3", 9, 1), last]).is_ok());
    let acked = [("order_1", 7, 1), ("order_3", 9, 1), last];
    assert_fails(&lines, &acked, "order_1 is there, and was acked before");
    let unnoted = [("order_3", 9, 0), last];
    assert_fails(&lines, &unnoted, "order_3 is not noted as handed out");
}

#[test]
fn a_delivery_with_the_wrong_flag_is_found() {
    for (line, because) in [
        (
            "order_queue: order_1 to consumer-1: its turn",
            "redelivered false",
        ),
        (
            "order_queue: order_3 to consumer-1, redelivered: its turn",
            "redelivered true",
        ),
    ] {
        assert_fails(&[line], &[("order_1", 7, 1)], because);
    }
    assert_fails(
        &[LINES[0], LINES[0]],
        &[("order_1", 7, 1)],
        "handed out twice",
    );
}

#[test]
fn after_a_gap_in_the_log_what_is_missing_is_unknown() {
    let lines = ["7 lines are left out here: too much happened at once."];
    assert_eq!(audited(&lines, &[]).map(|tally| tally.unknown), Ok(1));
}
