//! Topic exchanges: RabbitMQ's own answers, and any patterns against a matcher that only means to
//! be plain.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::bench::{Bench, ONE};

/// For each pattern, those of the [`KEYS`] that RabbitMQ was seen to route.
const ANSWERS: [(&str, &[&str]); 24] = [
    ("*", &["a", "b", "*", "#", "aa", "##"]),
    ("#", &KEYS),
    ("", &[""]),
    (
        "a.#",
        &["a", "a.b", "a.b.c", "a..b", "a.", "a.a", "a.b.b", "a.#"],
    ),
    ("#.a", &["a", ".a", "b.a", "a.a"]),
    ("a.*", &["a.b", "a.", "a.a", "a.#"]),
    ("*.*", &["a.b", "a.", ".a", ".", "b.a", "a.a", "a.#"]),
    ("a.#.b", &["a.b", "a..b", "a.b.b"]),
    ("#.#", &KEYS),
    ("*.#", &NOT_EMPTY),
    ("#.*", &NOT_EMPTY),
    ("a.*.b", &["a..b", "a.b.b"]),
    ("*.", &["a.", "."]),
    ("#.b.#", &["b", "a.b", "a.b.c", "a..b", "b.a", "a.b.b"]),
    ("a*", &[]),
    ("##", &["##"]),
    (
        "a.*.#",
        &["a.b", "a.b.c", "a..b", "a.", "a.a", "a.b.b", "a.#"],
    ),
    ("#.*.#", &NOT_EMPTY),
    (
        "*.#.*",
        &[
            "a.b", "a.b.c", "a..b", "a.", ".a", ".", "b.a", "a.a", "a.b.b", "..", "a.#",
        ],
    ),
    ("#.a.#.a.#", &["a.a"]),
    (".", &["."]),
    (".#", &[".a", ".", ".."]),
    ("a..b", &["a..b"]),
    ("*..b", &["a..b"]),
];

const KEYS: [&str; 18] = [
    "", "a", "b", "*", "#", "a.b", "a.b.c", "a..b", "a.", ".a", ".", "b.a", "a.a", "a.b.b", "aa",
    "##", "..", "a.#",
];

const NOT_EMPTY: [&str; 17] = [
    "a", "b", "*", "#", "a.b", "a.b.c", "a..b", "a.", ".a", ".", "b.a", "a.a", "a.b.b", "aa", "##",
    "..", "a.#",
];

#[test]
fn patterns_match_the_keys_that_they_match_in_rabbitmq() {
    for (pattern, keys) in ANSWERS {
        let mut bench = Bench::with_queue();
        bench.on(ONE).bind("amq.topic", pattern, "q");
        let matched: Vec<&str> = KEYS
            .into_iter()
            .filter(|key| bench.on(ONE).route("amq.topic", key) == "q")
            .collect();
        assert_eq!(matched, keys, "of {pattern:?}");
    }
}

#[test]
fn the_plain_matcher_agrees_with_rabbitmq() {
    for (pattern, keys) in ANSWERS {
        let matched = KEYS.into_iter().filter(|key| matches(pattern, key));
        assert_eq!(matched.collect::<Vec<_>>(), keys, "of {pattern:?}");
    }
}

/// A search that tried every way through the `#` would not end in a lifetime.
#[test]
fn many_wildcards_in_a_long_key_take_no_longer_than_their_number() {
    let mut bench = Bench::with_queue();
    let pattern = format!("{}nowhere", "#.*.".repeat(50));
    bench.on(ONE).bind("amq.topic", &pattern, "q");
    let key = vec!["a"; 127].join(".");
    assert_eq!(bench.on(ONE).route("amq.topic", &key), "");
    let ending = vec!["a"; 123].join(".") + ".nowhere";
    assert_eq!(bench.on(ONE).route("amq.topic", &ending), "q");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_patterns_route_as_the_plain_matcher_says(
        patterns in proptest::collection::vec(words(), 1..12),
        unbound in proptest::collection::vec(any::<bool>(), 12),
        keys in proptest::collection::vec(words(), 1..6),
    ) {
        let mut bench = Bench::new();
        let patterns: BTreeSet<String> = patterns.into_iter().collect();
        for (number, pattern) in patterns.iter().enumerate() {
            let queue = format!("q{number}");
            bench.on(ONE).declare_transient(&queue);
            bench.on(ONE).bind("amq.topic", pattern, &queue);
        }
        for (number, pattern) in patterns.iter().enumerate() {
            if unbound[number] {
                bench.on(ONE).unbind("amq.topic", pattern, &format!("q{number}"));
            }
        }
        for key in keys {
            let expected: Vec<String> = patterns
                .iter()
                .enumerate()
                .filter(|(number, pattern)| !unbound[*number] && matches(pattern, &key))
                .map(|(number, _)| format!("q{number}"))
                .collect();
            prop_assert_eq!(bench.on(ONE).route("amq.topic", &key), expected.join(" "));
        }
    }
}

/// Few words, so that patterns and keys meet often.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => Just("a"),
        2 => Just("b"),
        1 => Just(""),
        2 => Just("*"),
        3 => Just("#"),
    ];
    proptest::collection::vec(word, 0..7).prop_map(|words| words.join("."))
}

/// What a pattern matches, said as plainly as can be.
fn matches(pattern: &str, key: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        text.split('.').map(str::to_owned).collect()
    };
    matches_words(&split(pattern), &split(key))
}

fn matches_words(pattern: &[String], key: &[String]) -> bool {
    let Some((word, rest)) = pattern.split_first() else {
        return key.is_empty();
    };
    let first = key.split_first();
    if word == "#" {
        return matches_words(rest, key)
            || first.is_some_and(|(_, others)| matches_words(pattern, others));
    }
    first.is_some_and(|(first, others)| {
        (word == "*" || word == first) && matches_words(rest, others)
    })
}
