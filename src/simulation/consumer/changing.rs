//! Settings that change while a consumer runs.
//!
//! What the broker has to know takes effect when the program consumes again, which it does at once;
//! the rest with the next order.

use super::Consumer;
use crate::simulation::{
    outbox::Outbox,
    settings::{Acknowledgement, ConsumerSettings, seconds},
};

impl Consumer {
    pub(in crate::simulation) fn change(&mut self, out: &mut Outbox, settings: ConsumerSettings) {
        let before = std::mem::replace(&mut self.settings, settings);
        if self.wanted {
            self.print_change(out, &before);
        }
        if self.settings.restart_after.is_none() {
            self.restart_at = None;
        }
        if self.works_by_hand() {
            self.work.lay_down();
            self.announce_all(out);
        }
        self.begin(out);
        self.take_next_step(out);
    }

    fn print_change(&self, out: &mut Outbox, before: &ConsumerSettings) {
        let after = &self.settings;
        let mut changes = Vec::new();
        if before.queue != after.queue {
            changes.push(format!("queue {}", after.queue));
        }
        if before.prefetch_count != after.prefetch_count {
            changes.push(format!("prefetch {}", after.prefetch_count));
        }
        let is_automatic =
            |settings: &ConsumerSettings| settings.acknowledgement == Acknowledgement::Automatic;
        if is_automatic(before) != is_automatic(after) {
            changes.push(format!("no_ack {}", is_automatic(after)));
        }
        if before.exclusive != after.exclusive {
            changes.push(format!("exclusive {}", after.exclusive));
        }
        if before.priority != after.priority {
            changes.push(format!("x-priority {}", after.priority.unwrap_or(0)));
        }
        if !changes.is_empty() {
            let text = format!(
                "Now with {}: cancels and consumes again, since the broker takes these only when a consumer \
                 starts.",
                changes.join(", ")
            );
            out.print(&self.name, text);
        }
        if before.sleep != after.sleep {
            let sleep = seconds(after.sleep);
            out.print(
                &self.name,
                format!("Sleeps {sleep} s from the next order on."),
            );
        }
    }
}
