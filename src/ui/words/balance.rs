//! Where messages are, in words.

use crate::projection::Whereabouts;

/// What a part of the balance is called, and what it means.
#[must_use]
pub const fn whereabouts(part: Whereabouts) -> (&'static str, &'static str) {
    match part {
        Whereabouts::Ready => ("Ready", "in a queue, to be delivered"),
        Whereabouts::Unacked => ("Unacked", "with a consumer that has not acked it"),
        Whereabouts::Acked => ("Acked", "done, as far as the broker knows"),
        Whereabouts::Dropped => ("Dropped", "rejected without requeue"),
        Whereabouts::Expired => ("Expired", "its time to live ended"),
        Whereabouts::OverLength => ("Over length", "its queue had too many"),
        Whereabouts::OverDeliveries => ("Over delivery limit", "delivered too often"),
        Whereabouts::Purged => ("Purged", "gone with a purge or with its queue"),
        Whereabouts::Lost => ("Lost in a restart", "it or its queue was transient"),
        Whereabouts::Unroutable => ("Unroutable", "no queue for its routing key"),
        Whereabouts::Refused => ("Refused", "its queue was full"),
        Whereabouts::Replied => ("Replied", "handed straight to who waited for it"),
    }
}

/// The class by which a part is drawn.
#[must_use]
pub const fn whereabouts_class(part: Whereabouts) -> &'static str {
    match part {
        Whereabouts::Ready => "part-ready",
        Whereabouts::Unacked => "part-unacked",
        Whereabouts::Acked | Whereabouts::Replied => "part-done",
        Whereabouts::Dropped | Whereabouts::Purged => "part-given-up",
        Whereabouts::Expired | Whereabouts::OverLength | Whereabouts::OverDeliveries => {
            "part-by-limit"
        }
        Whereabouts::Lost => "part-lost",
        Whereabouts::Unroutable | Whereabouts::Refused => "part-never-in",
    }
}
