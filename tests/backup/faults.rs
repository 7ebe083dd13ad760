//! Every fault is named by its place in the file, with what would be right.

use serde_json::{Value, json};

use super::{broker, message, refusal};

/// The refusal of the small broker's file with another value in one place.
fn refusal_with(pointer: &str, value: Value) -> String {
    let mut file = broker();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    let parent = file.pointer_mut(parent).unwrap();
    if let Some(list) = parent.as_array_mut() {
        list.push(value);
    } else {
        parent[field] = value;
    }
    refusal(&file.to_string())
}

#[test]
fn what_is_not_json_is_named_by_line_and_column() {
    assert_eq!(
        refusal("{\n  \"leveret\": 1,\n  \"messages\": [}\n"),
        "The file cannot be read as JSON: line 3, column 16: expected value."
    );
    assert_eq!(
        refusal(""),
        "The file cannot be read as JSON: line 1, column 0: EOF while parsing a value."
    );
    assert!(refusal("{} {}").contains("trailing characters"));
}

#[test]
fn json_of_something_else_is_told_what_the_files_are() {
    for other in [
        "{}",
        "[]",
        "1",
        "null",
        r#"{"name": "leveret", "version": "1.0.0"}"#,
    ] {
        let refusal = refusal(other);
        assert!(refusal.contains("neither a backup of Leveret"), "{refusal}");
    }
}

