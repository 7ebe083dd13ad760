//! The examples of docs/BACKUP.md are what this program writes.

use leveret::storage::backup::{BackupScope, Contents, export, export_definitions, parse};

const DOCUMENT: &str = include_str!("../../docs/BACKUP.md");

fn examples() -> Vec<String> {
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
    assert_eq!(export(&durable, &clients), *example);
}

#[test]
fn definitions_are_written_as_the_document_shows_them() {
    let examples = examples();
    let of_broker = parse(&examples[0]).unwrap();
    let contents = of_broker.onto(&Contents::default()).unwrap().contents;
    assert_eq!(export_definitions(&contents.durable), examples[1]);
    assert_eq!(examples.len(), 2);
}
