//! What may happen next: random acts, most of them such that something comes of them.
//!
//! Names and numbers come from small pools, so that what the clients do meets.

mod messages;
mod mistakes;
mod opening;
mod settings;
mod topology;

use std::{fmt::Debug, rc::Rc};

use leveret::broker::{
    Alarm, ChannelId, Command, ConnectionId, Disconnect, Method, Millis, QueueName,
};
use proptest::{
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    sample::select,
    strategy::Union,
};

pub(crate) use opening::opening;

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
const QUEUES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// The exchanges that are declared.
const EXCHANGES: [&str; 3] = ["x", "y", "z"];

/// The channels of a run.
pub(crate) fn channels() -> Vec<ChannelId> {
    let numbers = |connection| [1, 2].map(|number| ChannelId { connection, number });
    CONNECTIONS.into_iter().flat_map(numbers).collect()
}

/// What may happen in this state.
pub(crate) fn acts(state: &Reference) -> BoxedStrategy<Act> {
    let after = prop_oneof![12 => 0..2_u64, 4 => 2..8_u64, 1 => 10..60_u64];
    (after, any::<bool>(), deeds(&Rc::new(state.clone())))
        .prop_map(|(after, is_punctual, deed)| Act {
            after: Millis(after),
            is_punctual,
            deed,
        })
        .boxed()
}

/// What closes a connection is rare, or nothing else would happen.
fn deeds(state: &Rc<Reference>) -> BoxedStrategy<Deed> {
    let always = |weight, make: fn(&Reference) -> BoxedStrategy<Deed>| choice(weight, state, make);
    let mut deeds = vec![
        always(1, |_| mistakes::deeds().boxed()),
        always(3, |_| {
            select(CONNECTIONS.to_vec())
                .prop_flat_map(close_connection)
                .boxed()
        }),
        always(2, |_| Just(Deed::Ask(Command::Restart)).boxed()),
        always(3, |_| alarms().boxed()),
        always(30, |_| {
            let behind = 0..4_usize;
            behind.prop_map(|behind| Deed::Persist { behind }).boxed()
        }),
        always(30, |_| Just(Deed::Wait).boxed()),
    ];
    let certain = |weight, command: Command| {
        let deed = Deed::Ask(command);
        choice(weight, state, move |_| Just(deed.clone()).boxed())
    };
    for connection in CONNECTIONS {
        if !state.is_connected(connection) {
            deeds.push(certain(60, Command::OpenConnection { connection }));
        }
    }
    for channel in channels() {
        if state.is_open(channel) {
            let shared = Rc::clone(state);
            deeds.push(choice(100, state, move |_| {
                methods(&shared, channel)
                    .prop_map(move |method| Deed::Ask(Command::Method { channel, method }))
                    .boxed()
            }));
            deeds.push(certain(2, Command::CloseChannel { channel }));
        } else if state.is_connected(channel.connection) {
            deeds.push(certain(30, Command::OpenChannel { channel }));
        }
    }
    one_of(deeds)
}

/// Something that may be chosen, made only if it is.
struct Choice<T> {
    weight: u32,
    make: Box<dyn Fn() -> BoxedStrategy<T>>,
}

fn choice<T>(
    weight: u32,
    state: &Rc<Reference>,
    make: impl Fn(&Reference) -> BoxedStrategy<T> + 'static,
) -> Choice<T> {
    let state = Rc::clone(state);
    Choice {
        weight,
        make: Box::new(move || make(&state)),
    }
}

/// To make every strategy for every channel would take most of the time.
fn one_of<T: Debug + 'static>(choices: Vec<Choice<T>>) -> BoxedStrategy<T> {
    let indexes = choices.iter().enumerate();
    let indexes = indexes.map(|(index, choice)| (choice.weight, Just(index)));
    Union::new_weighted(indexes.collect())
        .prop_flat_map(move |index| (choices[index].make)())
        .boxed()
}

fn close_connection(connection: ConnectionId) -> impl Strategy<Value = Deed> {
    let how = select(vec![Disconnect::Closed, Disconnect::Lost]);
    how.prop_map(move |how| Deed::Ask(Command::CloseConnection { connection, how }))
}

fn alarms() -> impl Strategy<Value = Deed> {
    let alarm = prop_oneof![Just(Alarm::Memory), Just(Alarm::Disk)];
    let raised = prop_oneof![1 => Just(true), 2 => Just(false)];
    (alarm, raised).prop_map(|(alarm, raised)| Deed::Ask(Command::SetAlarm { alarm, raised }))
}

/// What a channel asks. Mistakes are rare: most of them close it.
fn methods(state: &Rc<Reference>, channel: ChannelId) -> BoxedStrategy<Method> {
    let shared = Rc::clone(state);
    let of_channel = |weight, make: fn(&Reference, ChannelId) -> BoxedStrategy<Method>| {
        choice(weight, state, move |state| make(state, channel))
    };
    let mut methods = vec![
        of_channel(30, messages::publishes),
        choice(14, state, move |_| topology::methods(&shared, channel)),
        of_channel(12, settings::methods),
        of_channel(2, mistakes::methods),
    ];
    if !state.unacked(channel).is_empty() {
        methods.push(of_channel(30, messages::settlings));
    }
    one_of(methods)
}

/// Queues that the channel may use; seldom no name, for the one last declared on the channel.
fn queue_names(state: &Reference, channel: ChannelId) -> impl Strategy<Value = QueueName> + use<> {
    let mut names = state.usable_names(channel.connection);
    if names.is_empty() {
        names.push(queue("a"));
    }
    let last = if state.has_declared(channel) { 2 } else { 0 };
    prop_oneof![30 => select(names), last => Just(queue(""))]
}

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("the name is short")
}
