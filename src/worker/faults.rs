//! Faults on purpose, carried out by the host and answered in a sentence.

use super::message::Fault;
use crate::{
    broker::Timestamp,
    host::{Host, Refused},
    simulation::{BurstPace, BurstSettings, Clients},
};

/// Breaks or mends something, and says what was done.
pub(super) fn carry_out(host: &mut Host, now: Timestamp, fault: Fault) -> Result<String, Refused> {
    match fault {
        Fault::PublishPoison => {
            let id = host.ask(now, Clients::publish_poison)?;
            Ok(format!("{id} is sent; whoever takes it fails."))
        }
        Fault::PauseNetwork { name } => {
            host.ask(now, |clients, now| clients.pause_network(now, &name))?;
            Ok(format!("The network of {name} stands still."))
        }
        Fault::HealNetwork { name } => {
            host.ask(now, |clients, now| clients.heal_network(now, &name))?;
            Ok(format!("The network of {name} is back."))
        }
        Fault::CrashBeforeAck { name, armed } => {
            host.ask(now, |clients, now| {
                clients.crash_before_ack(now, &name, armed)
            })?;
            Ok(if armed {
                format!("{name} will crash over its next order, before the ack.")
            } else {
                format!("{name} will not crash before its next ack.")
            })
        }
        Fault::Burst(settings) => {
            let begun = begun(&settings);
            host.ask(now, |clients, now| clients.begin_burst(now, &settings))?;
            Ok(begun)
        }
        Fault::StopBurst => {
            host.ask(now, Clients::stop_burst)?;
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
