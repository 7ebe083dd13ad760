//! Random exchanges, queues and bindings.

use std::rc::Rc;

use leveret::broker::{
    Binding, BindingKey, ChannelId, Destination, ExchangeDeclare, ExchangeName, FieldValue, Method,
    QueueDeclare, QueueName, ShortString, Table,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
};

use super::{EXCHANGES, QUEUES, choice, one_of, queue, queue_names};
use crate::reference::Reference;

pub(super) fn methods(state: &Rc<Reference>, channel: ChannelId) -> BoxedStrategy<Method> {
    let of_channel = |weight, make: fn(&Reference, ChannelId) -> BoxedStrategy<Method>| {
        choice(weight, state, move |state| make(state, channel))
    };
    let mut methods = vec![
        of_channel(8, |state, _| new_queues(free_names(state)).boxed()),
        of_channel(3, declare_again),
        of_channel(5, |state, _| {
            let declares = exchange_declares(state);
            declares.prop_map(Method::ExchangeDeclare).boxed()
        }),
        of_channel(8, |state, channel| {
            bindings(state, channel).prop_map(Method::Bind).boxed()
        }),
        of_channel(1, |state, channel| {
            bindings(state, channel).prop_map(Method::Unbind).boxed()
        }),
        of_channel(2, |state, channel| queue_deletes(state, channel).boxed()),
        of_channel(1, |state, channel| {
            let names = queue_names(state, channel);
            names.prop_map(|queue| Method::QueuePurge { queue }).boxed()
        }),
        of_channel(1, |_, _| {
            let own = select(EXCHANGES.to_vec()).prop_map(exchange);
            (own, any::<bool>())
                .prop_map(|(exchange, if_unused)| Method::ExchangeDelete {
                    exchange,
                    if_unused,
                })
                .boxed()
        }),
    ];
    if !state.bindings().is_empty() {
        methods.push(of_channel(2, |state, _| {
            let bound = select(state.bindings().to_vec());
            bound.prop_map(Method::Unbind).boxed()
        }));
    }
    one_of(methods)
}

fn free_names(state: &Reference) -> BoxedStrategy<QueueName> {
    let there = state.queue_names();
    let mut free = QUEUES.map(queue).to_vec();
    free.retain(|name| !there.contains(name));
    free.push(queue(""));
    select(free).boxed()
}

/// The declarations of the queues that are there.
pub(super) fn declared(state: &Reference) -> Vec<QueueDeclare> {
    let names = state.queue_names().into_iter();
    names
        .map(|queue| {
            let (arguments, [durable, exclusive, auto_delete]) =
                state.declared(&queue).expect("it exists");
            QueueDeclare {
                queue,
                passive: false,
                durable,
                exclusive,
                auto_delete,
                arguments,
            }
        })
        .collect()
}

/// The declarations of the exchanges that are there.
pub(super) fn declared_exchanges(state: &Reference) -> Vec<ExchangeDeclare> {
    let standing = state.standing().into_iter();
    standing
        .map(|standing| ExchangeDeclare {
            exchange: standing.name,
            kind: standing.kind.name().to_owned(),
            passive: false,
            durable: standing.durable,
            auto_delete: standing.auto_delete,
            internal: standing.internal,
            arguments: standing.arguments,
        })
        .collect()
}

fn queue_deletes(state: &Reference, channel: ChannelId) -> impl Strategy<Value = Method> + use<> {
    let seldom = || prop_oneof![9 => Just(false), 1 => Just(true)];
    (queue_names(state, channel), seldom(), seldom()).prop_map(|(queue, if_unused, if_empty)| {
        Method::QueueDelete {
            queue,
            if_unused,
            if_empty,
        }
    })
}

/// The same again, or only the question whether it is there.
fn declare_again(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    let usable = state.usable_names(channel.connection);
    let mut there = declared(state);
    there.retain(|declare| usable.contains(&declare.queue));
    if there.is_empty() {
        return new_queues(Just(queue("a")).boxed()).boxed();
    }
    (select(there), any::<bool>())
        .prop_map(|(same, passive)| {
            let is_named_by_client = !same.queue.as_str().starts_with("amq.");
            Method::QueueDeclare(QueueDeclare {
                passive: passive || !is_named_by_client,
                ..same
            })
        })
        .boxed()
}

fn new_queues(names: BoxedStrategy<QueueName>) -> impl Strategy<Value = Method> {
    let seldom = || prop_oneof![3 => Just(false), 1 => Just(true)];
    let classic = (classic_arguments(), any::<bool>(), seldom(), seldom());
    let classic = (names.clone(), classic).prop_map(
        |(queue, (arguments, durable, exclusive, auto_delete))| QueueDeclare {
            queue,
            passive: false,
            durable,
            exclusive,
            auto_delete,
            arguments,
        },
    );
    // Seldom such as a quorum queue cannot be.
    let flags = prop_oneof![12 => Just([true, false, false]), 1 => any::<[bool; 3]>()];
    let quorum = (names, quorum_arguments(), flags).prop_map(
        |(queue, arguments, [durable, exclusive, auto_delete])| QueueDeclare {
            queue,
            passive: false,
            durable,
            exclusive,
            auto_delete,
            arguments,
        },
    );
    prop_oneof![5 => classic, 1 => quorum].prop_map(Method::QueueDeclare)
}

