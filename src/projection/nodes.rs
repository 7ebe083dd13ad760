//! Looking at a node: all that the broker knows of a producer, an exchange, a queue or a consumer,
//! by the names that `rabbitmqctl` lists them under
//! (<https://www.rabbitmq.com/docs/man/rabbitmqctl.8#list_queues>).

use super::{
    arguments::{in_full, shown},
    view::{NodeInspection, NodeSection, Spot},
};
use crate::{
    broker::{
        Binding, Broker, ChannelStatus, ConnectionId, ConsumerStatus, Destination, ExchangeName,
        QueueName,
    },
    simulation::{Clients, World},
};

/// What there is to know of a node now; nothing if it is gone, or no node but an end.
#[must_use]
pub fn inspect_node(spot: &Spot, world: &World) -> Option<NodeInspection> {
    let (broker, clients) = (world.broker(), world.clients());
    let sections = match spot {
        Spot::Producer => producer(broker, clients),
        Spot::Exchange(name) => exchange(name, broker)?,
        Spot::Queue(name) => queue(name, broker)?,
        Spot::Consumer(name) => consumer(name, broker, clients)?,
        Spot::End(_) => return None,
    };
    Some(NodeInspection {
        spot: spot.clone(),
        sections,
    })
}

type Facts = Vec<(String, String)>;

fn fact(name: &str, value: &(impl ToString + ?Sized)) -> (String, String) {
    (name.to_owned(), value.to_string())
}

fn section(heading: impl Into<String>, facts: Facts) -> NodeSection {
    NodeSection {
        heading: heading.into(),
        facts,
    }
}

fn producer(broker: &Broker, clients: &Clients) -> Vec<NodeSection> {
    let producer = clients.producer();
    let properties = vec![
        fact("name", producer.name()),
        fact("published", &producer.published()),
        fact("confirmed", &producer.confirmed()),
        fact("nacked by a full queue", &producer.nacked()),
        fact("returned as unroutable", &producer.returned()),
    ];
    let mut sections = vec![section("Properties", properties)];
    sections.extend(channels(producer.name(), broker, clients));
    sections
}

fn exchange(name: &ExchangeName, broker: &Broker) -> Option<Vec<NodeSection>> {
    let exchange = broker.exchanges().find(|status| status.name == *name)?;
    let mut properties = vec![
        fact("name", &called(name)),
        fact("type", exchange.kind.name()),
        fact("durable", &exchange.durable),
        fact("auto_delete", &exchange.auto_delete),
        fact("internal", &exchange.internal),
    ];
    properties.extend(in_full(&exchange.arguments));
    let leads_here = |binding: &Binding| binding.destination == Destination::Exchange(name.clone());
    let from = bindings(broker, |binding| binding.source == *name);
    let mut sections = vec![section("Properties", properties)];
    if *name == ExchangeName::default_exchange() {
        let queues = broker
            .queues()
            .map(|queue| fact(queue.name.as_str(), "its own name"));
        sections.push(section(
            "Bound to every queue by its name",
            queues.collect(),
        ));
    } else {
        sections.push(section("Bindings from it", from));
        sections.push(section("Bindings to it", bindings(broker, leads_here)));
    }
    Some(sections)
}

fn queue(name: &QueueName, broker: &Broker) -> Option<Vec<NodeSection>> {
    let queue = broker.queue(name)?;
    let mut properties = vec![
        fact("name", name),
        fact("durable", &queue.durable),
        fact("exclusive", &queue.exclusive),
        fact("auto_delete", &queue.auto_delete),
        fact("messages_ready", &queue.ready),
        fact("messages_unacknowledged", &queue.unacked),
        fact("messages", &(queue.ready + queue.unacked)),
        fact("messages that a restart would lose", &queue.unkept),
        fact("consumers", &queue.consumers),
    ];
    properties.extend(broker.queue_arguments(name).into_iter().flat_map(in_full));
    let default = (called(&ExchangeName::default_exchange()), name.to_string());
    let leads_here = |binding: &Binding| binding.destination == Destination::Queue(name.clone());
    let bindings = std::iter::once(default).chain(bindings(broker, leads_here));
    let mut sections = vec![
        section("Properties", properties),
        section("Bindings to it", bindings.collect()),
    ];
    let consumers = broker.consumers().filter(|status| status.queue == *name);
    sections.extend(consumers.map(|status| consumer_section(&status)));
    Some(sections)
}

