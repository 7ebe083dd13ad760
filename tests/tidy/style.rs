//! How files look: headers, sizes, words that must not stay, and where colours are made.

use super::{
    assert_none, faults_of,
    paths::{line_of, lines_with_word},
    source::{Fault, Source},
};

const LINES_MAX: usize = 400;
const COMMENT_CHARS_MAX: usize = 100;
/// For code: rustfmt keeps to the shorter length, but breaks neither texts nor markup.
const CODE_CHARS_MAX: usize = 120;

/// Put together here, so that this file does not hold them.
const LEFT_BEHIND: [&str; 3] = [
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("db", "g!"),
];

/// The one file that may make colours.
const TOKENS: &str = "static/styles/tokens.css";

#[test]
fn every_file_says_what_it_is() {
    assert_none(rust().iter().flat_map(header));
}

#[test]
fn files_have_at_most_400_lines() {
    assert_none(Source::of_crate().iter().flat_map(size));
}

#[test]
fn lines_are_short_enough_to_be_read() {
    assert_none(rust().iter().flat_map(width));
}

#[test]
fn nothing_is_left_behind() {
    let styles = Source::all("static", ".css");
    assert_none(rust().iter().chain(&styles).flat_map(left_behind));
}

#[test]
fn nothing_that_is_shipped_unwraps() {
    let sources = Source::of_crate();
    let for_tests: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    let is_shipped = |source: &&Source| {
        let is_for_tests = |module: &String| {
            let inside = source.path.strip_prefix(module);
            inside.is_some_and(|rest| rest.starts_with(['.', '/']))
        };
        !for_tests.iter().any(is_for_tests)
    };
    assert_none(sources.iter().filter(is_shipped).flat_map(unwraps));
}

#[test]
fn colours_are_made_in_one_file() {
    let styles = Source::all("static", ".css");
    let tokens = styles.iter().find(|source| source.path == TOKENS);
    let tokens = tokens.expect("the file that makes the colours is there");
    assert!(
        !colours(&tokens.text).is_empty(),
        "what finds colours finds them where they are"
    );
    assert_none(styles.iter().flat_map(stray_colours));
}

fn rust() -> Vec<Source> {
    let mut sources = Source::of_crate();
    sources.extend(Source::all("tests", ".rs"));
    sources
}

fn header(source: &Source) -> Vec<Fault> {
    let starts = source.text.starts_with("//! ");
    let what = "a file starts with a //! header that says what it is";
    (!starts)
        .then(|| source.fault(1, what))
        .into_iter()
        .collect()
}

fn size(source: &Source) -> Vec<Fault> {
    let lines = source.lines().count();
    let what = format!("{lines} lines, where a file has at most {LINES_MAX}");
    (lines > LINES_MAX)
        .then(|| source.fault(lines, what))
        .into_iter()
        .collect()
}

fn width(source: &Source) -> Vec<Fault> {
    source
        .lines()
        .filter_map(|(number, line)| {
            let chars = line.chars().count();
            let is_comment = line.trim_start().starts_with("//");
            let chars_max = if is_comment {
                COMMENT_CHARS_MAX
            } else {
                CODE_CHARS_MAX
            };
            let what = format!("{chars} characters, where a line has at most {chars_max}");
            (chars > chars_max).then(|| source.fault(number, what))
        })
        .collect()
}

fn left_behind(source: &Source) -> Vec<Fault> {
    let found = |word: &&str| {
        let lines = lines_with_word(&source.text, word);
        let faults = lines
            .into_iter()
            .map(|line| source.fault(line, format!("{word} is left")));
        faults.collect::<Vec<_>>()
    };
    LEFT_BEHIND.iter().flat_map(found).collect()
}

fn unwraps(source: &Source) -> Vec<Fault> {
    let code = source.shipped();
    code.match_indices(".unwrap()")
        .map(|(at, _)| {
            let what = "say with expect() which invariant holds, or hand the error on";
            source.fault(line_of(&code, at), what)
        })
        .collect()
}

fn stray_colours(source: &Source) -> Vec<Fault> {
    if source.path == TOKENS {
        return Vec::new();
    }
    colours(&source.text)
        .into_iter()
        .map(|(line, colour)| {
            let what = format!("{colour} is made here, where colours are made in {TOKENS}");
            source.fault(line, what)
        })
        .collect()
}

