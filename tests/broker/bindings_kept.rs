//! What a restart leaves of exchanges and bindings.

use leveret::broker::{
    Broker, Command, DurableExchange, ExchangeDeclare, ExchangeKind, FieldValue, Method, Record,
    Table, Timestamp,
};

use super::{
    bench::{Bench, ONE},
    topology::{edge, exchange, exchange_name, to_queue},
    trace::Trace,
};

#[test]
fn durable_exchanges_and_the_bindings_between_what_is_durable_come_back() {
    let mut bench = Bench::with_queue();
    let mut client = bench.on(ONE);
    client.exchange_with_alternate("e", "topic", "spare");
    client.exchange("spare", "fanout");
    client.bind("e", "a.#", "q");
    client.bind("amq.headers", "", "q");
    client.bind_exchange("spare", "", "amq.direct");
    client.bind("amq.direct", "k", "q");
    let before = topology(&bench);
    bench.ask(Command::Restart);
    assert_eq!(topology(&bench), before);
    bench.open_all();
    assert_eq!(bench.on(ONE).route("e", "a.b"), "q");
    assert_eq!(bench.on(ONE).route("e", "k"), "q");
    assert_eq!(bench.on(ONE).route("e", "b"), "");
    assert_eq!(bench.on(ONE).route("amq.headers", ""), "q");
}

#[test]
fn what_is_transient_is_gone_and_so_is_what_was_bound_to_it() {
    let mut bench = Bench::with_queue();
    let mut client = bench.on(ONE);
    client.send(Method::ExchangeDeclare(ExchangeDeclare {
        durable: false,
        ..exchange("fleeting", "fanout")
    }));
    client.declare_transient("t");
    client.exchange("e", "fanout");
    let unkept = [
        client.bind("fleeting", "k", "q"),
        client.bind("e", "k", "t"),
        client.bind_exchange("e", "k", "fleeting"),
        client.bind_exchange("fleeting", "k", "e"),
    ];
    assert!(unkept.iter().all(|left| left.records().is_empty()));
    client.bind("e", "k", "q");
    bench.ask(Command::Restart);
    let left: Vec<String> = topology(&bench)
        .into_iter()
        .filter(|line| !line.starts_with("amq.") && !line.is_empty())
        .collect();
    assert_eq!(left, ["e", "e -k-> queue q, durable"]);
}

#[test]
fn an_exchange_that_goes_by_itself_comes_back_if_it_is_durable() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).exchange_auto_delete("e", "topic");
    bench.on(ONE).bind("e", "k", "q");
    bench.ask(Command::Restart);
    bench.open_all();
    assert_eq!(
        bench.on(ONE).unbind("e", "k", "q").inside().last(),
        Some(&"e deleted: auto-delete".to_owned())
    );
}

/// Whoever keeps the records has exactly what the broker says is durable.
#[test]
fn the_records_say_what_is_durable() {
    let mut bench = Bench::with_queue();
    let mut client = bench.on(ONE);
    let mut left = vec![
        client.exchange("e", "topic"),
        client.exchange_auto_delete("f", "fanout"),
        client.bind("e", "k", "q"),
        client.bind("e", "k2", "q"),
        client.bind_exchange("e", "k", "f"),
        client.bind("f", "", "q"),
        client.bind("amq.topic", "", "q"),
        client.unbind("e", "k", "q"),
    ];
    let kept = kept_by(&left);
    assert_eq!(kept, durable_lines(&bench));
    assert_eq!(kept.len(), 6, "{kept:?}");
    left.push(bench.on(ONE).delete("q"));
    assert_eq!(kept_by(&left), ["e"]);
    assert_eq!(kept_by(&left), durable_lines(&bench));
}

#[test]
fn a_binding_whose_end_was_not_kept_is_left_out() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).bind("amq.topic", "k", "q");
    bench.on(ONE).exchange("e", "topic");
    bench.on(ONE).bind("e", "k", "q");
    bench.on(ONE).bind_exchange("amq.topic", "k", "e");
    let mut durable = bench.broker.durable();
    assert_eq!(durable.bindings.len(), 3);
    durable.exchanges.clear();
    let mut without_exchange = Bench::of(Broker::recover(Timestamp(0), durable.clone()));
    assert_eq!(without_exchange.broker.bindings().count(), 1);
    assert_eq!(without_exchange.on(ONE).route("amq.topic", "k"), "q");
    durable.queues.clear();
    let without_both = Broker::recover(Timestamp(0), durable);
    assert_eq!(without_both.bindings().count(), 0);
    without_both.assert_invariants();
}

#[test]
fn a_kept_alternate_exchange_that_is_no_name_is_none() {
    let mut durable = Bench::with_queue().broker.durable();
    durable.exchanges.push(DurableExchange {
        exchange: exchange_name("e"),
        kind: ExchangeKind::Direct,
        auto_delete: false,
        internal: false,
        arguments: Table(vec![(
            leveret::broker::ShortString::of("alternate-exchange"),
            FieldValue::LongString([0xff].as_slice().into()),
        )]),
    });
    durable.bindings.push(to_queue("e", "k", "q").into());
    let mut bench = Bench::of(Broker::recover(Timestamp(0), durable));
    assert_eq!(bench.on(ONE).route("e", "k"), "q");
    assert_eq!(bench.on(ONE).route("e", "other"), "");
}

/// The exchanges that are not predeclared, and the bindings.
fn topology(bench: &Bench) -> Vec<String> {
    let exchanges = bench.broker.exchanges();
    let exchanges = exchanges.map(|seen| seen.name.as_str().to_owned());
    let bindings = bench.broker.bindings().map(|seen| {
        let durable = if seen.durable { ", durable" } else { "" };
        format!("{}{durable}", edge(&seen.binding))
    });
    exchanges.chain(bindings).collect()
}

fn durable_lines(bench: &Bench) -> Vec<String> {
    let durable = bench.broker.durable();
    let exchanges = durable.exchanges.iter();
    let exchanges = exchanges.map(|kept| kept.exchange.as_str().to_owned());
    let mut lines: Vec<String> = exchanges
        .chain(durable.bindings.iter().map(|binding| edge(binding)))
        .collect();
    lines.sort();
    lines
}

/// The exchanges and bindings that a reader of the records has.
fn kept_by(left: &[Trace]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for record in left.iter().flat_map(|left| &left.records) {
        match record {
            Record::ExchangeDeclared(declared) => kept.push(declared.exchange.as_str().to_owned()),
            Record::Bound(binding) => kept.push(edge(binding)),
            Record::ExchangeDeleted { exchange } => {
                kept.retain(|line| line != exchange.as_str());
            }
            Record::Unbound(binding) => kept.retain(|line| *line != edge(binding)),
            Record::QueueDeclared { .. }
            | Record::QueueDeleted { .. }
            | Record::MessageEnqueued { .. }
            | Record::MessageDelivered { .. }
            | Record::MessageRemoved { .. } => {}
        }
    }
    kept.sort();
    kept
}
