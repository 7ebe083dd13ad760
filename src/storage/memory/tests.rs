//! Tests of the store in memory.

use std::rc::Rc;

use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    broker::{
        Binding, Destination, Durable, DurableMessage, ExchangeKind, FieldValue, ShortString, Table,
    },
    storage::{QueueCensus, Settings, rows::samples},
};

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("a short name")
}

fn declare(name: &str) -> Change {
    Change::PutQueue {
        queue: queue(name),
        auto_delete: false,
        arguments: Table::default(),
    }
}

fn put(name: &str, position: u64) -> Change {
    Change::PutMessage {
        queue: queue(name),
        message: samples::kept(position, 0, "{}"),
    }
}

fn rows_after(batch: Vec<Change>) -> Rows {
    let mut rows = Rows::default();
    for change in batch {
        rows.apply(change);
    }
    rows
}

#[test]
fn what_was_written_comes_back_in_order() {
    let census = vec![QueueCensus {
        queue: queue("a"),
        durable: true,
        transient_messages: 3,
    }];
    let loaded = rows_after(vec![
        declare("b"),
        declare("a"),
        put("a", 1 << 40),
        put("a", 2),
        Change::PutClient(samples::consumer("early-bird", 2)),
        Change::PutClient(samples::consumer("late-riser", 1)),
        Change::PutCensus(census.clone()),
    ])
    .recover();

    let positions = |loaded: &Loaded, index: usize| -> Vec<u64> {
        let messages = loaded.durable.queues[index].messages.iter();
        messages.map(|message| message.position.0).collect()
    };
    assert_eq!(positions(&loaded, 0), [2, 1 << 40]);
    assert!(positions(&loaded, 1).is_empty());
    let names = loaded.clients.iter().map(|client| client.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["late-riser", "early-bird"]);
    assert_eq!(loaded.census, Some(census));
    assert_eq!(loaded.quarantined, []);
}

#[test]
fn a_message_of_a_queue_that_is_not_there_is_set_aside() {
    let mut rows = rows_after(vec![declare("a"), put("a", 1), put("lost", 9)]);

    let loaded = rows.recover();

    let expected = QuarantinedRow {
        store: StoreName::Messages,
        key: r#"["lost",9]"#.to_owned(),
        reason: "queue: there is no durable queue 'lost'".to_owned(),
    };
    assert_eq!(loaded.quarantined, [expected]);
    assert_eq!(loaded.durable.queues[0].messages.len(), 1);
    assert_eq!(rows.quarantine[&1].row["queue"], json!("lost"));
    assert_eq!(rows.recover().quarantined, [], "it is set aside once");
}

#[test]
fn a_queue_that_cannot_be_is_set_aside_with_what_is_in_it() {
    let odd = Change::PutQueue {
        queue: queue("odd"),
        auto_delete: false,
        arguments: Table(vec![(ShortString::of("x-max-length"), FieldValue::Int(-1))]),
    };
    let mut rows = rows_after(vec![odd, put("odd", 1)]);

    let loaded = rows.recover();

    let reasons = loaded.quarantined.iter().map(|row| row.reason.as_str());
    assert_eq!(
        reasons.collect::<Vec<_>>(),
        [
            "arguments: invalid arg 'x-max-length' for queue 'odd' in vhost '/': {value_negative,-1}",
            "queue: there is no durable queue 'odd'",
        ]
    );
    assert_eq!(loaded.durable, Durable::default());
}

#[test]
fn a_transient_message_is_kept_by_a_quorum_queue_alone() {
    let quorum = Change::PutQueue {
        queue: queue("q"),
        auto_delete: false,
        arguments: Table(vec![(
            ShortString::of("x-queue-type"),
            FieldValue::text("quorum"),
        )]),
    };
    let transient = |name| {
        let mut message = (*samples::kept(1, 0, "{}").message).clone();
        message.properties.delivery_mode = None;
        Change::PutMessage {
            queue: queue(name),
            message: DurableMessage {
                message: Rc::new(message),
                ..samples::kept(1, 0, "{}")
            },
        }
    };
    let mut rows = rows_after(vec![declare("c"), quorum, transient("c"), transient("q")]);

    let loaded = rows.recover();

    assert_eq!(loaded.durable.queues[0].messages, []);
    assert_eq!(loaded.durable.queues[1].messages.len(), 1);
    assert_eq!(
        loaded.quarantined[0].reason,
        "properties.delivery_mode: this queue keeps only persistent messages, with delivery_mode 2"
    );
}

