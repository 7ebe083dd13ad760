//! Faults on purpose, carried out by the host and answered in a sentence.

use super::message::Fault;
use crate::{
    broker::Timestamp,
    host::{Host, Refused},
    simulation::{BurstPace, BurstSettings, ClientRequest},
};

/// Breaks or mends something, and says what was done.
pub(super) fn carry_out(host: &mut Host, now: Timestamp, fault: Fault) -> Result<String, Refused> {
    match fault {
        Fault::PublishPoison => {
            let id = host.ask(now, ClientRequest::PublishPoison)?;
            let id = id.as_deref().unwrap_or("An order");
            Ok(format!("{id} is sent; whoever takes it fails."))
        }
        Fault::PauseNetwork { name } => {
            let done = format!("The network of {name} stands still.");
            host.ask(now, ClientRequest::PauseNetwork { name })?;
            Ok(done)
        }
        Fault::HealNetwork { name } => {
            let done = format!("The network of {name} is back.");
            host.ask(now, ClientRequest::HealNetwork { name })?;
            Ok(done)
        }
        Fault::CrashBeforeAck { name, armed } => {
            let done = if armed {
                format!("{name} will crash over its next order, before the ack.")
            } else {
                format!("{name} will not crash before its next ack.")
            };
            host.ask(now, ClientRequest::CrashBeforeAck { name, armed })?;
            Ok(done)
        }
        Fault::Burst(settings) => {
            let begun = begun(&settings);
            host.ask(now, ClientRequest::BeginBurst(settings))?;
            Ok(begun)
        }
        Fault::StopBurst => {
            host.ask(now, ClientRequest::StopBurst)?;
            Ok("The burst is stopped.".to_owned())
        }
    }
}

fn begun(settings: &BurstSettings) -> String {
    let producers = match settings.producers {
        1 => "1 producer sends".to_owned(),
        count => format!("{count} producers send"),
    };
    match settings.pace {
        BurstPace::AtOnce { count: 1 } => format!("{producers} 1 order."),
        BurstPace::AtOnce { count } => format!("{producers} {count} orders at once."),
        BurstPace::Steady {
            per_second,
            seconds,
        } => format!("{producers} {per_second} orders a second for {seconds} s."),
    }
}
