//! Random exchanges, queues and bindings.

use leveret::broker::{
    Binding, BindingKey, Destination, ExchangeDeclare, ExchangeName, FieldValue, Method,
    QueueDeclare, QueueName, ShortString, Table,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
};

use super::{EXCHANGES, QUEUES, queue, queue_names};
use crate::reference::{Reference, bad_arguments};

/// Queues and bindings that every run starts with.
pub(super) fn opening() -> Vec<Method> {
    let declare = |(name, durable)| {
        Method::QueueDeclare(QueueDeclare {
            queue: queue(name),
            passive: false,
            durable,
            exclusive: false,
            auto_delete: false,
            arguments: Table::default(),
        })
    };
    let binding = Binding {
        source: exchange("amq.topic"),
        destination: Destination::Queue(queue("b")),
        key: key("k.*"),
        arguments: Table::default(),
    };
    let declares = [("b", true), ("a", false)].map(declare);
    declares
        .into_iter()
        .chain([Method::Bind(binding)])
        .collect()
}

pub(super) fn methods(state: &Reference) -> BoxedStrategy<Method> {
    prop_oneof![
        14 => queue_declares(state).prop_map(Method::QueueDeclare),
        5 => exchange_declares(state).prop_map(Method::ExchangeDeclare),
        8 => bindings(state).prop_map(Method::Bind),
        1 => bindings(state).prop_map(Method::Unbind),
        2 => unbinds(state).prop_map(Method::Unbind),
        2 => queue_deletes(state),
        1 => queue_names(state).prop_map(|queue| Method::QueuePurge { queue }),
        1 => (exchange_names(), any::<bool>()).prop_map(|(exchange, if_unused)| {
            Method::ExchangeDelete { exchange, if_unused }
        }),
    ]
    .boxed()
}

fn queue_deletes(state: &Reference) -> impl Strategy<Value = Method> + use<> {
    (queue_names(state), any::<bool>(), any::<bool>()).prop_map(|(queue, if_unused, if_empty)| {
        Method::QueueDelete {
            queue,
            if_unused,
            if_empty,
        }
    })
}

fn queue_declares(state: &Reference) -> BoxedStrategy<QueueDeclare> {
    let name = prop_oneof![40 => select(&QUEUES[..]), 6 => Just(""), 1 => Just("amq.a")];
    let mut declares = vec![(8, new_queues(name.prop_map(queue).boxed()).boxed())];
    for name in state.queue_names() {
        let (arguments, [durable, exclusive, auto_delete]) =
            state.declared(&name).expect("it exists");
        let same = QueueDeclare {
            queue: name,
            passive: false,
            durable,
            exclusive,
            auto_delete,
            arguments,
        };
        let again = prop_oneof![
            6 => Just(same.clone()),
            4 => Just(QueueDeclare { passive: true, ..same.clone() }),
            1 => (any::<bool>(), any::<bool>(), any::<bool>()).prop_map({
                let same = same.clone();
                move |(durable, exclusive, auto_delete)| QueueDeclare {
                    durable,
                    exclusive,
                    auto_delete,
                    ..same.clone()
                }
            }),
            1 => other_argument().prop_map(move |other| {
                let mut declare = same.clone();
                let fields = &mut declare.arguments.0;
                fields.retain(|(name, _)| *name != other.0);
                fields.push(other);
                declare
            }),
        ];
        declares.push((1, again.boxed()));
    }
    proptest::strategy::Union::new_weighted(declares).boxed()
}

/// An argument by which a second declaration may differ from the first.
fn other_argument() -> impl Strategy<Value = (ShortString, FieldValue)> {
    select(vec![
        field("x-message-ttl", FieldValue::Int(77)),
        field("x-max-length", FieldValue::Int(77)),
        field("x-max-length-bytes", FieldValue::Int(77)),
        field("x-expires", FieldValue::Int(77)),
        field("x-dead-letter-exchange", FieldValue::text("else")),
        field("x-overflow", FieldValue::text("else")),
        field("x-single-active-consumer", FieldValue::Bool(false)),
    ])
}