fn quorum_arguments() -> impl Strategy<Value = Table> {
    let limit = prop_oneof![3 => some_int("x-delivery-limit", &[0, 1, 2]), 1 => Just(Vec::new())];
    (shared_arguments(), limit).prop_map(|(shared, limit)| {
        let quorum = field("x-queue-type", text("quorum"));
        Table([shared, vec![quorum], limit].concat())
    })
}

fn classic_arguments() -> impl Strategy<Value = Table> {
    (
        shared_arguments(),
        maybe(4, some_int("x-max-priority", &[0, 1, 5])),
        maybe(8, some_text("x-queue-type", &["classic"])),
    )
        .prop_map(|(shared, priority, kind)| Table([shared, priority, kind].concat()))
}

/// Arguments of a declaration.
pub(super) type Fields = Vec<(ShortString, FieldValue)>;

/// Arguments that any queue may have.
fn shared_arguments() -> impl Strategy<Value = Fields> {
    let overflow = some_text(
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
        some_text(
            "x-dead-letter-exchange",
            &["", "", "x", "y", "amq.fanout", "nope"],
        )
    };
    let key = some_text("x-dead-letter-routing-key", &["a", "b", "c", "k"]);
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

fn some_text(name: &'static str, of: &[&'static str]) -> impl Strategy<Value = Fields> + use<> {
    let of = of.to_vec();
    select(of).prop_map(move |value| vec![field(name, text(value))])
}

pub(super) fn int(value: i32) -> FieldValue {
    FieldValue::Int(value)
}

pub(super) fn text(value: &str) -> FieldValue {
    FieldValue::text(value)
}

pub(super) fn field(name: &str, value: FieldValue) -> (ShortString, FieldValue) {
    (ShortString::of(name), value)
}

fn exchange_declares(state: &Reference) -> BoxedStrategy<ExchangeDeclare> {
    let there = declared_exchanges(state);
    let mut free = EXCHANGES.map(exchange).to_vec();
    free.retain(|name| there.iter().all(|declare| declare.exchange != *name));
    let mut own = there;
    own.retain(|declare| !declare.exchange.as_str().is_empty());
    let again = select(own);
    if free.is_empty() {
        return again.boxed();
    }
    let kind = select(vec!["direct", "fanout", "topic", "headers"]);
    let alternate = maybe(
        3,
        some_text("alternate-exchange", &["y", "z", "amq.fanout", "nope"]),
    );
    let flags = (any::<bool>(), 0..4_u8, 0..8_u8);
    let new = (select(free), kind, flags, alternate).prop_map(
        |(exchange, kind, (durable, auto_delete, internal), alternate)| ExchangeDeclare {
            exchange,
            kind: kind.to_owned(),
            passive: false,
            durable,
            auto_delete: auto_delete == 0,
            internal: internal == 0,
            arguments: Table(alternate),
        },
    );
    prop_oneof![6 => new, 1 => again].boxed()
}

/// Between what is there.
fn bindings(state: &Reference, channel: ChannelId) -> BoxedStrategy<Binding> {
    let standing = state.standing().into_iter();
    let mut exchanges: Vec<ExchangeName> = standing.map(|exchange| exchange.name).collect();
    exchanges.retain(|name| !name.as_str().is_empty());
    let own: Vec<ExchangeName> = exchanges
        .iter()
        .filter(|name| !name.as_str().starts_with("amq."))
        .flat_map(|name| vec![name.clone(); 3])
        .collect();
    exchanges.extend(own);
    let destination = prop_oneof![
        3 => queue_names(state, channel).prop_map(Destination::Queue),
        1 => select(exchanges.clone()).prop_map(Destination::Exchange),
    ];
    let words = vec![
        "", "#", "*", "k", "k.*", "*.a", "k.#", "#.a", "a", "b", "a.b",
    ];
    (
        select(exchanges),
        destination,
        select(words),
        header_patterns(),
    )
        .prop_map(|(source, destination, of_binding, arguments)| Binding {
            source,
            destination,
            key: key(of_binding),
            arguments,
        })
        .boxed()
}

fn header_patterns() -> impl Strategy<Value = Table> {
    let modes = ["all", "any", "all-with-x", "any-with-x"];
    let mode = maybe(2, some_text("x-match", &modes));
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

pub(super) fn exchange(name: &str) -> ExchangeName {
    ExchangeName::new(name).expect("the name is short")
}

pub(super) fn key(text: &str) -> BindingKey {
    BindingKey::new(text).expect("the key is short")
}
