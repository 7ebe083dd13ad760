//! Exchanges and their bindings: shown, made and taken away.

use std::rc::Rc;

use leveret::{
    broker::ExchangeName,
    projection::{BindingView, ExchangeView},
    simulation::{BindingSettings, BoundTo, Value, XMatch},
    ui::components::queues::{
        BindForm, BindFormProps, DeclareExchange, DeclareExchangeProps, ExchangeList,
        ExchangeListProps,
    },
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{Calls, Page, document, text};

fn binding(key: &str, destination: &str) -> BindingView {
    BindingView {
        destination: destination.to_owned(),
        to_exchange: false,
        key: key.to_owned(),
        arguments: Vec::new(),
    }
}

fn exchange(name: &str, bindings: Vec<BindingView>) -> ExchangeView {
    ExchangeView {
        name: ExchangeName::new(name).unwrap(),
        kind: "topic".to_owned(),
        durable: true,
        auto_delete: false,
        internal: false,
        predeclared: name.starts_with("amq."),
        arguments: Vec::new(),
        bindings,
    }
}

fn list(exchanges: Vec<ExchangeView>) -> ExchangeListProps {
    ExchangeListProps {
        exchanges,
        refusals: Rc::default(),
        on_unbind: Callback::noop(),
        on_delete: Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn what_every_broker_has_is_shown_when_something_is_bound_to_it() {
    let page = Page::of::<ExchangeList>(list(vec![
        exchange("amq.direct", Vec::new()),
        exchange("amq.topic", vec![binding("a", "q")]),
        exchange("orders", Vec::new()),
    ]))
    .await;
    let names: Vec<String> = page.all("h3").iter().map(text).collect();
    assert_eq!(names, ["amq.topic", "orders"]);
    page.says("Nothing is bound to it");
}

#[wasm_bindgen_test]
async fn a_binding_is_taken_away_by_its_own_button() {
    let unbound = Calls::default();
    let hostile = binding("<i>eu.#</i>", "order_queue");
    let page = Page::of::<ExchangeList>(ExchangeListProps {
        on_unbind: unbound.callback(),
        ..list(vec![exchange(
            "orders",
            vec![binding("", "all"), hostile.clone()],
        )])
    })
    .await;
    page.says("(empty key) → all");
    page.press_named("Unbind <i>eu.#</i> → order_queue from orders")
        .await;
    assert_eq!(
        unbound.taken(),
        [(ExchangeName::new("orders").unwrap(), hostile)]
    );
}

#[wasm_bindgen_test]
async fn an_exchange_is_declared_and_a_nameless_one_is_refused_at_its_field() {
    let declared = Calls::default();
    let page = Page::of::<DeclareExchange>(DeclareExchangeProps {
        refusal: None,
        on_declare: declared.callback(),
    })
    .await;
    page.press("Declare exchange").await;
    page.says("Name an exchange, such as orders.");
    assert_eq!(declared.taken(), []);
    page.type_into("#new-exchange", "orders").await;
    page.choose("#new-exchange-kind", "fanout").await;
    page.says("whatever the keys");
    page.press("Declare exchange").await;
    let settings = declared.taken().pop().unwrap();
    assert_eq!(
        (settings.exchange.as_str(), &*settings.kind),
        ("orders", "fanout")
    );
}

/// The form, with an exchange to bind from, and what it asks for.
async fn form_to_bind_orders() -> (Page, Calls<BindingSettings>) {
    let bound = Calls::default();
    let page = Page::of::<BindForm>(BindFormProps {
        exchanges: vec![exchange("orders", Vec::new())],
        refusal: None,
        on_bind: bound.callback(),
    })
    .await;
    page.type_into("#bind-exchange", "orders").await;
    (page, bound)
}

#[wasm_bindgen_test]
async fn a_queue_is_bound_by_a_key() {
    let (page, bound) = form_to_bind_orders().await;
    page.press("Bind").await;
    page.says("Name a queue, such as order_queue.");
    page.type_into("#bind-queue", "order_queue").await;
    page.type_into("#bind-key", "eu.#").await;
    page.press("Bind").await;
    let settings = bound.taken().pop().unwrap();
    assert_eq!(settings.key.to_string(), "eu.#");
}

#[wasm_bindgen_test]
async fn an_exchange_is_bound_to_another_by_headers() {
    let (page, bound) = form_to_bind_orders().await;
    page.tick("An exchange").await;
    page.type_into("#bind-queue", "audit").await;
    page.choose("#bind-match", "any").await;
    page.says("one of the headers");
    page.press("Add a header").await;
    page.press("Add a header").await;
    page.type_into("#bind-header-name-1", "region").await;
    page.type_into("#bind-header-value-1", "eu").await;
    page.type_into("#bind-header-name-2", "tries").await;
    page.choose("#bind-header-kind-2", "number").await;
    page.type_into("#bind-header-value-2", "many").await;
    page.press("Bind").await;
    assert_eq!(bound.taken(), []);
    page.says("“many” is not");
    let wrong = page.one("#bind-header-value-2");
    assert_eq!(document().active_element(), Some(wrong));

    page.press_named("Remove header 2").await;
    // The button went with the row.
    let focused = document().active_element().unwrap();
    assert_eq!(text(&focused), "Add a header");
    page.press("Bind").await;
    let settings = bound.taken().pop().unwrap();
    let audit = ExchangeName::new("audit").unwrap();
    assert_eq!(settings.destination, BoundTo::Exchange(audit));
    assert_eq!(settings.x_match, Some(XMatch::Any));
    let region = ("region".to_owned(), Value::Text("eu".to_owned()));
    assert_eq!(settings.headers, [region]);
}

#[wasm_bindgen_test]
async fn an_exchange_can_be_internal_and_auto_delete_and_says_so() {
    let declared = Calls::default();
    let page = Page::of::<DeclareExchange>(DeclareExchangeProps {
        refusal: None,
        on_declare: declared.callback(),
    })
    .await;
    page.type_into("#new-exchange", "inner").await;
    page.tick("Internal").await;
    page.tick("Auto-delete").await;
    page.press("Declare exchange").await;
    let settings = declared.taken().pop().unwrap();
    assert!(settings.internal && settings.auto_delete);

    let inner = ExchangeView {
        internal: true,
        auto_delete: true,
        ..exchange("inner", Vec::new())
    };
    let page = Page::of::<ExchangeList>(ExchangeListProps {
        exchanges: vec![inner],
        refusals: Rc::default(),
        on_unbind: Callback::noop(),
        on_delete: Callback::noop(),
    })
    .await;
    page.says("internal");
    page.says("auto-delete");
}
