//! Publishing with headers and properties, and consumers that share a queue by rank.

use leveret::{
    simulation::{ConsumerSettings, Field, MessageProperty, PublishOrders, Value},
    ui::components::{
        consumers::{AddConsumer, AddConsumerProps, ConsumerCard},
        producer::{PublishForm, PublishFormProps},
    },
    worker::message::Refusal,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{Calls, Page, document, given, text};

#[wasm_bindgen_test]
async fn headers_have_the_type_that_was_chosen_and_properties_the_text() {
    let published = Calls::<PublishOrders>::default();
    let page = given::publish_form(&published).await;
    page.press("Add a header").await;
    page.press("Add a header").await;
    page.type_into("#order-header-name-1", "region").await;
    page.type_into("#order-header-value-1", "<b>eu</b>").await;
    page.type_into("#order-header-name-2", "urgent").await;
    page.choose("#order-header-kind-2", "bool").await;
    page.type_into("#order-header-value-2", "true").await;
    page.type_into("#order-correlation_id", "42").await;
    page.press("Publish order").await;
    let sent = published.taken().pop().unwrap();
    assert_eq!(
        sent.headers,
        [
            ("region".to_owned(), Value::Text("<b>eu</b>".to_owned())),
            ("urgent".to_owned(), Value::Bool(true)),
        ]
    );
    let id = (MessageProperty::CorrelationId, "42".to_owned());
    assert_eq!(sent.properties, [id]);
}

#[wasm_bindgen_test]
async fn two_headers_of_one_name_are_refused_at_the_second() {
    let published = Calls::<PublishOrders>::default();
    let page = given::publish_form(&published).await;
    for number in 1..=2 {
        page.press("Add a header").await;
        page.type_into(&format!("#order-header-name-{number}"), "region")
            .await;
    }
    page.press("Publish order").await;
    assert_eq!(published.taken(), []);
    page.says("There is a row named region already");
    let wrong = page.one("#order-header-name-2");
    assert_eq!(document().active_element(), Some(wrong));
}

#[wasm_bindgen_test]
async fn what_is_refused_of_all_headers_stands_at_the_headers() {
    let refusal = Refusal {
        field: Some(Field::Headers),
        code: None,
        message: "These need too much.".to_owned(),
        advice: String::new(),
    };
    let page = Page::of::<PublishForm>(PublishFormProps {
        next_order_number: 125,
        again: None,
        refusal: Some(refusal),
        on_publish: Callback::noop(),
    })
    .await;
    let at_headers = text(&page.one(".table-fields"));
    assert!(at_headers.contains("These need too much."), "{at_headers}");
    assert_eq!(text(&page.one("[role=alert]")), "");
}

#[wasm_bindgen_test]
async fn a_consumer_has_a_priority_and_may_want_the_queue_to_itself() {
    let added = Calls::<ConsumerSettings>::default();
    let page = Page::of::<AddConsumer>(AddConsumerProps {
        queues: Vec::new(),
        refusal: None,
        open: true,
        on_add: added.callback(),
    })
    .await;
    page.type_into("#new-consumer-priority", "high").await;
    page.press("Add consumer").await;
    page.says("“high” is not");
    page.type_into("#new-consumer-priority", "-3").await;
    page.tick("Exclusive").await;
    page.press("Add consumer").await;
    let settings = added.taken().pop().unwrap();
    assert_eq!((settings.priority, settings.exclusive), (Some(-3), true));

    let mut consumer = given::consumer_holding(&[]);
    consumer.settings = settings;
    let page = Page::of::<ConsumerCard>(given::card(consumer)).await;
    page.says("priority -3");
    page.says("exclusive");
}
