//! Room: how much the browser has left for this site, as far as it says.
//!
//! As RabbitMQ raises its disk alarm while less than `disk_free_limit` is free
//! (<https://www.rabbitmq.com/docs/disk-alarms>), so that consumers can still make progress when
//! publishers no longer can.

use std::fmt;

/// The room as the browser said it last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    low: Option<LittleRoom>,
}

/// So little room that publishers wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct LittleRoom {
    free_bytes: u64,
    quota_bytes: u64,
}

impl Room {
    pub(super) fn note(&mut self, used_bytes: u64, quota_bytes: u64) {
        let free_bytes = quota_bytes.saturating_sub(used_bytes);
        let limit = FREE_BYTES_MIN.min(quota_bytes / QUOTA_SHARE_MIN);
        self.low = (free_bytes < limit).then_some(LittleRoom {
            free_bytes,
            quota_bytes,
        });
    }

    pub(super) const fn low(self) -> Option<LittleRoom> {
        self.low
    }
}

impl fmt::Display for LittleRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Of the {} bytes that the browser gives this page, {} are left.",
            self.quota_bytes, self.free_bytes
        )
    }
}

/// RabbitMQ's default.
const FREE_BYTES_MIN: u64 = 50_000_000;

/// A small quota would be below that from the start: then a tenth of it is kept free.
const QUOTA_SHARE_MIN: u64 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_low_under_fifty_megabytes_or_a_tenth_of_a_small_quota() {
        let is_low = |used, quota| {
            let mut room = Room::default();
            room.note(used, quota);
            room.low().is_some()
        };
        assert!(!is_low(0, 10_000_000_000));
        assert!(is_low(9_960_000_000, 10_000_000_000));
        assert!(!is_low(8_000_000, 10_000_000));
        assert!(is_low(9_500_000, 10_000_000));
        assert!(is_low(12, 10));
    }
}
