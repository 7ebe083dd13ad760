//! What every run starts with, so that it does not spend itself on opening things.

use leveret::broker::{
    Binding, BindingKey, Command, Destination, ExchangeDeclare, ExchangeName, Method, Millis,
    QueueDeclare, Table,
};

use super::{
    Act, CONNECTIONS, Deed, channels, queue,
    topology::{field, int, text},
};

/// Connections, channels, a few queues and an exchange.
pub(crate) fn opening() -> Vec<Act> {
    let opened = channels();
    let connections = CONNECTIONS.into_iter().take(2);
    let connections = connections.map(|connection| Command::OpenConnection { connection });
    let channels = opened.iter().take(4);
    let channels = channels.map(|&channel| Command::OpenChannel { channel });
    let mut commands: Vec<Command> = connections.chain(channels).collect();
    let mut ask = |channel, method| commands.push(Command::Method { channel, method });
    for method in topology() {
        ask(opened[3], method);
    }
    ask(opened[0], Method::ConfirmSelect);
    for (channel, prefetch_count) in [(opened[1], 1), (opened[2], 2)] {
        let qos = Method::Qos {
            prefetch_size: 0,
            prefetch_count,
            global: false,
        };
        ask(channel, qos);
    }
    let at_once = |command| Act {
        after: Millis(0),
        is_punctual: true,
        deed: Deed::Ask(command),
    };
    commands.into_iter().map(at_once).collect()
}

/// Two plain queues, and two that dead-letter to each other.
fn topology() -> Vec<Method> {
    let declare = |name, durable, arguments| {
        Method::QueueDeclare(QueueDeclare {
            queue: queue(name),
            passive: false,
            durable,
            exclusive: false,
            auto_delete: false,
            arguments: Table(arguments),
        })
    };
    let dead_letters_to = |key| {
        [
            field("x-dead-letter-exchange", text("")),
            field("x-dead-letter-routing-key", text(key)),
        ]
    };
    let work = [
        dead_letters_to("d").to_vec(),
        vec![field("x-max-length", int(3))],
    ]
    .concat();
    let retry = [
        dead_letters_to("c").to_vec(),
        vec![field("x-message-ttl", int(20))],
    ]
    .concat();
    let exchange = ExchangeName::new("x").expect("the name is short");
    vec![
        declare("a", false, Vec::new()),
        declare("b", true, Vec::new()),
        declare("c", true, work),
        declare("d", true, retry),
        Method::ExchangeDeclare(ExchangeDeclare {
            exchange: exchange.clone(),
            kind: "topic".to_owned(),
            passive: false,
            durable: true,
            auto_delete: false,
            internal: false,
            arguments: Table(vec![field("alternate-exchange", text("amq.fanout"))]),
        }),
        Method::Bind(Binding {
            source: exchange,
            destination: Destination::Queue(queue("b")),
            key: BindingKey::new("k.*").expect("the key is short"),
            arguments: Table::default(),
        }),
    ]
}