fn new_queues(names: BoxedStrategy<QueueName>) -> impl Strategy<Value = QueueDeclare> {
    let quorum = (quorum_arguments(), any::<[bool; 3]>(), 0..12_u8).prop_map(
        |(arguments, [durable, exclusive, auto_delete], wrong)| {
            // Mostly such as a quorum queue can be.
            let is_wrong = wrong == 0;
            (
                arguments,
                [
                    durable || !is_wrong,
                    exclusive && is_wrong,
                    auto_delete && is_wrong,
                ],
            )
        },
    );
    let seldom = || prop_oneof![3 => Just(false), 1 => Just(true)];
    let classic = (classic_arguments(), any::<bool>(), seldom(), seldom()).prop_map(
        |(arguments, durable, exclusive, auto_delete)| {
            (arguments, [durable, exclusive, auto_delete])
        },
    );
    let declared = prop_oneof![5 => classic, 1 => quorum];
    let passive = prop_oneof![20 => Just(false), 1 => Just(true)];
    (names, passive, declared).prop_map(
        |(queue, passive, (arguments, [durable, exclusive, auto_delete]))| QueueDeclare {
            queue,
            passive,
            durable,
            exclusive,
            auto_delete,
            arguments,
        },
    )
}

fn quorum_arguments() -> impl Strategy<Value = Table> {
    let limit = prop_oneof![3 => some_int("x-delivery-limit", &[0, 1, 2]), 1 => Just(Vec::new())];
    let wrong = maybe(20, some_int("x-max-priority", &[3]));
    (shared_arguments(), limit, wrong).prop_map(|(shared, limit, wrong)| {
        let quorum = field("x-queue-type", FieldValue::text("quorum"));
        Table([shared, vec![quorum], limit, wrong].concat())
    })
}

fn classic_arguments() -> impl Strategy<Value = Table> {
    let bad: Vec<Vec<_>> = bad_arguments()
        .into_iter()
        .map(|(name, value, _)| vec![field(name, value)])
        .chain([
            vec![field("x-dead-letter-routing-key", FieldValue::text("a"))],
            vec![field("x-dead-letter-exchange", FieldValue::Int(1))],
        ])
        .collect();
    let good = (
        shared_arguments(),
        maybe(4, some_int("x-max-priority", &[0, 1, 5])),
        maybe(8, text("x-queue-type", &["classic"])),
    )
        .prop_map(|(shared, priority, kind)| Table([shared, priority, kind].concat()));
    prop_oneof![40 => good, 1 => select(bad).prop_map(Table)]
}

type Fields = Vec<(ShortString, FieldValue)>;

/// Arguments that any queue may have.
fn shared_arguments() -> impl Strategy<Value = Fields> {
    let overflow = text(
        "x-overflow",
        &["drop-head", "reject-publish", "reject-publish-dlx"],
    );
    let single = Just(vec![field(
        "x-single-active-consumer",
        FieldValue::Bool(true),
    )]);
    (
        maybe(4, some_int("x-message-ttl", &[0, 3, 20])),
        maybe(6, some_int("x-expires", &[5, 40])),
        maybe(3, some_int("x-max-length", &[0, 1, 2, 3])),
        maybe(6, some_int("x-max-length-bytes", &[0, 3, 9])),
        maybe(3, overflow),
        dead_lettering(),
        maybe(6, single),
    )
        .prop_map(|(ttl, expires, length, bytes, overflow, dead, single)| {
            [ttl, expires, length, bytes, overflow, dead, single].concat()
        })
}

fn dead_lettering() -> impl Strategy<Value = Fields> {
    let exchange = || {
        text(
            "x-dead-letter-exchange",
            &["", "", "x", "y", "amq.fanout", "nope"],
        )
    };
    let key = text("x-dead-letter-routing-key", &["a", "b", "c", "k"]);
    prop_oneof![
        2 => Just(Vec::new()),
        1 => exchange(),
        2 => (exchange(), key).prop_map(|(exchange, key)| [exchange, key].concat()),
    ]
}

fn maybe(one_in: u32, fields: impl Strategy<Value = Fields>) -> impl Strategy<Value = Fields> {
    prop_oneof![one_in - 1 => Just(Vec::new()), 1 => fields]
}

fn some_int(name: &'static str, of: &[i32]) -> impl Strategy<Value = Fields> + use<> {
    let of = of.to_vec();
    select(of).prop_map(move |number| vec![field(name, FieldValue::Int(number))])
}

