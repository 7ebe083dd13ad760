//! Calls: what the page asks, carried out by the host and answered, mostly in a sentence.

use super::{
    faults,
    message::{Call, ConsumerAction, Reply},
    topology,
};
use crate::{
    broker::{DeliveryTag, Millis, Timestamp},
    host::{Host, Refused},
    projection::{CrashMoment, Durability, PlayState, Seek},
    simulation::{ClientRequest, PublishOrders, Settlement},
    storage,
};

/// Carries out a call that the host alone can answer, and says what was done or brings what was
/// asked for.
///
/// # Panics
/// For [`Call::Panic`], and for what only the loop can answer because it needs the store.
///
/// # Errors
/// [`Refused`] by the broker, a program or a check of the values; then nothing was done.
pub fn carry_out(host: &mut Host, now: Timestamp, call: Call) -> Result<Reply, Refused> {
    let done = match call {
        Call::PublishAgain(place) => {
            let again = host.again(&place)?;
            return Ok(Reply::Again(Box::new(again)));
        }
        Call::Search(search) => return host.search(search).map(Reply::Found),
        Call::PublishCourseOrders => {
            host.ask(now, ClientRequest::PublishCourseOrders)?;
            Ok("The course's two orders are sent.".to_owned())
        }
        Call::PublishOrders(orders) => publish(host, now, orders),
        Call::StopPublishing => {
            host.ask(now, ClientRequest::StopPublishing)?;
            Ok("Stopped publishing.".to_owned())
        }
        Call::Topology(change) => topology::carry_out(host, now, change),
        Call::LookAt { queue, offset } => {
            host.look_at(queue, offset);
            Ok(String::new())
        }
        Call::Inspect(place) => {
            host.inspect(place);
            Ok(String::new())
        }
        Call::InspectNode(spot) => {
            host.inspect_node(spot);
            Ok(String::new())
        }
        Call::AddConsumer(settings) => {
            let name = host.ask(now, ClientRequest::AddConsumer(settings))?;
            Ok(format!(
                "{} is added.",
                name.as_deref().unwrap_or("A consumer")
            ))
        }
        Call::ChangeConsumer { name, settings } => {
            let done = format!("{name} is set anew.");
            host.ask(now, ClientRequest::ChangeConsumer { name, settings })?;
            Ok(done)
        }
        Call::Consumer { name, action } => act(host, now, name, action),
        Call::Settle {
            name,
            delivery_tag,
            settlement,
        } => settle(host, now, name, delivery_tag, settlement),
        Call::AckTag {
            name,
            delivery_tag,
            multiple,
        } => {
            host.ack_tag(now, &name, delivery_tag, multiple)?;
            Ok(format!(
                "{name}: basic.ack is sent for tag {}.",
                delivery_tag.0
            ))
        }
        Call::Shovel(settings) => {
            host.ask(now, ClientRequest::BeginMoving(settings))?;
            Ok("The shovel is at work.".to_owned())
        }
        Call::StopShovel => {
            host.ask(now, ClientRequest::StopMoving)?;
            Ok("The shovel takes no more messages.".to_owned())
        }
        Call::Fault(fault) => faults::carry_out(host, now, fault),
        Call::RestartBroker => {
            host.restart_broker(now)?;
            Ok("The broker was restarted.".to_owned())
        }
        Call::Panic => ask_for_panic(),
        Call::SetPlayState(state) => set_play_state(host, now, state),
        Call::SetSpeed(speed) => {
            host.set_speed(now, speed)?;
            Ok(format!("Time goes at {speed}."))
        }
        Call::Step => {
            host.step(now)?;
            Ok("The next thing has happened.".to_owned())
        }
        Call::Seek(to) => seek(host, now, to),
        Call::SetDurability(durability) => Ok(set_durability(host, durability)),
        Call::SetWriteDelay(delay) => set_write_delay(host, delay),
        Call::RetryStorage => {
            host.retry_storage(now);
            Ok("The storage is tried again.".to_owned())
        }
        Call::CrashBroker(moment) => crash_broker(host, moment),
        Call::TellLedger(ledger) => {
            host.tell_ledger(ledger)?;
            Ok("It is shown what became of each message in the crash.".to_owned())
        }
        Call::Errand(_) => unreachable!("the loop runs the errands"),
    };
    done.map(Reply::Done)
}

