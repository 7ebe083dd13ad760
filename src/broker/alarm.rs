//! Alarms: while a resource is short, who publishes is blocked
//! (<https://www.rabbitmq.com/docs/alarms>, <https://www.rabbitmq.com/docs/connection-blocked>).
//!
//! A connection is blocked by its first publish after the alarm, which is still taken. From then on
//! its session reads nothing more until the last alarm is over; that is the session's part.

use super::{Broker, command::Alarm, event::Happening, id::ConnectionId};

impl Broker {
    pub(super) fn set_alarm(&mut self, alarm: Alarm, raised: bool) {
        if raised {
            self.alarms.insert(alarm);
            return;
        }
        self.alarms.remove(&alarm);
        if !self.alarms.is_empty() {
            return;
        }
        let blocked: Vec<ConnectionId> = self
            .connections
            .iter_mut()
            .filter_map(|(&connection, open)| {
                std::mem::take(&mut open.is_blocked).then_some(connection)
            })
            .collect();
        for connection in blocked {
            self.emit(Happening::ConnectionUnblocked { connection });
        }
    }

    pub(super) fn block_if_short(&mut self, connection: ConnectionId) {
        let Some(&alarm) = self.alarms.first() else {
            return;
        };
        let Some(open) = self.connections.get_mut(&connection) else {
            return;
        };
        if !std::mem::replace(&mut open.is_blocked, true) {
            self.emit(Happening::ConnectionBlocked { connection, alarm });
        }
    }
}
