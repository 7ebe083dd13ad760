//! Exchanges and bindings made from the page, and what is routed by them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{ExchangeKind, ExchangeName, QueueName, RoutingKey},
    host::Refused,
    projection::{ExchangeView, QueueView},
    simulation::{
        BindingForm, ExchangeForm, ExchangeSettings, Field, MessageProperty, Order, PublishOrders,
        QueueSettings, TypedRow, Value, XMatch,
    },
    worker::message::{Call, Refusal, Topology},
};

use crate::page::Page;

fn declare(name: &str) -> Call {
    Call::Topology(Topology::DeclareQueue(QueueSettings {
        queue: QueueName::new(name).unwrap(),
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Vec::new(),
    }))
}

fn queue(page: &mut Page, name: &str) -> QueueView {
    let queues = page.view().queues;
    let found = queues.into_iter().find(|queue| queue.name.as_str() == name);
    found.unwrap()
}

fn settings(name: &str, kind: ExchangeKind) -> ExchangeSettings {
    let form = ExchangeForm {
        name,
        kind,
        durable: true,
        auto_delete: false,
        internal: false,
        alternate: "",
    };
    form.parse().unwrap()
}

fn exchange(name: &str, kind: ExchangeKind) -> Call {
    Call::Topology(Topology::DeclareExchange(settings(name, kind)))
}

fn bind(source: &str, queue: &str, key: &str) -> Call {
    let form = BindingForm {
        source,
        destination: queue,
        key,
        ..FORM
    };
    Call::Topology(Topology::Bind(form.parse().unwrap()))
}

const FORM: BindingForm<'_> = BindingForm {
    source: "orders",
    to_exchange: false,
    destination: "order_queue",
    key: "",
    x_match: None,
    headers: &[],
};

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
    page.call(declare("german")).unwrap();
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

#[test]
fn a_headers_exchange_compares_what_the_binding_and_the_message_were_given() {
    let mut page = Page::open();
    page.stop_consumer();
    page.call(exchange("orders", ExchangeKind::Headers))
        .unwrap();
    let row = |name: &str, text: &str| TypedRow {
        name: name.to_owned(),
        text: text.to_owned(),
        ..TypedRow::default()
    };
    let binding = BindingForm {
        x_match: Some(XMatch::Any),
        headers: &[row("region", "eu"), row("region2", "uk")],
        ..FORM
    };
    let bind = Call::Topology(Topology::Bind(binding.parse().unwrap()));
    page.call(bind).unwrap();
    let [first, _] = Order::course();
    let publish = |region: &str| PublishOrders {
        exchange: ExchangeName::new("orders").unwrap(),
        headers: vec![("region".to_owned(), Value::Text(region.to_owned()))],
        properties: vec![(MessageProperty::AppId, "shop".to_owned())],
        mandatory: true,
        ..PublishOrders::as_the_course_does(first.clone())
    };
    page.call(Call::PublishOrders(publish("eu"))).unwrap();
    page.call(Call::PublishOrders(publish("us"))).unwrap();
    page.settle();
    assert_eq!(page.view().producer.returned, 1);
    let routed = queue(&mut page, "order_queue");
    assert_eq!(routed.ready, 1);
    let place = (routed.name, routed.window[0].position);
    page.call(Call::Inspect(Some(place))).unwrap();
    let content = page.view().inspected.unwrap().content.unwrap();
    assert_eq!(content.headers, [("region".to_owned(), "eu".to_owned())]);
    let app_id = ("app_id".to_owned(), "shop".to_owned());
    assert!(content.properties.contains(&app_id), "{content:?}");

    let mut page = page.reload();
    let shown = orders(&mut page).bindings[0].arguments.clone();
    // RabbitMQ sorts them, too.
    let expected = [("region", "eu"), ("region2", "uk"), ("x-match", "any")];
    assert_eq!(
        shown,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn an_internal_exchange_is_reached_through_another_one_only() {
    let mut page = Page::open();
    page.stop_consumer();
    page.call(exchange("orders", ExchangeKind::Fanout)).unwrap();
    let inner = ExchangeSettings {
        internal: true,
        auto_delete: true,
        ..settings("inner", ExchangeKind::Fanout)
    };
    page.call(Call::Topology(Topology::DeclareExchange(inner)))
        .unwrap();
    let to_inner = BindingForm {
        to_exchange: true,
        destination: "inner",
        ..FORM
    };
    let bound = page.call(Call::Topology(Topology::Bind(to_inner.parse().unwrap())));
    assert_eq!(bound.unwrap(), "Exchange inner is bound to orders.");
    page.call(bind("inner", "order_queue", "")).unwrap();
    publish(&mut page, "any");
    page.settle();
    assert_eq!(queue(&mut page, "order_queue").ready, 1);

    let [first, _] = Order::course();
    let direct = PublishOrders {
        exchange: ExchangeName::new("inner").unwrap(),
        ..PublishOrders::as_the_course_does(first)
    };
    page.call(Call::PublishOrders(direct)).unwrap();
    let log = page.view().log;
    let told = log
        .iter()
        .any(|line| line.text.contains("403 ACCESS_REFUSED"));
    assert!(told, "{log:?}");

    let inner = |page: &mut Page| {
        let mut exchanges = page.view().exchanges.into_iter();
        exchanges.find(|exchange| exchange.name.as_str() == "inner")
    };
    let shown = inner(&mut page).unwrap();
    assert!(shown.internal && shown.auto_delete);
    let unbind = Call::Topology(Topology::Unbind {
        source: shown.name,
        binding: shown.bindings[0].clone(),
    });
    page.call(unbind).unwrap();
    assert_eq!(inner(&mut page), None);
}

#[test]
fn what_cannot_travel_in_one_frame_is_refused_before_it_is_sent() {
    let mut page = Page::open();
    let [first, _] = Order::course();
    let publish = PublishOrders {
        headers: vec![("note".to_owned(), Value::Text("x".repeat(131_072)))],
        ..PublishOrders::as_the_course_does(first)
    };
    let refused = page.call(Call::PublishOrders(publish)).unwrap_err();
    let refusal = Refusal::from(refused);
    assert_eq!(refusal.field, Some(Field::Headers), "{refusal:?}");
    assert!(refusal.message.contains("131072"), "{refusal:?}");
    assert_eq!(page.view().producer.published, 0);
}
