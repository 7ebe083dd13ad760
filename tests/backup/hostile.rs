//! Files that were made to break a reader.

use std::fmt::Write;

use leveret::{
    broker::{FieldValue, Table},
    storage::backup::{BACKUP_BYTES_MAX, Contents, export, parse},
};
use serde_json::json;

use super::{broker, contents, message, refusal};

#[test]
fn a_file_that_is_too_long_is_refused_unread() {
    let text = " ".repeat(BACKUP_BYTES_MAX + 1);
    assert!(refusal(&text).contains("at most 268435456"));
}

#[test]
fn a_million_brackets_are_an_error() {
    for open in ["[", "{\"leveret\":", "{\"queues\":[{\"arguments\":{\"a\":"] {
        let refusal = refusal(&open.repeat(1_000_000));
        assert!(refusal.contains("deeper than 256 levels"), "{refusal}");
    }
}

#[test]
fn headers_as_deep_as_the_wire_allows_come_back() {
    let deepest = (0..64).fold(FieldValue::Void, |inner, _| {
        FieldValue::Table(Table(vec![(leveret::broker::ShortString::of("in"), inner)]))
    });
    let mut contents = contents(&broker());
    let message = &mut contents.durable.queues[1].messages[0];
    let mut deep = (*message.message).clone();
    deep.properties.headers = Some(Table(vec![(
        leveret::broker::ShortString::of("h"),
        deepest,
    )]));
    message.message = deep.into();
    let text = export(&contents.durable, &contents.clients, None);
    let back = parse(&text).unwrap().onto(&Contents::default()).unwrap();
    assert_eq!(back.contents, contents);
}

#[test]
fn numbers_that_nothing_holds_are_errors() {
    for (number, expected) in [
        ("1e999", "number out of range"),
        ("-1", "expected u64"),
        ("18446744073709551616", "expected u64"),
        ("0.5", "expected u64"),
        ("9007199254740992", "is not from 1 to 9007199254740991"),
        ("01", "invalid number"),
        ("NaN", "expected value"),
    ] {
        let text = broker()
            .to_string()
            .replace("\"position\":7", &format!("\"position\":{number}"));
        let refusal = refusal(&text);
        assert!(refusal.contains(expected), "{number}: {refusal}");
    }
}

#[test]
fn a_name_that_stands_twice_in_an_object_is_an_error() {
    for (name, path) in [
        ("\"leveret\":1", "duplicate field `leveret`"),
        (
            "\"name\":\"order_queue\"",
            "definitions.queues[0]: duplicate field `name`",
        ),
        ("\"x-max-length\":5", "definitions.queues[0].arguments"),
        (
            "\"delivery_mode\":2",
            "messages[0].properties: the name \"delivery_mode\" stands here twice",
        ),
    ] {
        let text = broker().to_string();
        assert!(text.contains(name), "{name} is in the file");
        let refusal = refusal(&text.replacen(name, &format!("{name},{name}"), 1));
        assert!(refusal.contains(path), "{refusal}");
    }
}

#[test]
fn names_that_mean_something_to_javascript_mean_nothing_here() {
    let mut file = broker();
    let names = [
        "__proto__",
        "constructor",
        "toString",
        "a\0b",
        "\u{202e}",
        "../../etc",
    ];
    for name in names {
        let queues = file["definitions"]["queues"].as_array_mut().unwrap();
        queues.push(json!({"name": name, "arguments": {name: {name: [name]}}}));
        file["messages"]
            .as_array_mut()
            .unwrap()
            .push(message(name, 1));
    }
    let contents = contents(&file);
    for name in names {
        let queue = contents
            .durable
            .queues
            .iter()
            .find(|it| it.queue.as_str() == name);
        let queue = queue.expect("the queue is there by that very name");
        assert!(queue.arguments.find(name).is_some());
        assert_eq!(queue.messages.len(), 1);
    }
}

#[test]
fn half_a_character_is_no_text() {
    let text = broker().to_string().replace("order_queue", "\\ud800");
    assert!(refusal(&text).contains("cannot be read as JSON"));
}

#[test]
fn a_million_queues_are_read_and_planned() {
    let mut text = String::from("{\"queues\": [");
    for number in 0..1_000_000 {
        let comma = if number > 0 { "," } else { "" };
        write!(text, "{comma}{{\"name\": \"q{number}\"}}").unwrap();
    }
    text.push_str("]}");
    let import = parse(&text).unwrap().onto(&Contents::default()).unwrap();
    assert_eq!(import.plan.added.len(), 1_000_000);
}
