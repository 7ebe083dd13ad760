//! What a start of the broker makes of what was written down.

use std::rc::Rc;

use leveret::broker::{
    Broker, Command, ConnectionId, Happening, Message, Position, QueueName, QueueStatus, Record,
    Timestamp,
};

use super::{
    ledger::{Ledger, sorted},
    plain,
};

/// A ready message: position, whether redelivered, message.
type Standing = (Position, bool, Rc<Message>);

/// Whatever the last record is that was written when the lights went out.
pub(crate) fn a_start_from_what_is_written_is_sound(written: &[Record], now: Timestamp) {
    let mut ledger = Ledger::of(written);
    let mut recovered = Broker::recover(now, ledger.durable());
    drain(&mut recovered, &mut ledger);
    recovered.assert_invariants();
    assert_eq!(sorted(recovered.durable()), ledger.durable());
}

/// What the records give when read back is what the broker has after a restart.
pub(crate) fn a_restart_is_a_start_from_the_records(
    broker: &Broker,
    now: Timestamp,
    ledger: &Ledger,
) {
    let mut restarted = broker.clone();
    let mut ledger = ledger.clone();
    restarted.handle(now, Command::Restart);
    drain(&mut restarted, &mut ledger);
    restarted.assert_invariants();
    let durable = ledger.durable();
    assert_eq!(sorted(restarted.durable()), durable, "what the records say");
    let mut recovered = Broker::recover(now, durable.clone());
    drain(&mut recovered, &mut ledger);
    recovered.assert_invariants();
    assert_eq!(ledger.durable(), durable, "a second start changes nothing");
    assert_eq!(kept(&recovered), kept(&restarted));
    assert_eq!(
        recovered.exchanges().collect::<Vec<_>>(),
        restarted.exchanges().collect::<Vec<_>>()
    );
    assert_eq!(
        recovered.bindings().collect::<Vec<_>>(),
        restarted.bindings().collect::<Vec<_>>()
    );
    for started in [&mut restarted, &mut recovered] {
        let connection = ConnectionId(1);
        started.handle(now, Command::OpenConnection { connection });
        let opened = started.poll_event().map(|event| event.what);
        assert_eq!(opened, Some(Happening::ConnectionOpened { connection }));
    }
}

/// A queue's counts, by name.
pub(crate) fn statuses(broker: &Broker) -> Vec<QueueStatus> {
    broker.queues().collect()
}

/// A queue's ready messages.
pub(crate) fn ready(broker: &Broker, name: &QueueName) -> Vec<Standing> {
    let ready = broker.ready(name);
    ready
        .map(|ready| {
            let message = plain::message(ready.message);
            (ready.position, ready.redelivered, message)
        })
        .collect()
}

/// The durable queues that have nothing that a restart would lose, with what is ready in them.
fn kept(broker: &Broker) -> Vec<(QueueStatus, Vec<Standing>)> {
    let whole = statuses(broker).into_iter();
    let whole = whole.filter(|status| status.unkept == 0);
    whole
        .map(|status| {
            let ready = ready(broker, &status.name);
            (status, ready)
        })
        .collect()
}

fn drain(broker: &mut Broker, ledger: &mut Ledger) {
    while broker.poll_event().is_some() {}
    while let Some((_, record)) = broker.poll_record() {
        ledger.write(&record);
    }
}
