//! The examples of docs/BACKUP.md are what this program writes.

use leveret::storage::{
    ClientFailure,
    backup::{BackupScope, Contents, export, export_definitions, parse},
};

const DOCUMENT: &str = include_str!("../../docs/BACKUP.md");

pub(crate) fn examples() -> Vec<String> {
    let blocks = DOCUMENT.split("```json\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap().to_owned());
    blocks.collect()
}

#[test]
fn the_whole_broker_is_written_as_the_document_shows_it() {
    let example = &examples()[0];
    let backup = parse(example).unwrap();
    assert_eq!(backup.scope(), BackupScope::Broker);
    let Contents { durable, clients } = backup.onto(&Contents::default()).unwrap().contents;
    assert_eq!(export(&durable, &clients, None), *example);
}

#[test]
fn definitions_are_written_as_the_document_shows_them() {
    let examples = examples();
    let of_broker = parse(&examples[0]).unwrap();
    let contents = of_broker.onto(&Contents::default()).unwrap().contents;
    assert_eq!(export_definitions(&contents.durable), examples[1]);
    assert_eq!(examples.len(), 2);
}

#[test]
fn programs_from_before_they_could_fail_are_taken_and_crash_when_they_do() {
    let new = &examples()[0];
    let old = new
        .replace(
            "{\"version\": 3, \"name\": \"producer\"",
            "{\"version\": 1, \"name\": \"producer\"",
        )
        .replace(
            "{\"version\": 3, \"name\": \"consumer-1\"",
            "{\"version\": 1, \"name\": \"consumer-1\"",
        )
        .replace(
            "\"on_failure\": \"nack_discard\", \"restart_after_ms\": 2000, \"exclusive\": true, \"priority\": 10, ",
            "",
        );
    assert_ne!(old, *new);
    let backup = parse(&old).unwrap();
    let Contents { durable, clients } = backup.onto(&Contents::default()).unwrap().contents;
    assert_eq!(clients[1].on_failure, Some(ClientFailure::Crash));
    assert_eq!(clients[1].restart_after_ms, None);
    let crashing = "\"on_failure\": \"crash\", ";
    let expected = new.replace(
        "\"on_failure\": \"nack_discard\", \"restart_after_ms\": 2000, \"exclusive\": true, \"priority\": 10, ",
        crashing,
    );
    assert_eq!(export(&durable, &clients, None), expected);
}
