//! What the picture is drawn of in the tests.

use super::super::*;
use crate::{
    broker::{DeliveryTag, ExchangeName, Position, QueueName, Timestamp},
    projection::{BindingView, HeldMessage, MessageView, UnackedView},
    simulation::{ConsumerSettings, ConsumerState},
};

pub(super) const WIDE: i32 = 1_300;
pub(super) const PHONE: i32 = 300;

#[derive(Default)]
pub(super) struct Given {
    pub(super) exchanges: Vec<ExchangeView>,
    pub(super) queues: Vec<Rc<QueueView>>,
    pub(super) consumers: Vec<Rc<ConsumerView>>,
    pub(super) ended: Ended,
}

impl Given {
    pub(super) fn course() -> Self {
        Self {
            queues: vec![Rc::new(queue("order_queue", &[2, 3], &[1]))],
            consumers: vec![Rc::new(consumer("consumer-1", 1, &[1]))],
            ..Self::default()
        }
    }

    pub(super) fn drawn(&self, width: i32) -> Diagram {
        let scene = Scene {
            exchanges: &self.exchanges,
            queues: &self.queues,
            consumers: &self.consumers,
            ended: &self.ended,
        };
        Diagram::of(scene, width)
    }
}

pub(super) fn message(position: u64) -> MessageView {
    MessageView {
        position: Position(position),
        label: format!("order_{position}"),
        body: String::new(),
        body_bytes: 0,
        persistent: true,
        redelivered: false,
        poison: false,
    }
}

pub(super) fn queue(name: &str, ready: &[u64], held: &[u64]) -> QueueView {
    let unacked = held.iter().map(|&position| UnackedView {
        holder: "consumer-1".into(),
        delivery_tag: DeliveryTag(position),
        since: Timestamp(0),
        message: message(position),
    });
    QueueView {
        name: QueueName::new(name).expect("short"),
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Vec::new(),
        ready: ready.len() as u64,
        unacked: held.len() as u64,
        consumers: 1,
        window_offset: 0,
        window: ready.iter().copied().map(message).collect(),
        unacked_window: unacked.collect(),
        died_in: None,
    }
}

pub(super) fn consumer(name: &str, prefetch_count: u16, held: &[u64]) -> ConsumerView {
    let held_messages = held.iter().map(|&tag| HeldMessage {
        delivery_tag: DeliveryTag(tag),
        held_since: Timestamp(0),
        done_at: Some(Timestamp(2_000)),
        message: message(tag),
    });
    ConsumerView {
        name: name.to_owned(),
        settings: ConsumerSettings {
            prefetch_count,
            ..ConsumerSettings::default()
        },
        state: ConsumerState::Consuming,
        held_count: held.len() as u64,
        held: held_messages.collect(),
        backlog: 0,
        completed: 0,
        restarts_at: None,
        crashes_before_ack: false,
        network: None,
    }
}

pub(super) fn exchange(name: &str, bindings: &[(&str, &str)]) -> ExchangeView {
    let bindings = bindings.iter().map(|&(destination, key)| BindingView {
        destination: destination.to_owned(),
        to_exchange: false,
        key: key.to_owned(),
        arguments: Vec::new(),
    });
    ExchangeView {
        name: ExchangeName::new(name).expect("short"),
        kind: "topic".to_owned(),
        durable: true,
        auto_delete: false,
        internal: false,
        predeclared: name.starts_with("amq."),
        arguments: Vec::new(),
        bindings: bindings.collect(),
    }
}
