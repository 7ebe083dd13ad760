//! Connections, channels and transactions in plain words.

use super::{client, line};
use crate::{
    broker::{Alarm, ChannelClosure, ConnectionClosure, Disconnect, Happening},
    simulation::{HEARTBEAT_TIMEOUT, World, seconds},
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of sessions"
)]
pub(super) fn describe(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::ConnectionOpened { connection } => {
            format!("{} connected", world.name(*connection))
        }
        Happening::ConnectionClosed { connection, cause } => {
            let name = world.name(*connection);
            match cause {
                ConnectionClosure::Client(Disconnect::Closed) => {
                    format!("{name} closed its connection")
                }
                ConnectionClosure::Client(Disconnect::Lost)
                    if world.clients().missed_heartbeats(*connection) =>
                {
                    format!(
                        "the connection of {name} is closed: missed heartbeats, timeout {} s",
                        seconds(HEARTBEAT_TIMEOUT)
                    )
                }
                ConnectionClosure::Client(Disconnect::Lost) => {
                    format!("the connection of {name} broke: its process is gone")
                }
                ConnectionClosure::Exception(exception) => format!(
                    "the connection of {name} is closed: {} {}",
                    exception.code.code(),
                    line(&exception.to_string())
                ),
            }
        }
        Happening::ConnectionBlocked { connection, alarm } => format!(
            "{} is blocked: it published while the broker is {}, so nothing more is read from it",
            world.name(*connection),
            describe_alarm(*alarm)
        ),
        Happening::ConnectionUnblocked { connection } => {
            format!(
                "{} is no longer blocked: the broker has enough of everything again",
                world.name(*connection)
            )
        }
        Happening::ChannelClosed {
            channel,
            cause: ChannelClosure::Exception(exception),
        } => format!(
            "the channel of {} is closed: {} {}",
            client(*channel, world),
            exception.code.code(),
            line(&exception.to_string())
        ),
        Happening::TxCommitted { channel } => format!(
            "{} committed: what it published and acked takes effect",
            client(*channel, world)
        ),
        Happening::TxRolledBack { channel } => format!(
            "{} rolled back: what it published is forgotten, what it acked is unacked again",
            client(*channel, world)
        ),
        _ => return None,
    })
}

const fn describe_alarm(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Memory => "low on memory",
        Alarm::Disk => "low on disk space",
    }
}
