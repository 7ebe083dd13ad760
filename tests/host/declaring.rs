//! Queues declared from the page, with the arguments and the lifetimes that RabbitMQ knows.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{Millis, QueueName},
    projection::QueueView,
    simulation::{ConsumerSettings, Field, QueueArgument, QueueSettings, Value},
    worker::message::{Call, ConsumerAction, Refusal, Topology},
};

use crate::page::Page;

fn declare<const N: usize>(name: &str, arguments: [(QueueArgument, Value); N]) -> Call {
    Call::Topology(Topology::DeclareQueue(QueueSettings {
        arguments: arguments.into(),
        ..plain(name)
    }))
}

fn plain(name: &str) -> QueueSettings {
    QueueSettings {
        queue: QueueName::new(name).unwrap(),
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Vec::new(),
    }
}

fn number(number: i64) -> Value {
    Value::Number(number)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
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

#[test]
fn the_broker_names_a_queue_that_has_no_name_and_the_answer_tells_the_name() {
    let mut page = Page::open();
    let told = page
        .call(Call::Topology(Topology::DeclareQueue(plain(""))))
        .unwrap();
    let name = page.view().queues.into_iter().map(|queue| queue.name);
    let name = name.into_iter().find(|name| name.as_str() != "order_queue");
    let name = name.unwrap();
    assert!(name.as_str().starts_with("amq.gen-"));
    assert_eq!(told, format!("Queue {name} is declared."));
}

#[test]
fn an_exclusive_queue_is_locked_to_others_and_goes_with_a_restart() {
    let mut page = Page::open();
    let exclusive = QueueSettings {
        exclusive: true,
        ..plain("mine")
    };
    page.call(Call::Topology(Topology::DeclareQueue(exclusive)))
        .unwrap();
    assert!(queue(&mut page, "mine").exclusive);
    page.call(Call::AddConsumer(ConsumerSettings {
        queue: QueueName::new("mine").unwrap(),
        ..ConsumerSettings::default()
    }))
    .unwrap();
    let log = page.view().log;
    let told = log
        .iter()
        .any(|line| line.text.contains("405 RESOURCE_LOCKED"));
    assert!(told, "{log:?}");
    page.call(Call::RestartBroker).unwrap();
    assert!(
        (page.view().queues)
            .iter()
            .all(|queue| queue.name.as_str() != "mine")
    );
}

#[test]
fn an_auto_delete_queue_goes_with_its_last_consumer() {
    let mut page = Page::open();
    let auto_delete = QueueSettings {
        auto_delete: true,
        ..plain("brief")
    };
    page.call(Call::Topology(Topology::DeclareQueue(auto_delete)))
        .unwrap();
    page.settle();
    let mut page = page.reload();
    assert!(queue(&mut page, "brief").auto_delete);
    page.call(Call::AddConsumer(ConsumerSettings {
        queue: QueueName::new("brief").unwrap(),
        ..ConsumerSettings::default()
    }))
    .unwrap();
    assert_eq!(queue(&mut page, "brief").consumers, 1);
    page.call(Call::Consumer {
        name: "consumer-2".to_owned(),
        action: ConsumerAction::Stop,
    })
    .unwrap();
    assert_eq!(page.view().queues.len(), 1);
}
