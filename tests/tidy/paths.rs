//! The paths that code names, with the trees of `use` spelt out.

use super::source::is_word;

/// A path as it is written from its root on: `crate::{a::b, c}` is `["a", "b"]` and `["c"]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// Every path in code that starts with `root::`.
pub(crate) fn paths_from(code: &str, root: &str) -> Vec<Named> {
    let start = format!("{root}::");
    let mut named = Vec::new();
    for (at, _) in code.match_indices(&start) {
        if code[..at].ends_with(|char| is_word(char) || char == ':') {
            continue;
        }
        let mut paths = Vec::new();
        spell_out(&code[at + start.len()..], &[], &mut paths);
        let line = line_of(code, at);
        named.extend(paths.into_iter().map(|path| Named { line, path }));
    }
    named
}

/// Where a word stands in code, by line.
pub(crate) fn lines_with_word(code: &str, word: &str) -> Vec<usize> {
    code.match_indices(word)
        .filter(|(at, _)| {
            let is_start = !code[..*at].ends_with(is_word);
            let is_end = !code[at + word.len()..].starts_with(is_word);
            is_start && is_end
        })
        .map(|(at, _)| line_of(code, at))
        .collect()
}

pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Spells out the tree that starts here and gives what stands after it.
fn spell_out<'a>(code: &'a str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let code = code.trim_start();
    if let Some(mut rest) = code.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            if rest.is_empty() {
                return rest;
            }
            rest = match rest.strip_prefix(',') {
                Some(after) => after,
                None => past_alias(spell_out(rest, before, paths)),
            };
        }
    }
    let end = code.find(|char| !is_word(char)).unwrap_or(code.len());
    let (name, rest) = if code.starts_with('*') {
        code.split_at(1)
    } else {
        code.split_at(end)
    };
    let mut path = before.to_vec();
    if name.is_empty() {
        paths.push(path);
        // Whatever it is, it is passed, so that a list always comes to its end.
        return rest.get(1..).unwrap_or_default();
    }
    path.push(name.to_owned());
    match rest.strip_prefix("::") {
        Some(rest) => spell_out(rest, &path, paths),
        None => {
            paths.push(path);
            rest
        }
    }
}

fn past_alias(rest: &str) -> &str {
    match rest.trim_start().strip_prefix("as ") {
        Some(alias) => alias.trim_start().trim_start_matches(is_word),
        None => rest,
    }
}

#[test]
fn the_trees_of_use_are_spelt_out() {
    let code = "fn a() {}\nuse crate::{\n    b::{C, d::E as F, self},\n    g,\n};\nmy_crate::h();";
    let named = paths_from(code, "crate");
    let paths: Vec<String> = named.iter().map(|named| named.path.join("::")).collect();
    assert_eq!(paths, ["b::C", "b::d::E", "b::self", "g"]);
    assert!(named.iter().all(|named| named.line == 2));
}

#[test]
fn paths_are_found_in_the_middle_of_code() {
    let named = paths_from("let a = crate::b::C::d(crate::e);", "crate");
    let paths: Vec<String> = named.iter().map(|named| named.path.join("::")).collect();
    assert_eq!(paths, ["b::C::d", "e"]);
}

#[test]
fn a_word_is_not_a_part_of_one() {
    assert_eq!(lines_with_word("yews\nyew::a\nmy_yew yew", "yew"), [2, 3]);
}
