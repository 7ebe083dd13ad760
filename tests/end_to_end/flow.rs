//! The picture of the flow: what is seen there, and what it leads to, by pointer and by keyboard.

use fantoccini::key::Key;

use crate::{
    actions::{publish, remove},
    harness::{Page, Role, story},
    keyboard::tab_to,
};

/// What has the focus: the name of a card, or the id of a field.
const FOCUSED: &str = "
    const focused = document.activeElement;
    return focused.getAttribute('aria-label') ?? focused.id;";

#[test]
fn a_first_visit_sends_the_courses_orders_and_sees_where_they_are() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        node(&page, "Queue order_queue: 0 ready, 0 unacked, 0 consumers").await;
        page.press("Send the course's two orders").await;
        node(&page, "Producer producer: 2 published, 2 confirmed").await;
        node(&page, "Queue order_queue: 2 ready, 0 unacked, 0 consumers").await;

        page.press("New consumer").await;
        assert_eq!(page.run(FOCUSED, &[]).await, "new-consumer-queue");
        page.press("Add consumer").await;
        node(
            &page,
            "Consumer consumer-2: holds 0 of 1, consuming from order_queue, 2 completed",
        )
        .await;
        page.shows("✓ Acked").await;
    });
}

#[test]
fn a_node_leads_to_its_card() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.press("Queue order_queue: 3 ready, 0 unacked, 0 consumers")
            .await;
        assert_eq!(page.run(FOCUSED, &[]).await, "order_queue");
        page.press("Producer producer: 3 published, 3 confirmed")
            .await;
        assert_eq!(page.run(FOCUSED, &[]).await, "producer-heading");
    });
}

#[test]
fn by_keyboard_a_queue_is_added_bound_and_found_in_the_picture() {
    story(async |_, page| {
        tab_to(&page, "New queue").await;
        page.key(Key::Enter).await;
        page.type_text("mail").await;
        page.key(Key::Enter).await;
        node(&page, "Queue mail: 0 ready, 0 unacked, 0 consumers").await;

        tab_to(&page, "New binding").await;
        page.key(Key::Enter).await;
        page.type_text("amq.topic").await;
        tab_to(&page, "To queue").await;
        page.type_text("mail").await;
        tab_to(&page, "Binding key").await;
        page.type_text("orders.#").await;
        page.key(Key::Enter).await;
        tab_to(&page, "Exchange amq.topic: topic, 1 binding").await;
        page.key(Key::Space).await;
        assert_eq!(page.run(FOCUSED, &[]).await, "Exchange amq.topic");
    });
}

async fn node(page: &Page, sentence: &str) {
    page.find(Role::Button, sentence).await;
}
