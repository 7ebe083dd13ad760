//! Looking at one message, from its publish until after its end.

use leveret::{broker::Position, projection::Standing, worker::message::Call};

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

    let purge = leveret::worker::message::Topology::PurgeQueue { queue };
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