#[test]
fn a_binding_comes_back_if_its_ends_do() {
    let bind = |source, to| Change::PutBinding(Rc::new(samples::binding(source, to, "eu.#")));
    let to_exchange = |destination: &str| {
        Change::PutBinding(Rc::new(Binding {
            destination: Destination::Exchange(ExchangeName::new(destination).unwrap()),
            ..samples::binding("orders", "", "eu.#")
        }))
    };
    let mut rows = rows_after(vec![
        declare("a"),
        Change::PutExchange(samples::exchange("orders", ExchangeKind::Topic)),
        bind("orders", "a"),
        bind("amq.topic", "a"),
        to_exchange("amq.fanout"),
        bind("lost", "a"),
        bind("orders", "lost"),
        to_exchange("lost"),
        to_exchange(""),
        bind("", "a"),
    ]);

    let loaded = rows.recover();

    let kept = loaded
        .durable
        .bindings
        .iter()
        .map(|binding| binding.source.as_str());
    assert_eq!(kept.collect::<Vec<_>>(), ["amq.topic", "orders", "orders"]);
    let reasons = loaded
        .quarantined
        .iter()
        .map(|row| (row.key.as_str(), row.reason.as_str()));
    assert_eq!(
        reasons.collect::<Vec<_>>(),
        [
            (
                r#"["","queue","a","eu.#",""]"#,
                "source: the default exchange takes no bindings"
            ),
            (
                r#"["lost","queue","a","eu.#",""]"#,
                "source: there is no durable exchange 'lost'"
            ),
            (
                r#"["orders","queue","lost","eu.#",""]"#,
                "destination: there is no durable queue 'lost'"
            ),
            (
                r#"["orders","exchange","","eu.#",""]"#,
                "destination: the default exchange takes no bindings"
            ),
            (
                r#"["orders","exchange","lost","eu.#",""]"#,
                "destination: there is no durable exchange 'lost'"
            ),
        ]
    );
    assert_eq!(rows.recover().quarantined, [], "they are set aside once");
}

#[test]
fn a_listing_shows_the_rows_asked_for_and_counts_all() {
    let rows = rows_after(vec![put("a", 10), put("a", 9), put("a", 11)]);
    let page = |offset, limit| Page { offset, limit }.of(&rows.messages);
    let listing = page(0, 2);
    assert_eq!(listing.total, 3);
    assert_eq!(page(2, 2).rows[0].key, r#"["a",11]"#);
    assert_eq!((page(3, 2).total, page(3, 2).rows.len()), (3, 0));
    let keys = listing.rows.iter().map(|row| row.key.as_str());
    assert_eq!(keys.collect::<Vec<_>>(), [r#"["a",9]"#, r#"["a",10]"#]);
    assert!(
        listing.rows[0]
            .value
            .starts_with(r#"{"version":3,"queue":"a","position":9,"#)
    );
}

fn changes() -> impl Strategy<Value = Change> {
    let queues = || prop_oneof![Just("a"), Just("b")];
    let positions = || 1..4_u64;
    prop_oneof![
        2 => (queues(), any::<i32>()).prop_map(|(name, max)| Change::PutQueue {
            queue: queue(name),
            auto_delete: max > 0,
            arguments: Table(vec![(ShortString::of("x-max-length"), FieldValue::Int(max))]),
        }),
        1 => queues().prop_map(|name| Change::DeleteQueue { queue: queue(name) }),
        1 => "[ef]".prop_map(|name| {
            Change::PutExchange(samples::exchange(&name, ExchangeKind::Fanout))
        }),
        1 => "[ef]".prop_map(|name| Change::DeleteExchange {
            exchange: ExchangeName::new(&name).expect("a short name"),
        }),
        2 => ("[ef]", queues(), "[xy]").prop_map(|(source, to, key)| {
            Change::PutBinding(Rc::new(samples::binding(&source, to, &key)))
        }),
        1 => ("[ef]", queues(), "[xy]").prop_map(|(source, to, key)| {
            Change::DeleteBinding(Rc::new(samples::binding(&source, to, &key)))
        }),
        6 => (queues(), positions(), 0..3_u32, "[ab]").prop_map(
            |(name, position, deliveries, body)| Change::PutMessage {
                queue: queue(name),
                message: samples::kept(position, deliveries, &body),
            }
        ),
        4 => (queues(), positions()).prop_map(|(name, position)| Change::DeleteMessage {
            queue: queue(name),
            position: Position(position),
        }),
        1 => ("[cd]", 1..3_u64)
            .prop_map(|(name, number)| Change::PutClient(samples::consumer(&name, number))),
        1 => "[cd]".prop_map(|name| Change::DeleteClient { name }),
        1 => (1..9_u64).prop_map(|transient_messages| Change::PutCensus(vec![QueueCensus {
            queue: queue("a"),
            durable: true,
            transient_messages,
        }])),
        1 => prop_oneof![Just(Durability::Relaxed), Just(Durability::Strict)]
            .prop_map(|durability| Change::PutSettings(Settings { durability })),
    ]
}

proptest! {
    #[test]
    fn a_condensed_batch_does_what_the_whole_one_does(
        before in vec(changes(), 0..15),
        batch in vec(changes(), 0..25),
    ) {
        let mut whole = rows_after(before);
        let mut condensed = whole.clone();
        let short: Vec<Change> = condense(&batch).into_iter().cloned().collect();
        prop_assert!(short.len() <= batch.len());
        for change in batch.clone() {
            whole.apply(change);
        }
        for change in short.clone() {
            condensed.apply(change);
        }
        prop_assert_eq!(whole, condensed);
        prop_assert_eq!(condense(&short).len(), short.len(), "there is nothing left to condense");
    }
}
