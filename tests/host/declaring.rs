//! Exchanges, queues and bindings made from the page, with the arguments that RabbitMQ knows.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{ExchangeKind, ExchangeName, Millis, QueueName, RoutingKey},
    host::Refused,
    projection::{ExchangeView, QueueView},
    simulation::{
        ArgumentValue, BindingSettings, ExchangeSettings, Field, Order, PublishOrders,
        QueueArgument, QueueSettings,
    },
    worker::message::{Call, Refusal, Topology},
};

use crate::page::Page;

fn declare<const N: usize>(name: &str, arguments: [(QueueArgument, ArgumentValue); N]) -> Call {
    Call::Topology(Topology::DeclareQueue(QueueSettings {
        queue: QueueName::new(name).unwrap(),
        durable: true,
        arguments: arguments.into(),
    }))
}

fn number(number: i64) -> ArgumentValue {
    ArgumentValue::Number(number)
}

fn text(text: &str) -> ArgumentValue {
    ArgumentValue::Text(text.to_owned())
}

fn queue(page: &mut Page, name: &str) -> QueueView {
    let queues = page.view().queues;
    let found = queues.into_iter().find(|queue| queue.name.as_str() == name);
    found.unwrap()
}

#[test]
fn what_expires_goes_to_the_queue_of_dead_letters_and_both_survive_a_reload() {
    let mut page = Page::open();
    page.call(declare("dead", [])).unwrap();
    let late = declare(
        "late",
        [
            (QueueArgument::MessageTtl, number(1_000)),
            (QueueArgument::DeadLetterExchange, text("")),
            (QueueArgument::DeadLetterRoutingKey, text("dead")),
        ],
    );
    page.call(late.clone()).unwrap();
    page.publish_to("late", "order_1");
    assert_eq!(queue(&mut page, "late").ready, 1);
    page.pass(Millis(1_000));
    assert_eq!(queue(&mut page, "late").ready, 0);
    assert_eq!(queue(&mut page, "dead").ready, 1);

    let mut page = page.reload();
    assert_eq!(queue(&mut page, "dead").ready, 1);
    let shown = [
        ("x-message-ttl", "1000"),
        ("x-dead-letter-exchange", ""),
        ("x-dead-letter-routing-key", "dead"),
    ];
    let shown = shown.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(queue(&mut page, "late").arguments, shown);
    page.call(late).unwrap();
}

#[test]
fn what_rabbitmq_refuses_is_refused_in_its_words_at_the_field() {
    let mut page = Page::open();
    let refused = page.call(declare("q", [(QueueArgument::MaxLength, number(-1))]));
    let refusal = Refusal::from(refused.unwrap_err());
    assert_eq!(refusal.code, Some(406));
    assert_eq!(
        refusal.message,
        "PRECONDITION_FAILED - invalid arg 'x-max-length' for queue 'q' in vhost '/': {value_negative,-1}"
    );
    let field = Field::QueueArgument(QueueArgument::MaxLength);
    assert_eq!(refusal.field, Some(field));

    let classic = declare("q", [(QueueArgument::DeliveryLimit, number(3))]);
    let refusal = Refusal::from(page.call(classic).unwrap_err());
    let field = Field::QueueArgument(QueueArgument::DeliveryLimit);
    assert_eq!(refusal.field, Some(field), "{refusal:?}");
}

#[test]
fn the_same_queue_with_other_arguments_is_another_one() {
    let mut page = Page::open();
    let other = declare("order_queue", [(QueueArgument::MaxLength, number(5))]);
    let refusal = Refusal::from(page.call(other).unwrap_err());
    assert!(refusal.message.contains("inequivalent arg 'x-max-length'"));
    assert!(refusal.advice.contains("other properties"));
}

fn exchange(name: &str, kind: ExchangeKind) -> Call {
    let settings = ExchangeSettings::parse(name, kind, true, "").unwrap();
    Call::Topology(Topology::DeclareExchange(settings))
}

fn bind(source: &str, queue: &str, key: &str) -> Call {
    let settings = BindingSettings::parse(source, queue, key).unwrap();
    Call::Topology(Topology::Bind(settings))
}

fn orders(page: &mut Page) -> ExchangeView {
    let exchanges = page.view().exchanges;
    let found = exchanges
        .into_iter()
        .find(|it| it.name.as_str() == "orders");
    found.unwrap()
}

fn publish(page: &mut Page, key: &str) {
    let [first, _] = Order::course();
    let publish = PublishOrders {
        exchange: ExchangeName::new("orders").unwrap(),
        routing_key: RoutingKey::new(key).unwrap(),
        mandatory: true,
        ..PublishOrders::as_the_course_does(first)
    };
    page.call(Call::PublishOrders(publish)).unwrap();
}

#[test]
fn an_exchange_routes_by_its_bindings_until_one_is_taken_away() {
    let mut page = Page::open();
    page.stop_consumer();
    page.call(declare("german", [])).unwrap();
    page.call(exchange("orders", ExchangeKind::Topic)).unwrap();
    page.call(bind("orders", "order_queue", "eu.#")).unwrap();
    page.call(bind("orders", "german", "eu.de")).unwrap();
    publish(&mut page, "eu.de");
    publish(&mut page, "us");
    page.settle();
    assert_eq!(queue(&mut page, "order_queue").ready, 1);
    assert_eq!(queue(&mut page, "german").ready, 1);
    assert_eq!(page.view().producer.returned, 1);

    let mut page = page.reload();
    let shown = orders(&mut page);
    assert_eq!((shown.kind.as_str(), shown.bindings.len()), ("topic", 2));
    let unbind = Call::Topology(Topology::Unbind {
        source: shown.name.clone(),
        binding: shown.bindings[0].clone(),
    });
    page.call(unbind.clone()).unwrap();
    assert_eq!(orders(&mut page).bindings, shown.bindings[1..]);
    assert_eq!(page.call(unbind), Err(Refused::NoSuchBinding));

    let exchange = shown.name;
    page.call(Call::Topology(Topology::DeleteExchange { exchange }))
        .unwrap();
    let names = page.view().exchanges.into_iter().map(|it| it.name);
    assert!(
        names
            .into_iter()
            .all(|name| name.as_str().starts_with("amq."))
    );
}

#[test]
fn who_publishes_to_an_exchange_that_is_not_there_loses_the_channel_and_comes_back() {
    let mut page = Page::open();
    page.stop_consumer();
    publish(&mut page, "eu.de");
    let log = page.view().log;
    let told = log.iter().any(|line| line.text.contains("404 NOT_FOUND"));
    assert!(told, "{log:?}");
    page.publish("order_1", true);
    page.settle();
    assert_eq!(queue(&mut page, "order_queue").ready, 1);
}

#[test]
fn what_is_bound_to_nothing_is_refused_in_rabbitmqs_words() {
    let mut page = Page::open();
    let refused = page.call(bind("orders", "order_queue", "k"));
    let refusal = Refusal::from(refused.unwrap_err());
    assert_eq!(
        refusal.message,
        "NOT_FOUND - no exchange 'orders' in vhost '/'"
    );
}
