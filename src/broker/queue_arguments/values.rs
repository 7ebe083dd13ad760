//! What each argument's value may be, as RabbitMQ 4.0 checks it.
//!
//! A function for each argument reads its value or says why it cannot be. Which queues know which
//! arguments, and in which order they are looked at, is said by the parent.

use super::{
    super::{
        argument::{Unacceptable, expect_count, expect_integer, expect_string},
        limits::TIME_TO_LIVE_MAX,
        table::FieldValue,
        time::Millis,
    },
    Overflow,
};

pub(super) fn read_time_to_live(value: &FieldValue) -> Result<Millis, Unacceptable> {
    check_time_to_live(expect_integer(value)?)
}

fn check_time_to_live(millis: i64) -> Result<Millis, Unacceptable> {
    match u64::try_from(millis) {
        Err(_) => Err(Unacceptable::number("value_negative", millis)),
        Ok(length) if length > TIME_TO_LIVE_MAX.0 => {
            Err(Unacceptable::number("value_too_large", millis))
        }
        Ok(length) => Ok(Millis(length)),
    }
}

pub(super) fn read_expires(value: &FieldValue) -> Result<Millis, Unacceptable> {
    match expect_integer(value)? {
        0 => Err(Unacceptable::number("value_zero", 0)),
        millis => check_time_to_live(millis),
    }
}

pub(super) fn check_dead_letter_key(
    value: &FieldValue,
    has_exchange: bool,
) -> Result<(), Unacceptable> {
    expect_string(value)?;
    if has_exchange {
        Ok(())
    } else {
        Err(Unacceptable::word("routing_key_but_no_dlx_defined"))
    }
}

pub(super) fn check_strategy(value: &FieldValue) -> Result<(), Unacceptable> {
    match expect_string(value)? {
        b"at-most-once" | b"at-least-once" => Ok(()),
        _ => Err(Unacceptable::word("invalid_dlx_strategy")),
    }
}

pub(super) fn read_priority(value: &FieldValue) -> Result<u8, Unacceptable> {
    expect_count(value)?;
    let priority = expect_integer(value)?;
    u8::try_from(priority).map_err(|_| Unacceptable::number("max_value_exceeded", priority))
}

pub(super) fn read_overflow(value: &FieldValue) -> Result<Overflow, Unacceptable> {
    match expect_string(value)? {
        b"drop-head" => Ok(Overflow::DropHead),
        b"reject-publish" => Ok(Overflow::RejectPublish),
        b"reject-publish-dlx" => Ok(Overflow::RejectPublishDlx),
        _ => Err(Unacceptable::word("invalid_overflow")),
    }
}

/// RabbitMQ 4.0 knows the modes and keeps every queue in the same way.
pub(super) fn check_mode(value: &FieldValue) -> Result<(), Unacceptable> {
    match expect_string(value)? {
        b"default" | b"lazy" => Ok(()),
        other => Err(unsupported("mode", other)),
    }
}

pub(super) fn check_version(value: &FieldValue) -> Result<(), Unacceptable> {
    match expect_count(value)? {
        1 | 2 => Ok(()),
        other => Err(unsupported("version", other.to_string().as_bytes())),
    }
}

pub(super) fn check_group_size(value: &FieldValue) -> Result<(), Unacceptable> {
    match expect_count(value)? {
        0 => Err(Unacceptable::number("value_zero", 0)),
        _ => Ok(()),
    }
}

pub(super) fn check_leader_locator(value: &FieldValue) -> Result<(), Unacceptable> {
    match expect_string(value)? {
        b"client-local" | b"balanced" | b"random" | b"least-leaders" | b"min-masters" => Ok(()),
        _ => Err(Unacceptable::word("invalid_queue_locator_arg")),
    }
}

pub(super) fn unsupported(what: &str, value: &[u8]) -> Unacceptable {
    let value = String::from_utf8_lossy(value);
    Unacceptable::sentence(&format!("unsupported queue {what} '{value}'"))
}
