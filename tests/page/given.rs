//! What the components are given to show.

pub(crate) mod disk;

use std::rc::Rc;

use leveret::{
    broker::{DeliveryTag, Millis, Position, QueueName, Timestamp},
    projection::{ConsumerView, HeldMessage, LogKind, LogLine, MessageView, QueueView},
    simulation::{Acknowledgement, ConsumerSettings, ConsumerState, PublishOrders},
    ui::{
        components::{
            consumers::ConsumerCardProps,
            producer::{PublishForm, PublishFormProps},
            queues::QueuePanelProps,
        },
        state::LogBuffer,
    },
};
use yew::Callback;

use super::{Calls, Page};

pub(crate) fn order_queue() -> QueueName {
    QueueName::new("order_queue").unwrap()
}

pub(crate) fn message(number: u64) -> MessageView {
    MessageView {
        position: Position(number),
        label: format!("order_{number}"),
        body: format!("{{\"id\": \"order_{number}\"}}"),
        body_bytes: 17,
        persistent: true,
        redelivered: false,
        poison: false,
    }
}

pub(crate) fn panel(window: Vec<MessageView>) -> QueuePanelProps {
    let queue = QueueView {
        name: order_queue(),
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Vec::new(),
        ready: window.len() as u64,
        unacked: 0,
        consumers: 0,
        window_offset: 0,
        window,
        unacked_window: Vec::new(),
        died_in: None,
    };
    QueuePanelProps {
        queue: Rc::new(queue),
        refusal: None,
        on_look_at: Callback::noop(),
        on_inspect: Callback::noop(),
        queues: vec![order_queue()],
        shovel: None,
        on_move: Callback::noop(),
        on_stop: Callback::noop(),
        on_purge: Callback::noop(),
        on_delete: Callback::noop(),
    }
}

pub(crate) fn consumer_holding(held: &[(u64, MessageView)]) -> ConsumerView {
    let held = held.iter().map(|(tag, message)| HeldMessage {
        delivery_tag: DeliveryTag(*tag),
        held_since: Timestamp(1000),
        done_at: None,
        message: message.clone(),
    });
    ConsumerView {
        name: "consumer-1".to_owned(),
        settings: ConsumerSettings {
            queue: order_queue(),
            prefetch_count: 3,
            sleep: Millis(2000),
            acknowledgement: Acknowledgement::ByHand,
            ..ConsumerSettings::default()
        },
        state: ConsumerState::Consuming,
        held_count: held.len() as u64,
        held: held.collect(),
        backlog: 0,
        completed: 0,
        restarts_at: None,
        crashes_before_ack: false,
        network: None,
    }
}

pub(crate) fn card(consumer: ConsumerView) -> ConsumerCardProps {
    ConsumerCardProps {
        consumer: Rc::new(consumer),
        now: Timestamp(8500),
        refusal: None,
        on_settle: Callback::noop(),
        on_inspect: Callback::noop(),
        on_ack_tag: Callback::noop(),
        on_action: Callback::noop(),
        on_change: Callback::noop(),
        on_fault: Callback::noop(),
    }
}

pub(crate) fn log(lines: &[(LogKind, &str)]) -> Rc<LogBuffer> {
    let mut log = LogBuffer::default();
    let lines = (1..).zip(lines).map(|(number, &(kind, text))| LogLine {
        number,
        told: number,
        at: Timestamp(0),
        source: "producer".to_owned(),
        kind,
        text: text.to_owned(),
        why: None,
    });
    log.extend(lines.collect());
    Rc::new(log)
}

pub(crate) async fn publish_form(published: &Calls<PublishOrders>) -> Page {
    Page::of::<PublishForm>(PublishFormProps {
        next_order_number: 125,
        again: None,
        refusal: None,
        on_publish: published.callback(),
    })
    .await
}
