//! Why connections and channels close or wait, and what a transaction does.

use super::{DocPage, Why};
use crate::{
    broker::{Alarm, ConnectionClosure, Disconnect, Exception, ReplyCode},
    projection::describe::line,
    simulation::{HEARTBEAT_TIMEOUT, seconds},
};

pub(super) fn opened(name: &str) -> Why {
    let rule = format!(
        "A client, here {name}, keeps one connection open for as long as it works and talks over \
         channels in it. Connecting alone declares nothing and delivers nothing."
    );
    Why::new(rule, DocPage::ConnectionLifecycle)
}

pub(super) fn silent(name: &str) -> Why {
    let rule = format!(
        "Client and broker agree on a heartbeat timeout, {timeout} s by default, and each sends a \
         heartbeat every half of it. Nothing came from {name} for {timeout} s, so two were missed \
         and {name} counts as dead. What it had received and not acked goes back to its queue; \
         if it lives on, it does not know that yet.",
        timeout = seconds(HEARTBEAT_TIMEOUT),
    );
    Why::new(rule, DocPage::Heartbeats)
}

pub(super) fn closed(name: &str, cause: &ConnectionClosure) -> Why {
    match cause {
        ConnectionClosure::Client(Disconnect::Closed) => Why::new(
            format!(
                "connection.close came from {name}. Its channels, its consumers and the queues \
                 that were exclusive to it end with the connection; what it held unacked is \
                 requeued."
            ),
            DocPage::ConnectionLifecycle,
        ),
        ConnectionClosure::Client(Disconnect::Lost) => Why::new(
            format!(
                "No connection.close came from {name}: its end is simply gone. The broker does the \
                 same as for a close: what {name} had received and not acked goes back to its \
                 queue, since nobody can ack it any more."
            ),
            DocPage::AutomaticRequeueing,
        ),
        ConnectionClosure::Exception(exception) => {
            Why::new(forced(name, exception), DocPage::ConnectionErrors)
        }
    }
}

fn forced(name: &str, exception: &Exception) -> String {
    if exception.code == ReplyCode::ConnectionForced {
        return format!(
            "320 CONNECTION_FORCED is no fault of {name}: the broker or its operator ends the \
             connection, here because of this: {}. {name} may connect again.",
            line(&exception.explanation)
        );
    }
    format!(
        "{} {} is an error of the connection, not of one channel: the connection is closed with \
         every channel in it, and {name} has to connect again.",
        exception.code.code(),
        exception.code.name()
    )
}

pub(super) fn channel_closed(name: &str, exception: &Exception) -> Why {
    let rule = format!(
        "{} {} closes the channel on which it happened and nothing else: the connection of {name} \
         stays. The channel's consumers go with it, what they held unacked is requeued, and {name} \
         has to open a new channel to go on.",
        exception.code.code(),
        exception.code.name()
    );
    Why::new(rule, DocPage::ChannelErrors)
}

pub(super) fn blocked(name: &str, alarm: Alarm) -> Why {
    let short_of = match alarm {
        Alarm::Memory => "memory",
        Alarm::Disk => "disk space",
    };
    let rule = format!(
        "The alarm for {short_of} is raised. The publish with which {name} ran into it was still \
         taken; from now on the broker reads nothing more from this connection until every alarm \
         is over, so that what is stored can be consumed first."
    );
    Why::new(rule, DocPage::BlockedConnections)
}

pub(super) fn unblocked(name: &str) -> Why {
    let rule = format!(
        "The last alarm is over, so the broker reads again from connections that it had blocked. \
         {name} may publish on."
    );
    Why::new(rule, DocPage::BlockedConnections)
}

pub(super) fn committed(name: &str) -> Why {
    let rule = format!(
        "What {name} published and acked since its last tx.commit waited on its channel and takes \
         effect now. Publishes that have to be on disk were written before this answer left."
    );
    Why::new(rule, DocPage::Transactions)
}

pub(super) fn rolled_back(name: &str) -> Why {
    let rule = format!(
        "tx.rollback forgets what {name} published since its last tx.commit, and takes its acks \
         back: those messages are not requeued, {name} holds them unacked as before."
    );
    Why::new(rule, DocPage::Transactions)
}
