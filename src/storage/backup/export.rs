//! Writing files: one line for each thing, in an order that does not depend on how it came to be.
//!
//! So two backups of the same broker are the same text, and of a changed one a comparison of lines
//! shows what changed.

use std::{collections::BTreeMap, rc::Rc};

use serde::Serialize;

use super::{
    BACKUP_FORMAT,
    definitions::{BindingDefinition, ExchangeDefinition, QueueDefinition, WireTypes},
    inline::{inline, write_inline},
    sift::identity,
};
use crate::{
    broker::{
        Binding, Destination, Durable, DurableExchange, DurableQueue, FieldValue, ShortString,
        Timestamp,
    },
    storage::rows::{ClientRow, MessageRow},
};

/// The whole broker: definitions, messages, and the page's programs. With a moment it is a
/// scenario, whose run begins then.
///
/// What is transient is not in it, since no start brings it back.
#[must_use]
pub fn export(durable: &Durable, clients: &[ClientRow], begins_at: Option<Timestamp>) -> String {
    let topology = Topology::of(durable);
    let messages = topology.queues.iter().flat_map(|queue| {
        let messages = queue.messages.iter();
        messages.map(|message| MessageRow::new(queue.queue.clone(), message))
    });
    let mut programs: Vec<&ClientRow> = clients.iter().collect();
    programs.sort_by(|left, right| (left.number, &left.name).cmp(&(right.number, &right.name)));
    let mut file = Writer::default();
    file.open("{");
    file.field("leveret", &BACKUP_FORMAT);
    if let Some(moment) = begins_at {
        file.field("begins_at", &moment);
    }
    file.open("\"definitions\": {");
    topology.write(&mut file, WireTypes::Kept);
    file.close("}");
    file.list("messages", messages);
    file.list("programs", programs.into_iter());
    file.finish()
}

/// Topology alone, for `rabbitmqctl import_definitions`.
///
/// It brings no users, no permissions and no virtual host, so it changes nothing of them there.
/// What RabbitMQ would not take is left out: queues with names of the broker's own, and bindings to
/// them.
#[must_use]
pub fn export_definitions(durable: &Durable) -> String {
    let mut topology = Topology::of(durable);
    topology.leave_out_reserved();
    topology.leave_out_twins();
    let queues: Vec<DurableQueue> = topology.queues.iter().map(|queue| typed(queue)).collect();
    topology.queues = queues.iter().collect();
    let mut file = Writer::default();
    file.open("{");
    topology.write(&mut file, WireTypes::LeftOut);
    file.finish()
}

/// Definitions in order.
struct Topology<'a> {
    exchanges: Vec<&'a DurableExchange>,
    queues: Vec<&'a DurableQueue>,
    bindings: Vec<&'a Rc<Binding>>,
}

impl<'a> Topology<'a> {
    fn of(durable: &'a Durable) -> Self {
        let mut exchanges: Vec<_> = durable.exchanges.iter().collect();
        exchanges.sort_by_key(|exchange| &exchange.exchange);
        let mut queues: Vec<_> = durable.queues.iter().collect();
        queues.sort_by_key(|queue| &queue.queue);
        let mut bindings: Vec<_> = durable.bindings.iter().collect();
        bindings.sort_by_cached_key(|binding| identity(binding));
        Self {
            exchanges,
            queues,
            bindings,
        }
    }

    fn leave_out_reserved(&mut self) {
        let is_reserved = |name: &str| name.starts_with("amq.");
        self.queues
            .retain(|queue| !is_reserved(queue.queue.as_str()));
        self.bindings.retain(|binding| match &binding.destination {
            Destination::Queue(queue) => !is_reserved(queue.as_str()),
            Destination::Exchange(_) => true,
        });
    }

    /// Leaves one of bindings that only their wire types tell apart, and puts them in an order
    /// that does not depend on those.
    fn leave_out_twins(&mut self) {
        let said = self.bindings.iter().map(|binding| {
            let definition = BindingDefinition::new(binding, WireTypes::LeftOut);
            (inline(&definition), *binding)
        });
        let said: BTreeMap<String, &Rc<Binding>> = said.collect();
        self.bindings = said.into_values().collect();
    }

    fn write(&self, file: &mut Writer, types: WireTypes) {
        file.field("rabbit_version", &RABBITMQ_VERSION);
        file.field("rabbitmq_version", &RABBITMQ_VERSION);
        file.field("product_name", &"Leveret");
        for nothing in [
            "users",
            "vhosts",
            "permissions",
            "topic_permissions",
            "parameters",
            "global_parameters",
            "policies",
        ] {
            file.list::<()>(nothing, std::iter::empty());
        }
        let queues = self.queues.iter();
        file.list(
            "queues",
            queues.map(|queue| QueueDefinition::new(queue, types)),
        );
        let exchanges = self.exchanges.iter();
        let exchanges = exchanges.map(|exchange| ExchangeDefinition::new(exchange, types));
        file.list("exchanges", exchanges);
        let bindings = self.bindings.iter();
        let bindings = bindings.map(|binding| BindingDefinition::new(binding, types));
        file.list("bindings", bindings);
    }
}

/// A queue that says its type, as RabbitMQ's own exports do: where another type is the default, one
/// that says none would become another.
fn typed(queue: &DurableQueue) -> DurableQueue {
    let mut typed = DurableQueue {
        queue: queue.queue.clone(),
        auto_delete: queue.auto_delete,
        arguments: queue.arguments.clone(),
        messages: Vec::new(),
    };
    if typed.arguments.find(QUEUE_TYPE).is_none() {
        let classic = (ShortString::of(QUEUE_TYPE), FieldValue::text("classic"));
        typed.arguments.0.push(classic);
    }
    typed
}

/// A file of objects and lists in it, an entry a line.
#[derive(Default)]
struct Writer {
    file: Vec<u8>,
    depth: usize,
    /// Whether something stands before, in the same object.
    is_continued: bool,
}

impl Writer {
    fn open(&mut self, opening: &str) {
        self.line(opening);
        self.depth += 1;
        self.is_continued = false;
    }

    fn close(&mut self, closing: &str) {
        self.depth -= 1;
        self.is_continued = false;
        self.line(closing);
        self.is_continued = true;
    }

    fn field(&mut self, name: &str, value: &impl Serialize) {
        self.line(&format!("\"{name}\": "));
        write_inline(&mut self.file, value);
        self.is_continued = true;
    }

    fn list<T: Serialize>(&mut self, name: &str, entries: impl Iterator<Item = T>) {
        let mut entries = entries.peekable();
        if entries.peek().is_none() {
            self.line(&format!("\"{name}\": []"));
            self.is_continued = true;
            return;
        }
        self.open(&format!("\"{name}\": ["));
        for entry in entries {
            self.line("");
            write_inline(&mut self.file, &entry);
            self.is_continued = true;
        }
        self.close("]");
    }

    /// Begins a line.
    fn line(&mut self, text: &str) {
        if self.is_continued {
            self.file.push(b',');
        }
        if !self.file.is_empty() {
            self.file.push(b'\n');
        }
        self.file.extend("  ".repeat(self.depth).into_bytes());
        self.file.extend(text.as_bytes());
    }

    fn finish(mut self) -> String {
        self.close("}");
        self.file.push(b'\n');
        String::from_utf8(self.file).expect("JSON is text")
    }
}

/// The RabbitMQ whose shape it is.
const RABBITMQ_VERSION: &str = "4.0.5";

const QUEUE_TYPE: &str = "x-queue-type";
