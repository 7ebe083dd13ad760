//! Where the broker's state is kept, in words.

use crate::projection::StorageState;

/// Where it is kept, for a chip.
#[must_use]
pub fn storage_in_short(storage: &StorageState) -> String {
    match storage {
        StorageState::Saved => "Saved in this browser".to_owned(),
        StorageState::Full { .. } => "Disk full: publishers are blocked".to_owned(),
        StorageState::Interrupted { .. } => "Disk interrupted: nothing is confirmed".to_owned(),
        StorageState::Gone { .. } => "Storage gone: nothing is confirmed".to_owned(),
        StorageState::TakenOver => "Read-only: another tab has it".to_owned(),
        StorageState::NotSaved { reason } => format!("Not saved here: {reason}"),
    }
}

/// What is wrong with the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskAlarmWords<'a> {
    /// In a line.
    pub heading: &'static str,
    /// What the browser said.
    pub reason: &'a str,
    /// What stops, and what goes on.
    pub consequence: &'static str,
    /// What a person can do.
    pub advice: &'static [&'static str],
    /// How it ends.
    pub end: &'static str,
    /// Whether a person can have it tried again.
    pub can_retry: bool,
}

/// What is wrong with the disk, if something is.
#[must_use]
pub fn disk_alarm(storage: &StorageState) -> Option<DiskAlarmWords<'_>> {
    match storage {
        StorageState::Full { reason } => Some(DiskAlarmWords {
            heading: "Disk alarm: there is no more room for this broker",
            reason,
            consequence: "Publishers are blocked (connection.blocked). Consumers go on, and what was \
                          confirmed is safe.",
            advice: &[
                "Purge or delete a queue, or let consumers drain it.",
                "Free room on this device, or raise what the browser allows this site.",
            ],
            end: "The write is tried again by itself, and the alarm goes when there is room.",
            can_retry: true,
        }),
        StorageState::Interrupted { reason } => Some(DiskAlarmWords {
            heading: "The browser takes no writes just now",
            reason,
            consequence: "Nothing is confirmed until it does again. What was confirmed is safe.",
            advice: &[],
            end: "The write is tried again by itself.",
            can_retry: true,
        }),
        StorageState::Gone { reason } => Some(DiskAlarmWords {
            heading: "This page has lost its storage",
            reason,
            consequence: "The broker goes on in memory, and confirms nothing any more.",
            advice: &["Export everything under Storage, reload the page, and import it again."],
            end: "Without that, a reload begins with what the browser has then.",
            can_retry: false,
        }),
        StorageState::Saved | StorageState::TakenOver | StorageState::NotSaved { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_rabbitmqs_alarm_and_an_interruption_is_not() {
        let reason = "QuotaExceededError".to_owned();
        let full = StorageState::Full {
            reason: reason.clone(),
        };
        let alarm = disk_alarm(&full).expect("an alarm");
        assert!(alarm.consequence.contains("connection.blocked"));
        assert!(alarm.advice[0].starts_with("Purge"));
        assert_eq!(alarm.reason, reason);
        let interrupted = StorageState::Interrupted { reason };
        let alarm = disk_alarm(&interrupted).expect("an alarm");
        assert!(alarm.consequence.starts_with("Nothing is confirmed"));
        assert!(!alarm.heading.contains("alarm"));
    }

    #[test]
    fn a_storage_that_is_gone_is_not_tried_again() {
        let reason = "its data was deleted".to_owned();
        let gone = StorageState::Gone { reason };
        let alarm = disk_alarm(&gone).expect("an alarm");
        assert!(!alarm.can_retry && alarm.advice[0].starts_with("Export"));
    }

    #[test]
    fn without_a_disk_there_is_no_alarm_of_it() {
        let reason = "blocked".to_owned();
        for storage in [
            StorageState::Saved,
            StorageState::TakenOver,
            StorageState::NotSaved { reason },
        ] {
            assert_eq!(disk_alarm(&storage), None);
        }
    }
}