fn text(name: &'static str, of: &[&'static str]) -> impl Strategy<Value = Fields> + use<> {
    let of = of.to_vec();
    select(of).prop_map(move |text| vec![field(name, FieldValue::text(text))])
}

fn field(name: &str, value: FieldValue) -> (ShortString, FieldValue) {
    (ShortString::of(name), value)
}

fn exchange_declares(state: &Reference) -> impl Strategy<Value = ExchangeDeclare> + use<> {
    let kind = prop_oneof![
        40 => select(&["direct", "fanout", "topic", "headers"][..]),
        1 => Just("bad"),
    ];
    let alternate = maybe(
        3,
        text("alternate-exchange", &["y", "z", "amq.fanout", "nope"]),
    );
    let there: Vec<ExchangeDeclare> = state
        .standing()
        .into_iter()
        .map(|standing| ExchangeDeclare {
            exchange: standing.name,
            kind: standing.kind.name().to_owned(),
            passive: false,
            durable: standing.durable,
            auto_delete: standing.auto_delete,
            internal: standing.internal,
            arguments: standing.arguments,
        })
        .collect();
    let flags = (any::<bool>(), any::<bool>(), 0..6_u8);
    let passive = prop_oneof![20 => Just(false), 1 => Just(true)];
    let new = (exchange_names(), kind, passive, flags, alternate).prop_map(
        |(exchange, kind, passive, (durable, auto_delete, internal), alternate)| ExchangeDeclare {
            exchange,
            kind: kind.to_owned(),
            passive,
            durable,
            auto_delete,
            internal: internal == 0,
            arguments: Table(alternate),
        },
    );
    prop_oneof![4 => new, 1 => select(there)]
}

fn bindings(state: &Reference) -> impl Strategy<Value = Binding> + use<> {
    let destination = prop_oneof![
        4 => queue_names(state).prop_map(Destination::Queue),
        1 => exchange_names().prop_map(Destination::Exchange),
    ];
    let of_binding = select(
        &[
            "", "#", "*", "k", "k.*", "*.a", "k.#", "#.a", "a", "b", "a.b",
        ][..],
    );
    (exchange_names(), destination, of_binding, header_patterns()).prop_map(
        |(source, destination, of_binding, arguments)| Binding {
            source,
            destination,
            key: key(of_binding),
            arguments,
        },
    )
}

/// Such as are there.
fn unbinds(state: &Reference) -> BoxedStrategy<Binding> {
    let there = state.bindings().to_vec();
    if there.is_empty() {
        return bindings(state).boxed();
    }
    select(there).boxed()
}

fn header_patterns() -> impl Strategy<Value = Table> {
    let mode = prop_oneof![
        6 => maybe(2, text("x-match", &["all", "any", "all-with-x", "any-with-x"])),
        1 => maybe(4, text("x-match", &["bad"])),
        1 => maybe(4, some_int("x-match", &[1])),
    ];
    let values = vec![
        FieldValue::Int(1),
        FieldValue::text("1"),
        FieldValue::Bool(true),
        FieldValue::Void,
    ];
    let compared = |name: &'static str| {
        let values = values.clone();
        maybe(
            2,
            select(values).prop_map(move |value| vec![field(name, value)]),
        )
    };
    let pattern = (mode, compared("h"), compared("x-h"))
        .prop_map(|(mode, plain, with_x)| Table([mode, plain, with_x].concat()));
    prop_oneof![2 => Just(Table::default()), 1 => pattern]
}

/// Mostly such as are declared by the run or are there from the start.
pub(super) fn exchange_names() -> impl Strategy<Value = ExchangeName> {
    prop_oneof![
        24 => select(&EXCHANGES[..]),
        8 => select(&["amq.direct", "amq.fanout", "amq.topic", "amq.headers"][..]),
        1 => select(&["", "amq.rabbitmq.trace", "amq.new", "nope"][..]),
    ]
    .prop_map(exchange)
}

fn exchange(name: &str) -> ExchangeName {
    ExchangeName::new(name).expect("the name is short")
}

fn key(text: &str) -> BindingKey {
    BindingKey::new(text).expect("the key is short")
}
