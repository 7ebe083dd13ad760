//! Routers: the bindings of one exchange, arranged for how it routes.
//!
//! Direct looks a key up, fanout takes all, topic searches a trie, headers tries each binding.

use std::collections::BTreeMap;

use super::{
    super::{id::BindingKey, message::Message},
    ExchangeKind,
    edge::Edge,
    found::Found,
    headers::{HeaderPattern, Headers},
    target::{Target, Targets},
    topic::Trie,
};

/// An exchange's bindings by what they ask for.
#[derive(Clone, Debug)]
pub(super) enum Router {
    Direct(BTreeMap<BindingKey, Targets>),
    Fanout(Targets),
    Headers(BTreeMap<Edge, (HeaderPattern, Target)>),
    Topic(Trie),
}

impl Router {
    pub(super) fn new(kind: ExchangeKind) -> Self {
        match kind {
            ExchangeKind::Direct => Self::Direct(BTreeMap::new()),
            ExchangeKind::Fanout => Self::Fanout(Targets::default()),
            ExchangeKind::Headers => Self::Headers(BTreeMap::new()),
            ExchangeKind::Topic => Self::Topic(Trie::default()),
        }
    }

    pub(super) fn insert(&mut self, edge: &Edge, target: &Target) {
        let key = &edge.binding().key;
        match self {
            Self::Direct(by_key) => by_key.entry(key.clone()).or_default().insert(target),
            Self::Fanout(targets) => targets.insert(target),
            Self::Headers(patterns) => {
                let pattern = HeaderPattern::of(&edge.binding().arguments);
                patterns.insert(edge.clone(), (pattern, target.clone()));
            }
            Self::Topic(trie) => trie.insert(key.as_str(), target),
        }
    }

    pub(super) fn remove(&mut self, edge: &Edge, target: &Target) {
        let key = &edge.binding().key;
        match self {
            Self::Direct(by_key) => {
                let targets = by_key.get_mut(key);
                let targets = targets.expect("the key of a binding is in the index");
                targets.remove(target);
                if targets.is_empty() {
                    by_key.remove(key);
                }
            }
            Self::Fanout(targets) => targets.remove(target),
            Self::Headers(patterns) => {
                patterns.remove(edge);
            }
            Self::Topic(trie) => trie.remove(key.as_str(), target),
        }
    }

    /// Finds where a message goes.
    pub(super) fn collect<'a>(&'a self, message: &Message, found: &mut Found<'a>) {
        match self {
            Self::Direct(by_key) => {
                for key in message.routing_keys() {
                    if let Some(targets) = by_key.get(key.as_str()) {
                        found.take_all(targets);
                    }
                }
            }
            Self::Fanout(targets) => found.take_all(targets),
            Self::Headers(patterns) => {
                let headers = Headers::of(message);
                for (pattern, target) in patterns.values() {
                    if pattern.matches(&headers) {
                        found.take(target);
                    }
                }
            }
            Self::Topic(trie) => {
                for key in message.routing_keys() {
                    trie.collect(key.as_str(), found);
                }
            }
        }
    }

    /// How many bindings it holds.
    pub(super) fn binding_count(&self) -> usize {
        match self {
            Self::Direct(by_key) => by_key.values().map(Targets::binding_count).sum(),
            Self::Fanout(targets) => targets.binding_count(),
            Self::Headers(patterns) => patterns.len(),
            Self::Topic(trie) => trie.binding_count(),
        }
    }

    pub(super) fn assert_invariants(&self) {
        match self {
            Self::Direct(by_key) => {
                for targets in by_key.values() {
                    assert!(!targets.is_empty(), "a key in the index is bound");
                    targets.assert_invariants();
                }
            }
            Self::Fanout(targets) => targets.assert_invariants(),
            Self::Headers(_) => {}
            Self::Topic(trie) => trie.assert_invariants(),
        }
    }
}
