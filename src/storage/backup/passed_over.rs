//! What a file says and nothing here can do, in words for the person who imports it.
//!
//! Things of one sort are told together, and of many only the first are named.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// The sorts, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    TransientExchange,
    PluginExchange,
    ReservedExchange,
    TransientQueue,
    Stream,
    ReservedQueue,
    Binding,
    Vhost,
    OtherVhostExchange,
    OtherVhostQueue,
    OtherVhostBinding,
    User,
    Permission,
    TopicPermission,
    Parameter,
    GlobalParameter,
    Policy,
}

/// What was passed over.
#[derive(Debug, Default)]
pub(super) struct PassedOver(std::collections::BTreeMap<Sort, Group>);

#[derive(Debug, Default)]
struct Group {
    count: u64,
    names: Vec<String>,
}

impl PassedOver {
    /// One thing, by its name.
    pub(super) fn note(&mut self, sort: Sort, name: &str) {
        let group = self.0.entry(sort).or_default();
        group.count += 1;
        if group.names.len() < NAMES_MAX {
            group.names.push(name.to_owned());
        }
    }

    /// So many things that have no names worth telling.
    pub(super) fn count(&mut self, sort: Sort, Counted(count): Counted) {
        if count > 0 {
            self.0.entry(sort).or_default().count += count;
        }
    }

    /// A sentence for each sort.
    pub(super) fn told(&self) -> Vec<String> {
        let groups = self.0.iter();
        groups.map(|(sort, group)| sort.tell(group)).collect()
    }
}

impl Sort {
    fn tell(self, group: &Group) -> String {
        let (one, many, why) = self.words();
        let what = if group.count == 1 { one } else { many };
        let mut told = format!("{} {what}", group.count);
        let mut separator = " ";
        for name in &group.names {
            told.push_str(&format!("{separator}'{name}'"));
            separator = ", ";
        }
        if !group.names.is_empty() && group.count > group.names.len() as u64 {
            told.push_str(" and others");
        }
        format!("{told}: {why}.")
    }

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::TransientExchange => ("transient exchange", "transient exchanges", GONE),
            Self::TransientQueue => ("transient queue", "transient queues", GONE),
            Self::PluginExchange => (
                "exchange of another type",
                "exchanges of other types",
                "the types that begin with x- are not here",
            ),
            Self::Stream => ("stream", "streams", "there are no streams here"),
            Self::ReservedExchange => ("exchange", "exchanges", RESERVED),
            Self::ReservedQueue => ("queue", "queues", RESERVED),
            Self::Binding => (
                "binding",
                "bindings",
                "a binding is passed over with either of its ends",
            ),
            Self::Vhost => ("virtual host", "virtual hosts", ONE_VHOST),
            Self::OtherVhostExchange => ("exchange", "exchanges", ELSEWHERE),
            Self::OtherVhostQueue => ("queue", "queues", ELSEWHERE),
            Self::OtherVhostBinding => ("binding", "bindings", ELSEWHERE),
            Self::User => ("user", "users", NO_USERS),
            Self::Permission => ("permission", "permissions", NO_USERS),
            Self::TopicPermission => ("topic permission", "topic permissions", NO_USERS),
            Self::Parameter => ("parameter", "parameters", NO_PLUGINS),
            Self::GlobalParameter => ("global parameter", "global parameters", NO_PLUGINS),
            Self::Policy => (
                "policy",
                "policies",
                "a queue has what its arguments say, no more",
            ),
        }
    }
}

/// How many entries a list has, or an object, of which nothing else is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted(pub(super) u64);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountedVisitor)
    }
}

struct CountedVisitor;

impl<'de> Visitor<'de> for CountedVisitor {
    type Value = Counted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Counted, E> {
        Ok(Counted(0))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Counted, A::Error> {
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Counted(count))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Counted, A::Error> {
        let mut count = 0;
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Counted(count))
    }
}

const GONE: &str = "an import starts the broker anew, and a start brings nothing transient back";
const RESERVED: &str =
    "names that begin with amq. are the broker's own, and RabbitMQ passes them over too";
const ELSEWHERE: &str = "in another virtual host than '/', the only one here";
const ONE_VHOST: &str = "there is only '/' here";
const NO_USERS: &str = "there are no accounts here";
const NO_PLUGINS: &str = "parameters are for plugins, and there are none here";

/// Names that are told of one sort.
const NAMES_MAX: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_the_first_are_named() {
        let mut passed_over = PassedOver::default();
        for number in 1..=6 {
            passed_over.note(Sort::Stream, &format!("s{number}"));
        }
        passed_over.count(Sort::User, Counted(1));
        passed_over.count(Sort::Policy, Counted(0));
        assert_eq!(
            passed_over.told(),
            [
                "6 streams 's1', 's2', 's3', 's4', 's5' and others: there are no streams here.",
                "1 user: there are no accounts here.",
            ]
        );
    }
}
