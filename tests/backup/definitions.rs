//! Definitions on top of a broker: they add, and change and remove nothing.

use leveret::storage::backup::{BackupScope, Contents, export_definitions, parse};
use serde_json::{Value, json};

use super::{broker, contents, onto, read, refusal, refusal_onto};

fn binding(source: &str, kind: &str, destination: &str, arguments: &Value) -> Value {
    json!({
        "source": source, "destination": destination, "destination_type": kind, "routing_key": "k",
        "arguments": arguments,
    })
}

#[test]
fn what_is_new_is_added_and_the_rest_stays_as_it_is() {
    let current = contents(&broker());
    let file = json!({
        "queues": [{"name": "order_queue", "arguments": {"x-max-length": 5}}, {"name": "late"}],
        "exchanges": [{"name": "returns", "type": "fanout"}],
        "bindings": [binding("returns", "queue", "audit", &json!({}))],
    });
    assert_eq!(read(&file).scope(), BackupScope::Definitions);
    let import = onto(&file, &current);
    let added: Vec<&str> = import
        .plan
        .added
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(added, ["returns", "late", "returns → queue audit"]);
    assert_eq!(import.plan.unchanged, 1);
    assert!(import.plan.replaced.is_empty() && import.plan.removed.is_empty());
    let before = &current.durable;
    let after = &import.contents.durable;
    assert_eq!(after.queues[..2], before.queues[..]);
    assert_eq!(after.queues[2].queue.as_str(), "late");
    assert_eq!(import.contents.clients, current.clients);
}

#[test]
fn what_is_there_with_other_properties_is_refused_in_rabbitmqs_words() {
    let file = json!({
        "queues": [
            {"name": "order_queue", "arguments": {"x-max-length": 6}},
            {"name": "audit"},
        ],
        "exchanges": [{"name": "orders", "type": "fanout"}],
    });
    assert_eq!(
        refusal_onto(&file.to_string(), &contents(&broker())),
        "What is there cannot be declared again with other properties: \
         inequivalent arg 'type' for exchange 'orders' in vhost '/': received 'fanout' but current is 'topic'; \
         inequivalent arg 'x-max-length' for queue 'order_queue' in vhost '/': received '6' but current is '5'; \
         inequivalent arg 'x-queue-type' for queue 'audit' in vhost '/': received 'classic' but current is 'quorum'"
    );
}

#[test]
fn a_queue_without_a_type_is_a_classic_one() {
    let classic = json!({"queues": [{"name": "q", "arguments": {"x-queue-type": "classic"}}]});
    let plain = json!({"queues": [{"name": "q", "type": "quorum"}]});
    for (current, file) in [(&classic, &plain), (&plain, &classic)] {
        assert_eq!(onto(file, &contents(current)).plan.unchanged, 1);
    }
}

#[test]
fn a_binding_may_lean_on_what_is_there() {
    let file = json!({"bindings": [binding("orders", "queue", "audit", &json!({}))]});
    assert_eq!(onto(&file, &contents(&broker())).plan.added.len(), 1);
    let refusal = refusal(&file.to_string());
    assert!(
        refusal.starts_with(
            "bindings[0].source: there is no durable exchange 'orders', neither here nor in the file."
        ),
        "{refusal}"
    );
    let to_nothing = json!({"bindings": [binding("amq.topic", "queue", "audit", &json!({}))]});
    assert_eq!(
        super::refusal(&to_nothing.to_string()),
        "bindings[0].destination: there is no durable queue 'audit'"
    );
}

#[test]
fn what_a_client_could_not_declare_is_refused() {
    let alternate = json!({
        "exchanges": [{"name": "e", "type": "topic", "arguments": {"alternate-exchange": 5}}],
    });
    assert_eq!(
        refusal(&alternate.to_string()),
        "exchanges[0].arguments: invalid type 'long' for arg 'alternate-exchange' in exchange 'e' in vhost '/'"
    );
    let x_match = binding(
        "amq.headers",
        "exchange",
        "amq.fanout",
        &json!({"x-match": "some"}),
    );
    assert_eq!(
        refusal(&json!({ "bindings": [x_match] }).to_string()),
        "bindings[0].arguments.x-match: Invalid x-match field value <<\"some\">>; \
         expected all, any, all-with-x, or any-with-x"
    );
}

#[test]
fn what_every_broker_has_is_neither_added_nor_refused() {
    let file = json!({"exchanges": [{"name": "amq.topic", "type": "topic"}, {"name": "", "type": "direct"}]});
    let plan = onto(&file, &Contents::default()).plan;
    assert!(plan.added.is_empty() && plan.passed_over.is_empty());
}

#[test]
fn names_of_the_brokers_own_stay_out_of_definitions_and_come_back_with_a_whole_broker() {
    let mut file = broker();
    let definitions = &mut file["definitions"];
    let queues = definitions["queues"].as_array_mut().unwrap();
    queues.push(json!({"name": "amq.gen-xyz"}));
    let bindings = definitions["bindings"].as_array_mut().unwrap();
    bindings.push(binding("orders", "queue", "amq.gen-xyz", &json!({})));
    let contents = contents(&file);
    assert_eq!(contents.durable.queues[0].queue.as_str(), "amq.gen-xyz");
    let definitions: Value = serde_json::from_str(&export_definitions(&contents.durable)).unwrap();
    assert!(!definitions.to_string().contains("amq.gen-xyz"));
    assert_eq!(definitions["bindings"].as_array().unwrap().len(), 1);
    let by_hand = json!({"queues": [{"name": "amq.gen-xyz"}]});
    assert_eq!(
        read(&by_hand).passed_over(),
        [
            "1 queue 'amq.gen-xyz': names that begin with amq. are the broker's own, and RabbitMQ passes them over too."
        ]
    );
}

#[test]
fn definitions_bring_nothing_of_users_to_a_rabbitmq() {
    let definitions = export_definitions(&contents(&broker()).durable);
    let definitions: Value = serde_json::from_str(&definitions).unwrap();
    for nothing in [
        "users",
        "vhosts",
        "permissions",
        "topic_permissions",
        "parameters",
        "global_parameters",
        "policies",
    ] {
        assert_eq!(definitions[nothing], json!([]), "{nothing}");
    }
    assert_eq!(
        definitions["queues"][1],
        json!({
            "name": "order_queue", "vhost": "/", "durable": true, "auto_delete": false,
            "arguments": {"x-max-length": 5, "x-queue-type": "classic"},
        })
    );
}

#[test]
fn a_binding_that_only_its_wire_types_tell_from_another_is_defined_once() {
    let mut file = broker();
    let bindings = &mut file["definitions"]["bindings"];
    let mut one = binding("amq.headers", "queue", "audit", &json!({"n": 1}));
    bindings.as_array_mut().unwrap().push(one.clone());
    one["arguments_typed"] = json!([{"name": "n", "value": {"signedint": 1}}]);
    bindings.as_array_mut().unwrap().push(one);
    let contents = contents(&file);
    assert_eq!(contents.durable.bindings.len(), 3);
    let definitions = export_definitions(&contents.durable);
    let import = parse(&definitions).unwrap().onto(&contents).unwrap();
    assert_eq!((import.plan.added.len(), import.plan.unchanged), (0, 5));
    assert_eq!(import.contents, contents);
}
