//! `static/scenario.schema.json` says what is written, and takes nothing that is refused for its
//! shape.

use std::fs;

use jsonschema::Validator;
use leveret::storage::backup::parse;
use serde_json::{Value, json};

use crate::documented::examples;

fn schema() -> Validator {
    let text = fs::read_to_string("static/scenario.schema.json").unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

fn faults(schema: &Validator, file: &Value) -> Vec<String> {
    schema
        .iter_errors(file)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect()
}

#[test]
fn whatever_is_written_is_as_the_schema_says() {
    let schema = schema();
    let scenarios = fs::read_dir("static/scenarios").unwrap();
    let scenarios = scenarios.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    for text in scenarios.chain([examples()[0].clone()]) {
        let file = serde_json::from_str(&text).unwrap();
        assert_eq!(faults(&schema, &file), [] as [String; 0]);
    }
}

/// Each of these is refused by the page, too.
#[test]
fn what_has_another_shape_is_no_scenario() {
    let schema = schema();
    let whole: Value = serde_json::from_str(&examples()[0]).unwrap();
    let wrong = [
        ("/leveret", json!(2)),
        ("/begins_at", json!(-1)),
        ("/messages", json!({})),
        ("/messages/0/position", json!("first")),
        ("/messages/0/body", json!([256])),
        ("/messages/0/colour", json!("red")),
        ("/programs/1/prefetch", json!(1)),
        ("/messages/0/body_crc32", json!(4_294_967_296_u64)),
        ("/programs/0/kind", json!("shovel")),
        ("/programs/1/prefetch_count", json!(65_536)),
        ("/programs/1/acknowledgement", json!("never")),
        ("/definitions/exchanges/0/type", json!("ring")),
        ("/definitions/bindings/0/destination_type", json!("stream")),
        ("/more", json!(true)),
    ];
    for (place, value) in wrong {
        let mut file = whole.clone();
        let (parent, name) = place.rsplit_once('/').unwrap();
        let parent = file.pointer_mut(parent).unwrap();
        parent
            .as_object_mut()
            .unwrap()
            .insert(name.to_owned(), value);
        assert_ne!(faults(&schema, &file), [] as [String; 0], "{place}");
        assert!(parse(&file.to_string()).is_err(), "{place}");
    }
    for field in ["leveret", "definitions", "messages", "programs"] {
        let mut file = whole.clone();
        file.as_object_mut().unwrap().remove(field);
        assert_ne!(faults(&schema, &file), [] as [String; 0], "{field}");
    }
}
