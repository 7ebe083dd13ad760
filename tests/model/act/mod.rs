//! What may happen next: random acts, most of them such that something comes of them.
//!
//! Names and numbers come from small pools, so that what the clients do meets.

mod messages;
mod settings;
mod topology;

use leveret::broker::{
    Alarm, ChannelId, Command, ConnectionId, Disconnect, Method, Millis, QueueName,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
    strategy::Union,
};

use super::reference::Reference;

/// One step of a run.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// How long after the last one.
    pub(crate) after: Millis,
    /// Whether the broker is called at each moment at which something is due until then, or only
    /// at the end.
    pub(crate) is_punctual: bool,
    /// What happens then.
    pub(crate) deed: Deed,
}

/// What happens at a step.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every deed is a command")]
pub(crate) enum Deed {
    /// A command.
    Ask(Command),
    /// All records but the last few are reported persisted.
    Persist {
        /// How many are not.
        behind: usize,
    },
    /// Nothing.
    Wait,
}

/// The connections of a run.
pub(crate) const CONNECTIONS: [ConnectionId; 3] =
    [ConnectionId(1), ConnectionId(2), ConnectionId(3)];

/// The queues that are declared by name.
const QUEUES: [&str; 4] = ["a", "b", "c", "d"];

/// The exchanges that are declared.
const EXCHANGES: [&str; 3] = ["x", "y", "z"];

/// The channels of a run.
pub(crate) fn channels() -> Vec<ChannelId> {
    let numbers = |connection| [1, 2].map(|number| ChannelId { connection, number });
    CONNECTIONS.into_iter().flat_map(numbers).collect()
}

/// What every run starts with, so that it does not spend itself on opening things.
pub(crate) fn opening() -> Vec<Act> {
    let opened = channels();
    let connections = CONNECTIONS.into_iter().take(2);
    let connections = connections.map(|connection| Command::OpenConnection { connection });
    let channels = opened.iter().take(3);
    let channels = channels.map(|&channel| Command::OpenChannel { channel });
    let mut commands: Vec<Command> = connections.chain(channels).collect();
    let mut ask = |channel, method| commands.push(Command::Method { channel, method });
    for method in topology::opening() {
        ask(opened[0], method);
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

/// What may happen in this state.
pub(crate) fn acts(state: &Reference) -> BoxedStrategy<Act> {
    let after = prop_oneof![12 => 0..2_u64, 4 => 2..8_u64, 1 => 10..60_u64];
    (after, any::<bool>(), deeds(state))
        .prop_map(|(after, is_punctual, deed)| Act {
            after: Millis(after),
            is_punctual,
            deed,
        })
        .boxed()
}

/// What closes a connection is rare, or nothing else would happen.
fn deeds(state: &Reference) -> BoxedStrategy<Deed> {
    let behind = (0..4_usize).prop_map(|behind| Deed::Persist { behind });
    let mut deeds = vec![
        (1, select(channels()).prop_map(open_channel).boxed()),
        (5, select(channels()).prop_map(close_channel).boxed()),
        (2, close_connection().boxed()),
        (2, Just(Deed::Ask(Command::Restart)).boxed()),
        (2, alarms().boxed()),
        (20, behind.boxed()),
        (20, Just(Deed::Wait).boxed()),
    ];
    for connection in CONNECTIONS {
        if !state.is_connected(connection) {
            let open = Deed::Ask(Command::OpenConnection { connection });
            deeds.push((20, Just(open).boxed()));
        }
    }
    for channel in channels() {
        let is_open = state.is_open(channel);
        if !is_open && state.is_connected(channel.connection) {
            deeds.push((15, Just(open_channel(channel)).boxed()));
        }
        let asked = methods(state, channel)
            .prop_map(move |method| Deed::Ask(Command::Method { channel, method }));
        deeds.push((if is_open { 100 } else { 1 }, asked.boxed()));
    }
    Union::new_weighted(deeds).boxed()
}

const fn open_channel(channel: ChannelId) -> Deed {
    Deed::Ask(Command::OpenChannel { channel })
}

const fn close_channel(channel: ChannelId) -> Deed {
    Deed::Ask(Command::CloseChannel { channel })
}

fn close_connection() -> impl Strategy<Value = Deed> {
    let how = prop_oneof![Just(Disconnect::Closed), Just(Disconnect::Lost)];
    (select(&CONNECTIONS[..]), how)
        .prop_map(|(connection, how)| Deed::Ask(Command::CloseConnection { connection, how }))
}

fn alarms() -> impl Strategy<Value = Deed> {
    let alarm = prop_oneof![Just(Alarm::Memory), Just(Alarm::Disk)];
    let raised = prop_oneof![1 => Just(true), 2 => Just(false)];
    (alarm, raised).prop_map(|(alarm, raised)| Deed::Ask(Command::SetAlarm { alarm, raised }))
}

fn methods(state: &Reference, channel: ChannelId) -> BoxedStrategy<Method> {
    prop_oneof![
        40 => messages::methods(state, channel),
        16 => topology::methods(state),
        14 => settings::methods(state, channel),
    ]
    .boxed()
}

/// Mostly queues that exist; sometimes one that may not, or the one last declared on the channel.
fn queue_names(state: &Reference) -> impl Strategy<Value = QueueName> + use<> {
    let mut names: Vec<String> = QUEUES.map(str::to_owned).to_vec();
    for name in state.queue_names() {
        names.extend(vec![name.as_str().to_owned(); 5]);
    }
    let name = prop_oneof![25 => select(names), 1 => Just(String::new())];
    name.prop_map(|name| queue(&name))
}

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("the name is short")
}
