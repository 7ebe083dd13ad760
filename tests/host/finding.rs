//! Messages that are looked for, and one that is published again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::Millis,
    host::Refused,
    projection::{Found, Search, SearchedState},
    simulation::{Again, Content, MessageProperty, Order, PublishOrders, Value},
    worker::message::{Call, Reply},
};

use crate::page::Page;

fn find(page: &mut Page, text: &str, state: SearchedState) -> Found {
    let search = Search {
        text: text.to_owned(),
        state,
    };
    let Reply::Found(found) = page.ask(Call::Search(search)).unwrap() else {
        panic!("messages were looked for")
    };
    found
}

fn labels(found: &Found) -> Vec<&str> {
    let labels = found.first.iter().map(|found| &*found.message.label);
    labels.collect()
}

fn with_more() -> PublishOrders {
    let [order, _] = Order::course();
    PublishOrders {
        headers: vec![("region".to_owned(), Value::Text("Bavaria".to_owned()))],
        properties: vec![(MessageProperty::AppId, "shop".to_owned())],
        expiration: Some(Millis(60_000)),
        ..PublishOrders::as_the_course_does(order)
    }
}

#[test]
fn messages_are_found_by_what_they_say_and_stay_where_they_are() {
    let mut page = Page::open();
    page.publish("order_1", true);
    page.publish("order_2", true);
    page.call(Call::PublishOrders(with_more())).unwrap();

    let found = find(&mut page, "ORDER_2", SearchedState::Any);
    assert_eq!(labels(&found), ["order_2"]);
    assert_eq!((found.matching, found.searched, found.total), (1, 3, 3));
    assert_eq!(found.first[0].found_in, "body");
    let found_in = |page: &mut Page, text| {
        let found = find(page, text, SearchedState::Any);
        found.first[0].found_in.clone()
    };
    assert_eq!(found_in(&mut page, "bavaria"), "header region");
    assert_eq!(found_in(&mut page, "shop"), "app_id");
    assert_eq!(found_in(&mut page, "order_queue"), "routing key");

    // The course's consumer holds the first.
    let unacked = find(&mut page, "", SearchedState::Unacked);
    assert_eq!(labels(&unacked), ["order_1"]);
    assert_eq!(unacked.first[0].held_by.as_deref(), Some("consumer-1"));
    let ready = find(&mut page, "", SearchedState::Ready);
    assert_eq!(labels(&ready), ["order_2", "order_123"]);
    let none = find(&mut page, "tea", SearchedState::Any);
    assert_eq!((none.matching, none.searched), (0, 3));
    assert_eq!(page.view().queues[0].ready, 2);
}

#[test]
fn only_the_first_of_many_are_shown_and_all_are_counted() {
    let mut page = Page::open();
    page.stop_consumer();
    let [order, _] = Order::course();
    let many = PublishOrders {
        count: 50,
        ..PublishOrders::as_the_course_does(order)
    };
    page.call(Call::PublishOrders(many)).unwrap();
    let found = find(&mut page, "order_", SearchedState::Any);
    assert_eq!((found.first.len(), found.matching), (20, 50));
}

#[test]
fn looking_for_nothing_is_refused() {
    let mut page = Page::open();
    let search = Search {
        text: String::new(),
        state: SearchedState::Any,
    };
    let refused = page.ask(Call::Search(search)).unwrap_err();
    assert_eq!(refused, Refused::NothingToFind);
}

#[test]
fn a_message_is_published_again_with_all_that_the_form_can_say() {
    let mut page = Page::open();
    page.stop_consumer();
    page.call(Call::PublishOrders(with_more())).unwrap();
    let queue = page.view().queues[0].clone();
    let place = (queue.name, queue.window[0].position);
    page.call(Call::Inspect(Some(place.clone()))).unwrap();
    let Reply::Again(again) = page.ask(Call::PublishAgain(place.clone())).unwrap() else {
        panic!("it is a copy")
    };
    let Again { orders, left_out } = *again;
    assert_eq!(left_out, Vec::<String>::new());
    let first = with_more();
    let as_text = PublishOrders {
        content: Content::Raw(first.body(0)),
        ..first
    };
    assert_eq!(orders, as_text);
    // Nobody looks at it any more.
    assert_eq!(page.view().inspected, None);

    page.call(Call::PublishOrders(orders)).unwrap();
    let window = page.view().queues[0].window.clone();
    assert_eq!(window[0].body, window[1].body);

    let (queue, _) = place;
    let nowhere = (queue, leveret::broker::Position(99));
    let refused = page.ask(Call::PublishAgain(nowhere)).unwrap_err();
    assert_eq!(refused, Refused::Forgotten);
}
