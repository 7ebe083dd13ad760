//! Looking at one message, from its publish until after its end.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{ExchangeName, Position},
    projection::{Spot, Standing},
    simulation::BindingForm,
    worker::message::{Call, Topology},
};

use crate::page::Page;

#[test]
fn a_message_stays_in_sight_when_it_moves_and_when_it_is_gone() {
    let mut page = Page::open();
    page.stop_consumer();
    page.publish("order_1", true);
    page.settle();
    let queue = page.view().queues[0].name.clone();
    let position = page.view().queues[0].window[0].position;
    assert_eq!(page.view().inspected, None);
    page.call(Call::Inspect(Some((queue.clone(), position))))
        .unwrap();

    let inspected = page.view().inspected.unwrap();
    let content = inspected.content.unwrap();
    assert_eq!(content.routing_key, queue.as_str());
    let mode = ("delivery_mode".to_owned(), "2".to_owned());
    assert!(content.properties.contains(&mode), "{content:?}");
    let history = inspected.history.unwrap();
    assert_eq!(history.places[0].2, Standing::Ready);

    let purge = Topology::PurgeQueue { queue };
    page.call(Call::Topology(purge)).unwrap();
    let inspected = page.view().inspected.unwrap();
    let history = inspected.history.unwrap();
    assert!(inspected.content.is_some());
    assert_eq!(history.places[0].2, Standing::Gone);
    assert!(history.entries.last().unwrap().text.contains("urge"));

    page.call(Call::Inspect(None)).unwrap();
    assert_eq!(page.view().inspected, None);
}

#[test]
fn a_message_from_before_a_reload_is_shown_without_its_history() {
    let mut page = Page::open();
    page.stop_consumer();
    page.publish("order_1", true);
    page.settle();
    let queue = page.view().queues[0].name.clone();
    let position = page.view().queues[0].window[0].position;
    let mut page = page.reload();
    page.call(Call::Inspect(Some((queue, position)))).unwrap();
    let inspected = page.view().inspected.unwrap();
    assert_eq!((inspected.position, inspected.history), (position, None));
    assert!(inspected.content.is_some());
}

#[test]
fn what_was_never_there_is_said_to_be_unknown() {
    let mut page = Page::open();
    let queue = page.view().queues[0].name.clone();
    page.call(Call::Inspect(Some((queue, Position(99)))))
        .unwrap();
    let inspected = page.view().inspected.unwrap();
    assert_eq!((inspected.content, inspected.history), (None, None));
}

fn look_at(page: &mut Page, spot: Spot) -> Vec<(String, Vec<String>)> {
    page.call(Call::InspectNode(Some(spot))).unwrap();
    let node = page.view().node.unwrap();
    let sections = node.sections.into_iter().map(|section| {
        let facts = section.facts.into_iter();
        let facts = facts.map(|(name, value)| format!("{name}: {value}"));
        (section.heading, facts.collect())
    });
    sections.collect()
}

fn says(sections: &[(String, Vec<String>)], heading: &str, fact: &str) {
    let section = sections.iter().find(|(found, _)| found == heading);
    let (_, facts) = section.unwrap_or_else(|| panic!("no {heading} in {sections:?}"));
    assert!(
        facts.iter().any(|found| found == fact),
        "no {fact} in {facts:?}"
    );
}

#[test]
fn a_queue_is_shown_with_its_bindings_and_consumers_by_rabbitmqs_names() {
    let mut page = Page::open();
    page.publish("order_1", true);
    page.publish("order_2", true);
    let queue = page.view().queues[0].name.clone();
    let sections = look_at(&mut page, Spot::Queue(queue));
    says(&sections, "Properties", "messages_ready: 1");
    says(&sections, "Properties", "messages_unacknowledged: 1");
    says(&sections, "Bindings to it", "(AMQP default): order_queue");
    says(&sections, "Consumer consumer-1", "prefetch_count: 1");
    says(&sections, "Consumer consumer-1", "active: true");
    // It follows what happens.
    page.stop_consumer();
    let node = page.view().node.unwrap();
    assert_eq!(node.sections.len(), 2);
}

#[test]
fn programs_are_shown_with_their_channels() {
    let mut page = Page::open();
    page.publish("order_1", true);
    let producer = look_at(&mut page, Spot::Producer);
    says(&producer, "Properties", "published: 1");
    let channel = producer
        .iter()
        .find(|(heading, _)| heading.starts_with("Channel"));
    let (heading, _) = channel.unwrap().clone();
    says(&producer, &heading, "confirm: true");
    let consumer = look_at(&mut page, Spot::Consumer("consumer-1".to_owned()));
    says(&consumer, "Properties", "in its hands: 1");
    says(&consumer, "Consumer consumer-1", "ack_required: true");
    let channel = consumer
        .iter()
        .find(|(heading, _)| heading.starts_with("Channel"));
    let (heading, _) = channel.unwrap().clone();
    says(&consumer, &heading, "messages_unacknowledged: 1");
}

#[test]
fn an_exchange_is_shown_with_what_leads_to_it_and_from_it() {
    let mut page = Page::open();
    let name = |name: &str| ExchangeName::new(name).unwrap();
    let bind = BindingForm {
        source: "amq.topic",
        to_exchange: true,
        destination: "amq.fanout",
        key: "eu.#",
        x_match: None,
        headers: &[],
    };
    let bind = Topology::Bind(bind.parse().unwrap());
    page.call(Call::Topology(bind)).unwrap();
    let topic = look_at(&mut page, Spot::Exchange(name("amq.topic")));
    says(&topic, "Properties", "type: topic");
    let edge = "amq.topic → exchange amq.fanout: routing_key “eu.#”";
    says(&topic, "Bindings from it", edge);
    let fanout = look_at(&mut page, Spot::Exchange(name("amq.fanout")));
    says(&fanout, "Bindings to it", edge);
    let default = look_at(&mut page, Spot::Exchange(ExchangeName::default_exchange()));
    says(&default, "Properties", "name: (AMQP default)");

    page.call(Call::InspectNode(Some(Spot::Exchange(name("gone")))))
        .unwrap();
    assert_eq!(page.view().node, None);
}
