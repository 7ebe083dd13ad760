//! Topic exchanges: a trie of words in which `*` stands for one word and `#` for any number
//! (<https://www.rabbitmq.com/docs/exchanges#topic>).
//!
//! Keys are split at each dot. An empty key has no words; `a.` has two, the second of them empty.
//! A wildcard is one only as a whole word. A search takes at most one step for each node and each
//! word of the key, however many `#` the patterns have: below a `#` the same place could be reached
//! in many ways, so there it remembers where it has been.

use std::{collections::BTreeMap, ptr};

use super::{
    found::Found,
    target::{Target, Targets},
};

/// The bindings of a topic exchange.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    root: Node,
}

impl Trie {
    pub(super) fn insert(&mut self, pattern: &str, target: &Target) {
        let mut node = &mut self.root;
        let mut rest = words(pattern);
        while let Some(some) = rest {
            let (word, after) = first_word(some);
            node = node.child_or_new(word);
            rest = after;
        }
        node.targets.insert(target);
    }

    pub(super) fn remove(&mut self, pattern: &str, target: &Target) {
        self.root.remove(words(pattern), target);
    }

    /// Finds where a message with this key goes.
    pub(super) fn collect<'a>(&'a self, routing_key: &str, found: &mut Found<'a>) {
        let mut search = Search {
            found,
            explored: BTreeMap::new(),
        };
        search.visit(&self.root, words(routing_key));
    }

    pub(super) fn binding_count(&self) -> usize {
        self.root.binding_count()
    }

    pub(super) fn assert_invariants(&self) {
        self.root.assert_invariants(false);
    }
}

/// A place in the trie: the words that lead there are a pattern, or the start of one.
///
/// # Invariants
/// Every node but the root has targets or children.
#[derive(Clone, Debug, Default)]
struct Node {
    words: BTreeMap<Box<str>, Box<Self>>,
    /// Behind `*`.
    one_word: Option<Box<Self>>,
    /// Behind `#`.
    any_words: Option<Box<Self>>,
    /// Of the pattern that ends here.
    targets: Targets,
    /// Whether a `#` leads here, be it further up.
    is_below_any_words: bool,
}

impl Node {
    fn child_or_new(&mut self, word: &str) -> &mut Self {
        let is_below_any_words = self.is_below_any_words || word == ANY_WORDS;
        let child = || {
            Box::new(Self {
                is_below_any_words,
                ..Self::default()
            })
        };
        match word {
            ONE_WORD => self.one_word.get_or_insert_with(child),
            ANY_WORDS => self.any_words.get_or_insert_with(child),
            _ => self.words.entry(word.into()).or_insert_with(child),
        }
    }

    fn child_mut(&mut self, word: &str) -> Option<&mut Self> {
        match word {
            ONE_WORD => self.one_word.as_deref_mut(),
            ANY_WORDS => self.any_words.as_deref_mut(),
            _ => self.words.get_mut(word).map(|child| &mut **child),
        }
    }

    fn remove_child(&mut self, word: &str) {
        match word {
            ONE_WORD => self.one_word = None,
            ANY_WORDS => self.any_words = None,
            _ => {
                self.words.remove(word);
            }
        }
    }

    fn remove(&mut self, rest: Option<&str>, target: &Target) {
        let Some(rest) = rest else {
            self.targets.remove(target);
            return;
        };
        let (word, rest) = first_word(rest);
        let child = self.child_mut(word);
        let child = child.expect("the pattern of a binding is in the trie");
        child.remove(rest, target);
        if child.is_empty() {
            self.remove_child(word);
        }
    }

    fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.children().next().is_none()
    }

    fn children(&self) -> impl Iterator<Item = &Self> {
        let wild = self.one_word.iter().chain(&self.any_words);
        self.words.values().chain(wild).map(|child| &**child)
    }

    fn binding_count(&self) -> usize {
        let below: usize = self.children().map(Self::binding_count).sum();
        self.targets.binding_count() + below
    }

    fn assert_invariants(&self, is_below_any_words: bool) {
        self.targets.assert_invariants();
        assert_eq!(
            self.is_below_any_words, is_below_any_words,
            "a node knows of a # above it"
        );
        for child in self.children() {
            assert!(!child.is_empty(), "a node is part of a pattern");
            let is_any_words = self
                .any_words
                .as_ref()
                .is_some_and(|any| ptr::eq(&**any, child));
            child.assert_invariants(is_below_any_words || is_any_words);
        }
    }
}

/// One key's way through the trie.
struct Search<'a, 'f> {
    found: &'f mut Found<'a>,
    /// Of nodes behind a `#` that have another above them: the most words that were left when the
    /// search came there. With that many left or fewer, it has been everywhere below. The address
    /// tells one node from another, and nothing else.
    explored: BTreeMap<*const Node, usize>,
}

impl<'a> Search<'a, '_> {
    /// Goes on from a node with what is left of the key.
    fn visit(&mut self, node: &'a Node, rest: Option<&str>) {
        if let Some(any) = &node.any_words {
            self.visit_with_fewer_and_fewer(any, rest, node.is_below_any_words);
        }
        let Some(rest) = rest else {
            self.found.take_all(&node.targets);
            return;
        };
        let (word, rest) = first_word(rest);
        if let Some(next) = node.words.get(word) {
            self.visit(next, rest);
        }
        if let Some(next) = &node.one_word {
            self.visit(next, rest);
        }
    }

    /// `#` takes none of the words that are left, then one, then two, to the last.
    fn visit_with_fewer_and_fewer(
        &mut self,
        node: &'a Node,
        mut rest: Option<&str>,
        is_below_another: bool,
    ) {
        let explored = is_below_another
            .then(|| self.note(node, length(rest)))
            .flatten();
        while explored.is_none_or(|explored| length(rest) > explored) {
            self.visit(node, rest);
            let Some(some) = rest else {
                break;
            };
            rest = first_word(some).1;
        }
    }

    /// Says that a node is explored with that many words left, and from how many on it was before.
    fn note(&mut self, node: &'a Node, left: usize) -> Option<usize> {
        let most = self.explored.entry(ptr::from_ref(node));
        let mut before = None;
        most.and_modify(|most| {
            before = Some(*most);
            *most = left.max(*most);
        })
        .or_insert(left);
        before
    }
}

/// The words of a key; none if it is empty.
fn words(key: &str) -> Option<&str> {
    (!key.is_empty()).then_some(key)
}

/// The first word, and the others if there are any.
fn first_word(words: &str) -> (&str, Option<&str>) {
    match words.split_once('.') {
        Some((word, rest)) => (word, Some(rest)),
        None => (words, None),
    }
}

/// Grows with the words that are left: one empty word is more than none.
fn length(rest: Option<&str>) -> usize {
    rest.map_or(0, |rest| rest.len() + 1)
}

const ONE_WORD: &str = "*";
const ANY_WORDS: &str = "#";
