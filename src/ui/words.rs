//! Numbers, times and states as a person reads them.
//!
//! Plain functions from values to text, so that the sentences are tested natively. Words are
//! RabbitMQ's.

mod aftermath;
mod balance;
mod comparison;
mod disk;
mod fault;
mod flow;
mod measure;
mod orders;
mod queue_argument;
mod search;
mod sharing;
mod shortcut;
mod shovel;
mod start;
mod state;
mod storage;
mod time;
mod timeline;

pub use aftermath::{
    aftermath_heading, armed, crash_moment, fate, fate_count, fate_reason, not_listed,
};
pub use balance::{whereabouts, whereabouts_class};
pub use comparison::{ComparedRow, compared, conclusion, configuration};
pub use disk::{
    confirm, cost, durability, keep_answer, permille, promise, room, rows_in_all,
    transaction_facts, transaction_state,
};
pub use fault::{UNHEARD_CRASH, burst, is_connected, network, on_failure, to_come, when_it_fails};
pub use flow::{
    BY_NAME, DEFAULT_EXCHANGE, NodeLine, consumer_line, consumer_node, default_exchange_node,
    ending, exchange_node, holds, keys, producer_line, producer_node, queue_line, queue_node,
};
pub use measure::Unit;
pub use orders::{OrderNumber, order_numbers, orders_placed};
pub use queue_argument::queue_argument;
pub use search::{again_in_form, found_in_short, found_message};
pub use sharing::{element_markup, embed_markup, link_length, markdown_link};
pub use shortcut::{NO_CONSUMER_RUNS, shortcut, shortcuts_are};
pub use shovel::shovel;
pub use start::{start_heading, start_sentence};
pub use state::{advice_on_closed_channel, consumer_state, sharing, summary};
pub use storage::{DiskAlarmWords, disk_alarm, storage_in_short};
pub use time::{next_due, playing};
pub use timeline::{how_long_ago, mark_shape, marks};

use crate::{
    broker::{Millis, Timestamp},
    simulation::Acknowledgement,
};

/// `1 message`, `1,204 messages`.
#[must_use]
pub fn count(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// `1,204`
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `0 s`, `59 s`, `2 min 5 s`, `3 h 0 min`: whole seconds that have passed.
#[must_use]
pub fn duration(length: Millis) -> String {
    let seconds = length.0 / 1000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600.. => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `14:03:09` in a time zone so many minutes behind UTC, as JavaScript's `getTimezoneOffset` has
/// it.
#[must_use]
pub fn time_of_day(at: Timestamp, minutes_behind_utc: i32) -> String {
    let utc = i64::try_from(at.0 / 1000).unwrap_or(0);
    let local = (utc - i64::from(minutes_behind_utc) * 60).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02}",
        local / 3600,
        local / 60 % 60,
        local % 60
    )
}

/// What fits on a small token: the number that a label ends in, or its first letters.
#[must_use]
pub fn short_label(label: &str) -> String {
    let digits = label
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect::<Vec<_>>();
    if digits.is_empty() {
        label.chars().take(3).collect()
    } else {
        digits.into_iter().rev().collect()
    }
}

/// When a consumer acks, as part of a line that describes it.
#[must_use]
pub const fn acknowledgement(mode: Acknowledgement) -> &'static str {
    match mode {
        Acknowledgement::AfterSleep => "acks after the sleep",
        Acknowledgement::Automatic => "automatic ack",
        Acknowledgement::ByHand => "acked by hand",
    }
}

/// How many messages a consumer may hold.
#[must_use]
pub fn prefetch(prefetch_count: u16) -> String {
    if prefetch_count == 0 {
        "prefetch 0 (unlimited)".to_owned()
    } else {
        format!("prefetch {prefetch_count}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(count(0, "message"), "0 messages");
        assert_eq!(count(1, "message"), "1 message");
        assert_eq!(count(1_234_567, "message"), "1,234,567 messages");
        assert_eq!(grouped(100), "100");
    }

    #[test]
    fn durations_are_whole_seconds() {
        assert_eq!(duration(Millis(1999)), "1 s");
        assert_eq!(duration(Millis(125_000)), "2 min 5 s");
        assert_eq!(duration(Millis(3_600_000)), "1 h 0 min");
    }

    #[test]
    fn the_time_of_day_is_local() {
        let at = Timestamp(1_000_000_000_000); // 2001-09-09 01:46:40 UTC
        assert_eq!(time_of_day(at, 0), "01:46:40");
        assert_eq!(time_of_day(at, -120), "03:46:40");
        assert_eq!(time_of_day(at, 300), "20:46:40");
    }

    #[test]
    fn a_token_shows_the_number_or_the_first_letters() {
        assert_eq!(short_label("order_124"), "124");
        assert_eq!(short_label("order_1234567"), "4567");
        assert_eq!(short_label("höhle!"), "höh");
        assert_eq!(short_label(""), "");
    }
}