fn publish(host: &mut Host, now: Timestamp, orders: PublishOrders) -> Result<String, Refused> {
    let sent = match orders.count {
        1 => "1 message sent.".to_owned(),
        count => format!("Sending {count} messages."),
    };
    host.ask(now, ClientRequest::Publish(orders))?;
    Ok(sent)
}

fn settle(
    host: &mut Host,
    now: Timestamp,
    name: String,
    delivery_tag: DeliveryTag,
    settlement: Settlement,
) -> Result<String, Refused> {
    let done = match settlement {
        Settlement::Ack => "acked",
        Settlement::Requeue => "requeued",
        Settlement::Drop => "dropped",
    };
    let done = format!("{name}: delivery tag {} {done}.", delivery_tag.0);
    let settle = ClientRequest::Settle {
        name,
        delivery_tag,
        settlement,
    };
    host.ask(now, settle)?;
    Ok(done)
}

fn set_play_state(host: &mut Host, now: Timestamp, state: PlayState) -> Result<String, Refused> {
    host.set_play_state(now, state)?;
    let done = match state {
        PlayState::Playing => "Time goes on.",
        PlayState::Paused => "Paused: nothing happens but what you do.",
    };
    Ok(done.to_owned())
}

fn seek(host: &mut Host, now: Timestamp, seek: Seek) -> Result<String, Refused> {
    host.seek(now, seek)?;
    let done = if host.is_past() {
        "Paused. This is a past moment: it can be looked at, played again and gone on from."
    } else {
        "Paused. This is the present."
    };
    Ok(done.to_owned())
}

fn set_durability(host: &mut Host, durability: Durability) -> String {
    let (durability, done) = match durability {
        Durability::Relaxed => (storage::Durability::Relaxed, "Transactions are relaxed"),
        Durability::Strict => (storage::Durability::Strict, "Transactions are strict"),
    };
    host.set_durability(durability);
    format!("{done} from now on.")
}

fn set_write_delay(host: &mut Host, delay: Millis) -> Result<String, Refused> {
    host.set_write_delay(delay)?;
    Ok(match delay.0 {
        0 => "Changes are written at once.".to_owned(),
        ms => format!("Changes wait {} s before they are written.", ms / 1_000),
    })
}

fn crash_broker(host: &mut Host, moment: Option<CrashMoment>) -> Result<String, Refused> {
    host.crash_at(moment)?;
    let done = match moment {
        None => "The broker is not going to crash.",
        Some(CrashMoment::Now) => "The broker crashes now.",
        Some(CrashMoment::BeforeWrite) => "The broker will crash before its next transaction.",
        Some(CrashMoment::AfterWrite) => {
            "The broker will crash after the next transaction that confirms wait for, before they \
             leave."
        }
        Some(CrashMoment::BetweenAckAndWrite) => {
            "The broker will crash after the next ack, before its transaction."
        }
    };
    Ok(done.to_owned())
}

fn act(
    host: &mut Host,
    now: Timestamp,
    name: String,
    action: ConsumerAction,
) -> Result<String, Refused> {
    let done = match action {
        ConsumerAction::Start => format!("{name} consumes."),
        ConsumerAction::Stop => format!("{name} is stopped."),
        ConsumerAction::Crash => format!("{name} has crashed."),
        ConsumerAction::Remove => format!("{name} is removed."),
    };
    let request = match action {
        ConsumerAction::Start => ClientRequest::Start { name },
        ConsumerAction::Stop => ClientRequest::Stop { name },
        ConsumerAction::Crash => ClientRequest::Crash { name },
        ConsumerAction::Remove => ClientRequest::Remove { name },
    };
    host.ask(now, request)?;
    Ok(done)
}

#[expect(
    clippy::panic,
    reason = "the person at the page asked to see how it takes one"
)]
fn ask_for_panic() -> ! {
    panic!("the page asked for it, to see how it takes one")
}