#[test]
fn a_newer_format_is_refused_with_both_versions_whatever_else_it_has() {
    let refusal = refusal(r#"{"leveret": 2, "messages": {"packed": true}}"#);
    assert!(refusal.contains("version 2 of the format"), "{refusal}");
    assert!(refusal.contains("up to version 1"), "{refusal}");
}

#[test]
fn a_version_that_is_none_is_refused() {
    for version in [json!(0), json!(-1), json!("1"), json!(1.5), json!([])] {
        assert_eq!(
            refusal_with("/leveret", version),
            "leveret: it is the version of the format, 1"
        );
    }
}

#[test]
fn a_field_that_our_format_has_not_is_a_slip_of_the_pen() {
    let refusal = refusal_with("/mesages", json!([]));
    assert!(refusal.contains("unknown field `mesages`"), "{refusal}");
    let mut file = broker();
    file.as_object_mut().unwrap().remove("messages");
    let refusal = super::refusal(&file.to_string());
    assert!(refusal.contains("missing field `messages`"), "{refusal}");
}

#[test]
fn a_definition_of_the_wrong_shape_is_named_by_its_path() {
    for (pointer, value, expected) in [
        (
            "/definitions/queues/0/durable",
            json!("yes"),
            "definitions.queues[0].durable: invalid type: string \"yes\", expected a boolean",
        ),
        (
            "/definitions/queues/1/arguments",
            json!([5]),
            "definitions.queues[1].arguments: arguments are an object, {\"x-max-length\": 5}",
        ),
        (
            "/definitions/queues/1/name",
            json!("q".repeat(256)),
            "definitions.queues[1].name: a name has at most 255 bytes, this one has 256",
        ),
        (
            "/definitions/bindings/0/destination_type",
            json!("topic"),
            "definitions.bindings[0].destination_type: unknown variant `topic`, expected `queue` or `exchange`",
        ),
    ] {
        let refusal = refusal_with(pointer, value);
        assert!(refusal.starts_with(expected), "{refusal}");
    }
}

#[test]
fn a_definition_that_the_broker_would_refuse_is_named_by_its_path() {
    for (pointer, value, expected) in [
        (
            "/definitions/queues/0/arguments",
            json!({"x-expires": 1000, "x-max-length": -1}),
            "definitions.queues[0].arguments.x-max-length: invalid arg 'x-max-length' for queue \
             'order_queue' in vhost '/': {value_negative,-1}",
        ),
        (
            "/definitions/queues/1/auto_delete",
            json!(true),
            "definitions.queues[1].arguments: invalid property 'auto-delete' for queue 'audit' in vhost '/'",
        ),
        (
            "/definitions/queues/0/arguments",
            json!({"x-max-length": null}),
            "definitions.queues[0].arguments.x-max-length: null is no argument: \
             leave the name out, or give it a value",
        ),
        (
            "/definitions/queues/0/name",
            json!(""),
            "definitions.queues[0].name: a queue has a name",
        ),
        (
            "/definitions/exchanges/0/type",
            json!("topc"),
            "definitions.exchanges[0].type: no exchange is of the kind 'topc': it is direct, fanout, headers or topic",
        ),
        (
            "/definitions/exchanges/0/name",
            json!("amq.orders"),
            "definitions.exchanges[0].name: 'amq.orders' is one of the broker's own names",
        ),
        (
            "/definitions/bindings/0/source",
            json!("order"),
            "definitions.bindings[0].source: there is no durable exchange 'order'",
        ),
        (
            "/definitions/bindings/0/destination",
            json!("orders"),
            "definitions.bindings[0].destination: there is no durable queue 'orders'",
        ),
        (
            "/definitions/bindings/0/source",
            json!(""),
            "definitions.bindings[0].source: the default exchange takes no bindings",
        ),
        (
            "/definitions/queues/0/arguments_typed",
            json!([]),
            "definitions.queues[0].arguments_typed: it does not say what arguments \
             says: change both alike, or remove it",
        ),
    ] {
        assert_eq!(refusal_with(pointer, value), expected);
    }
}

#[test]
fn what_stands_twice_is_named_by_its_second_place() {
    let queue = json!({"name": "order_queue"});
    assert_eq!(
        refusal_with("/definitions/queues/-", queue),
        "definitions.queues[2].name: 'order_queue' stands in the file before: a name is taken once"
    );
    let exchange = json!({"name": "orders", "type": "fanout"});
    assert_eq!(
        refusal_with("/definitions/exchanges/-", exchange),
        "definitions.exchanges[1].name: 'orders' stands in the file before: a name is taken once"
    );
    let binding = broker()["definitions"]["bindings"][0].clone();
    assert_eq!(
        refusal_with("/definitions/bindings/-", binding),
        "definitions.bindings[1]: the same binding stands in the file before: it is made once"
    );
    let program = broker()["programs"][0].clone();
    assert_eq!(
        refusal_with("/programs/-", program),
        "programs[1].name: 'producer' stands in the file before: a name is taken once"
    );
}

#[test]
fn a_message_that_cannot_be_is_named_by_its_path() {
    let with = |field: &str, value: Value| {
        let mut message = message("order_queue", 8);
        message[field] = value;
        message
    };
    for (message, expected) in [
        (
            with("queue", json!("elsewhere")),
            "messages[2].queue: there is no durable queue 'elsewhere'",
        ),
        (
            with("position", json!(7)),
            "messages[2].position: 7 does not come after 7, the one before it in 'order_queue': positions ascend",
        ),
        (
            with("position", json!("8")),
            "messages[2].position: invalid type: string \"8\", expected u64",
        ),
        (
            with("properties", json!({"delivery_mode": 1})),
            "messages[2].properties.delivery_mode: this queue keeps only persistent messages, with delivery_mode 2",
        ),
        (
            with(
                "properties",
                json!({"headers": [{"name": "n", "value": {"byte": 300}}]}),
            ),
            "messages[2].properties.headers[0].value.byte: invalid value: integer `300`, expected i8",
        ),
        (
            with("version", json!(9)),
            "messages[2].version: the row has version 9, this page reads up to 3",
        ),
        (json!({"version": 2}), "messages[2]: missing field `queue`"),
        (
            json!(5),
            "messages[2]: invalid type: integer `5`, expected struct Versioned",
        ),
    ] {
        assert_eq!(refusal_with("/messages/-", message), expected);
    }
}

#[test]
fn positions_ascend_in_each_queue_and_not_across_them() {
    let mut file = broker();
    let messages = file["messages"].as_array_mut().unwrap();
    messages.insert(1, message("audit", 1));
    let contents = super::contents(&file);
    let counts: Vec<usize> = contents
        .durable
        .queues
        .iter()
        .map(|it| it.messages.len())
        .collect();
    assert_eq!(counts, [1, 2]);
}

#[test]
fn a_program_of_the_wrong_shape_is_named_by_its_path() {
    assert!(
        refusal_with("/programs/0/kind", json!("prodcer"))
            .starts_with("programs[0].kind: unknown variant `prodcer`")
    );
}