/// The colours in a style sheet's declarations, by line. Comments and selectors have none.
fn colours(css: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_comment = false;
    for (number, line) in (1..).zip(css.lines()) {
        let mut declarations = String::new();
        for (index, part) in line.split("/*").enumerate() {
            let part = if index > 0 || in_comment {
                let end = part.split_once("*/");
                in_comment = end.is_none();
                end.map_or("", |(_, after)| after)
            } else {
                part
            };
            declarations.push_str(part);
        }
        if declarations.trim_end().ends_with(['{', ',']) && !declarations.contains(':') {
            continue;
        }
        let words = declarations.split([' ', ',', ';', ':', ')', '\t']);
        let words = words.filter(|word| !word.starts_with("url("));
        for word in words.flat_map(|word| word.split_inclusive('(')) {
            if is_hex(word) || COLOUR_FUNCTIONS.contains(&word) {
                found.push((number, word.to_owned()));
            }
        }
    }
    found
}

fn is_hex(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.chars().all(|digit| digit.is_ascii_hexdigit())
    })
}

const COLOUR_FUNCTIONS: [&str; 6] = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("];

#[test]
fn a_file_without_a_header_is_found() {
    assert_eq!(
        faults_of(header, "src/a.rs", "use std::fmt;\n//! Late.\n"),
        ["src/a.rs:1: a file starts with a //! header that says what it is"]
    );
    assert!(faults_of(header, "src/a.rs", "//! A thing.\n").is_empty());
}

#[test]
fn a_file_with_401_lines_is_found() {
    assert_eq!(
        faults_of(size, "src/a.rs", &"\n".repeat(401)),
        ["src/a.rs:401: 401 lines, where a file has at most 400"]
    );
    assert!(faults_of(size, "src/a.rs", &"\n".repeat(400)).is_empty());
}

#[test]
fn a_line_with_101_characters_is_found() {
    let text = format!("//! {}\n// {}\n", "é".repeat(96), "é".repeat(98));
    assert_eq!(
        faults_of(width, "src/a.rs", &text),
        ["src/a.rs:2: 101 characters, where a line has at most 100"]
    );
}

#[test]
fn what_was_left_behind_is_found() {
    for word in LEFT_BEHIND {
        let text = format!("a\n// {word} b\n");
        assert_eq!(
            faults_of(left_behind, "src/a.rs", &text),
            [format!("src/a.rs:2: {word} is left")]
        );
    }
    assert!(faults_of(left_behind, "src/a.rs", "TODOS").is_empty());
}

#[test]
fn a_shipped_unwrap_is_found_and_one_in_a_test_is_not() {
    let text = "a.unwrap_or(b);\n// a.unwrap()\na.unwrap();\n#[cfg(test)]\nmod c { d.unwrap() }\n";
    let faults = faults_of(unwraps, "src/a.rs", text);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("src/a.rs:3: say with expect()"));
}

#[test]
fn a_colour_outside_the_tokens_is_found() {
    for colour in [
        "#fff",
        "#a1B2c3d4",
        "rgb(0 0 0 / 0.5)",
        "hsl(1 2% 3%)",
        "oklch(1 0 0)",
    ] {
        for css in [
            format!("a {{\n  color: {colour};\n}}"),
            format!("a {{\n  background: linear-gradient({colour}, var(--b));\n}}"),
            format!("/* b\n*/ c {{ color:{colour} }}"),
        ] {
            let faults = faults_of(stray_colours, "static/styles/a.css", &css);
            assert_eq!(faults.len(), 1, "{css}");
            assert!(faults[0].starts_with("static/styles/a.css:2: "));
        }
    }
    assert!(faults_of(stray_colours, TOKENS, "a { color: #fff }").is_empty());
}

#[test]
fn what_is_no_colour_is_not_found() {
    let css = "/* #fff */ #add {\n  color: var(--a);\n  fill: url(#fade);\n}\n#face,\n#b {\n}";
    assert!(faults_of(stray_colours, "static/styles/a.css", css).is_empty());
}
