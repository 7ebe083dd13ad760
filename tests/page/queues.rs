//! Declaring a queue: every argument is explained where it is set, and refused where it is wrong.

use leveret::{
    broker::QueueName,
    projection::{QueueView, ShovelView},
    simulation::{Field, QueueArgument, QueueSettings, ShovelSettings, Treatment, Value, Which},
    ui::components::queues::{DeclareQueue, DeclareQueueProps, QueuePanel},
    worker::message::Refusal,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Calls, Page, document, given, text};

fn form(declared: &Calls<QueueSettings>, refusal: Option<Refusal>) -> DeclareQueueProps {
    DeclareQueueProps {
        refusal,
        on_declare: declared.callback(),
    }
}

#[wasm_bindgen_test]
async fn a_queue_is_declared_with_what_was_set() {
    let declared = Calls::default();
    let page = Page::of::<DeclareQueue>(form(&declared, None)).await;
    page.type_into("#new-queue", "late").await;
    page.type_into("#new-queue-x-message-ttl", "1500").await;
    page.press("Declare queue").await;
    let settings = declared.taken().pop().unwrap();
    assert_eq!(settings.queue.as_str(), "late");
    assert_eq!(
        settings.arguments[0],
        (QueueArgument::MessageTtl, Value::Number(1_500))
    );
}

#[wasm_bindgen_test]
async fn every_field_explains_itself() {
    let page = Page::of::<DeclareQueue>(form(&Calls::default(), None)).await;
    let fields = page.all(".arguments input[type=text], .arguments select");
    assert!(fields.len() >= 8, "{}", fields.len());
    for field in fields {
        let described_by = field.get_attribute("aria-describedby").unwrap();
        assert!(!text(&page.one(&format!("#{described_by}"))).is_empty());
    }
}

#[wasm_bindgen_test]
async fn what_is_no_number_is_refused_at_its_field_and_nothing_is_asked() {
    let declared = Calls::default();
    let page = Page::of::<DeclareQueue>(form(&declared, None)).await;
    page.type_into("#new-queue", "late").await;
    page.type_into("#new-queue-x-max-length", "ten").await;
    page.press("Declare queue").await;
    assert_eq!(declared.taken(), []);
    page.says("x-max-length is a whole number; “ten” is none.");
    let field = page.one("#new-queue-x-max-length");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    // It lies in a drawer that was shut.
    assert_eq!(document().active_element(), Some(field));
}

#[wasm_bindgen_test]
async fn a_queue_can_be_exclusive_auto_delete_and_named_by_the_broker() {
    let declared = Calls::default();
    let page = Page::of::<DeclareQueue>(form(&declared, None)).await;
    for label in ["Exclusive", "Auto-delete", "Named by the broker"] {
        page.tick(label).await;
    }
    assert!(page.all("#new-queue").is_empty());
    page.press("Declare queue").await;
    let settings = declared.taken().pop().unwrap();
    assert!(settings.exclusive && settings.auto_delete);
    assert_eq!(settings.queue.as_str(), "");
}

#[wasm_bindgen_test]
async fn what_the_broker_refuses_stands_at_the_field_too() {
    let refusal = Refusal {
        field: Some(Field::QueueArgument(QueueArgument::MaxLength)),
        code: Some(406),
        message: "PRECONDITION_FAILED - invalid arg 'x-max-length'".to_owned(),
        advice: "Not this value.".to_owned(),
    };
    let page = Page::of::<DeclareQueue>(form(&Calls::default(), Some(refusal))).await;
    assert_eq!(
        text(&page.one("#new-queue-x-max-length-error")),
        "406 PRECONDITION_FAILED - invalid arg 'x-max-length' Not this value."
    );
    let field = page.one("#new-queue-x-max-length");
    assert_eq!(document().active_element(), Some(field));
}

#[wasm_bindgen_test]
async fn a_queue_shows_what_it_was_declared_with_as_text() {
    let mut props = given::panel(Vec::new());
    props.queue = QueueView {
        arguments: vec![(
            "x-dead-letter-exchange".to_owned(),
            "<b>dead</b>".to_owned(),
        )],
        ..(*props.queue).clone()
    }
    .into();
    let page = Page::of::<QueuePanel>(props).await;
    page.says("x-dead-letter-exchange: <b>dead</b>");
}

#[wasm_bindgen_test]
async fn dead_letters_go_back_to_where_they_came_from() {
    let moved = Calls::default();
    let work = QueueName::new("work").unwrap();
    let mut props = given::panel(vec![given::message(1)]);
    props.queue = QueueView {
        died_in: Some(work.clone()),
        ..(*props.queue).clone()
    }
    .into();
    props.queues = vec![given::order_queue(), work.clone()];
    props.on_move = moved.callback();
    let page = Page::of::<QueuePanel>(props).await;
    page.says("A redrive");
    page.press("Move all 1").await;
    assert_eq!(moved.taken(), [work]);
}

#[wasm_bindgen_test]
async fn a_move_of_many_shows_how_far_it_is_and_can_be_stopped() {
    let stopped = Calls::default();
    let mut props = given::panel(vec![given::message(1)]);
    let to = given::order_queue();
    props.shovel = Some(ShovelView {
        settings: ShovelSettings {
            queue: given::order_queue(),
            which: Which::All,
            treatment: Treatment::Move { to },
        },
        done: 500,
        total: 1_800,
        is_running: true,
        is_stopped: false,
        problem: None,
    });
    props.on_stop = stopped.callback();
    let page = Page::of::<QueuePanel>(props).await;
    page.says("Moving to order_queue: 500 of 1,800 done.");
    page.press("Stop the shovel").await;
    assert_eq!(stopped.taken().len(), 1);
}