fn consumer(name: &str, broker: &Broker, clients: &Clients) -> Option<Vec<NodeSection>> {
    let mut programs = clients.consumers().iter();
    let program = programs.find(|consumer| consumer.name() == name)?;
    let properties = vec![
        fact("name", name),
        fact("completed", &program.completed()),
        fact("in its hands", &program.held().count()),
    ];
    let mut sections = vec![section("Properties", properties)];
    let own =
        |status: &ConsumerStatus| clients.name(status.consumer.channel.connection) == Some(name);
    sections.extend((broker.consumers().filter(own)).map(|status| consumer_section(&status)));
    sections.extend(channels(name, broker, clients));
    Some(sections)
}

fn consumer_section(status: &ConsumerStatus) -> NodeSection {
    let terms = &status.terms;
    let facts = vec![
        fact("consumer_tag", status.consumer.tag.as_str()),
        fact("channel", &status.consumer.channel),
        fact("queue_name", &status.queue),
        fact("ack_required", &!terms.no_ack),
        fact("prefetch_count", &terms.prefetch_count),
        fact("exclusive", &terms.exclusive),
        fact("x-priority", &terms.priority),
        fact("active", &status.is_active),
        fact("messages_unacknowledged", &status.unacked),
    ];
    section(format!("Consumer {}", status.consumer.tag), facts)
}

/// The channels of the program of that name.
fn channels(name: &str, broker: &Broker, clients: &Clients) -> Vec<NodeSection> {
    let is_own = |connection: ConnectionId| clients.name(connection) == Some(name);
    let own = broker
        .channels()
        .filter(|status| is_own(status.channel.connection));
    own.map(|status| channel_section(&status)).collect()
}

fn channel_section(status: &ChannelStatus) -> NodeSection {
    let facts = vec![
        fact("connection", &status.channel.connection.0),
        fact("number", &status.channel.number),
        fact("confirm", &status.is_confirming),
        fact("transactional", &status.is_transactional),
        fact("prefetch_count", &status.prefetch_count),
        fact("global_prefetch_count", &status.shared_prefetch_count),
        fact("consumer_count", &status.consumers),
        fact("messages_unacknowledged", &status.unacked),
    ];
    section(format!("Channel {}", status.channel), facts)
}

/// From where to where, and by what.
fn bindings(broker: &Broker, is_wanted: impl Fn(&Binding) -> bool) -> Facts {
    let bindings = broker.bindings().map(|status| status.binding);
    let wanted = bindings.filter(|binding| is_wanted(binding));
    wanted
        .map(|binding| {
            let to = match &binding.destination {
                Destination::Queue(queue) => format!("queue {queue}"),
                Destination::Exchange(exchange) => format!("exchange {exchange}"),
            };
            let arguments = shown(&binding.arguments).into_iter();
            let arguments = arguments.map(|(name, value)| format!(", {name}: {value}"));
            let by = format!(
                "routing_key “{}”{}",
                binding.key,
                arguments.collect::<String>()
            );
            (format!("{} → {to}", called(&binding.source)), by)
        })
        .collect()
}

/// RabbitMQ's own way to write the default exchange's name.
fn called(exchange: &ExchangeName) -> String {
    if *exchange == ExchangeName::default_exchange() {
        "(AMQP default)".to_owned()
    } else {
        exchange.to_string()
    }
}
