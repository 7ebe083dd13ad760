//! What an import would change is said thing by thing, before it is.

use leveret::storage::backup::{Contents, Plan, Planned};
use serde_json::json;

use super::{broker, contents, message, onto};

fn told(planned: &[Planned]) -> Vec<String> {
    let told = planned
        .iter()
        .map(|it| format!("{} {}: {}", it.sort.as_str(), it.name, it.detail));
    told.collect()
}

fn told_of(plan: &Plan) -> [Vec<String>; 3] {
    [told(&plan.added), told(&plan.replaced), told(&plan.removed)]
}

#[test]
fn where_nothing_is_everything_is_added() {
    let plan = onto(&broker(), &Contents::default()).plan;
    let added = [
        "exchange orders: topic",
        "queue audit: x-queue-type: \"quorum\"",
        "queue order_queue: x-max-length: 5",
        "binding orders → queue order_queue: key eu.#",
        "messages order_queue: 2 added",
        "program producer: ",
    ];
    assert_eq!(
        told_of(&plan),
        [added.map(String::from).to_vec(), vec![], vec![]]
    );
    assert_eq!(plan.unchanged, 0);
}

#[test]
fn where_an_empty_broker_is_imported_everything_is_removed() {
    let nothing = json!({"leveret": 1, "definitions": {}, "messages": [], "programs": []});
    let import = onto(&nothing, &contents(&broker()));
    assert_eq!(import.contents, Contents::default());
    let [added, replaced, removed] = told_of(&import.plan);
    assert_eq!((added, replaced), (vec![], vec![]));
    assert_eq!(removed.len(), 6);
    assert!(removed.contains(&"messages order_queue: 2 removed".to_owned()));
}

#[test]
fn what_differs_is_said_in_words() {
    let mut file = broker();
    file["definitions"]["queues"][0] = json!({
        "name": "order_queue", "auto_delete": true,
        "arguments": {"x-max-length": 6, "x-overflow": "reject-publish"},
    });
    file["definitions"]["queues"][1]["arguments"] =
        json!({"x-queue-type": "quorum", "x-expires": 9});
    file["definitions"]["exchanges"][0] =
        json!({"name": "orders", "type": "direct", "internal": true});
    file["definitions"]["bindings"][0]["routing_key"] = json!("us.#");
    file["messages"][1]["deliveries"] = json!(1);
    file["messages"]
        .as_array_mut()
        .unwrap()
        .push(message("order_queue", 9));
    file["programs"][0]["next_order_number"] = json!(200);
    let [added, replaced, removed] = told_of(&onto(&file, &contents(&broker())).plan);
    assert_eq!(added, ["binding orders → queue order_queue: key us.#"]);
    assert_eq!(
        replaced,
        [
            "exchange orders: type: topic → direct; internal: false → true",
            "queue audit: x-expires: 9 is new",
            "queue order_queue: auto_delete: false → true; x-max-length: 5 → 6; x-overflow: \"reject-publish\" is new",
            "messages order_queue: 1 added; 1 changed; 1 the same",
            "program producer: next_order_number: 124 → 200",
        ]
    );
    assert_eq!(removed, ["binding orders → queue order_queue: key eu.#"]);
}

#[test]
fn a_difference_that_only_the_wire_types_make_is_told() {
    let mut file = broker();
    file["definitions"]["queues"][0]["arguments_typed"] =
        json!([{"name": "x-max-length", "value": {"signedint": 5}}]);
    let plan = onto(&file, &contents(&broker())).plan;
    assert_eq!(
        told(&plan.replaced),
        ["queue order_queue: the wire types or the order of its arguments"]
    );
}

#[test]
fn a_long_value_is_cut() {
    let mut file = broker();
    file["definitions"]["queues"][0]["arguments"] = json!({"x-note": "é".repeat(100)});
    let plan = onto(&file, &contents(&broker())).plan;
    assert_eq!(
        told(&plan.replaced),
        [format!(
            "queue order_queue: x-max-length: 5 goes; x-note: \"{}… is new",
            "é".repeat(59)
        )]
    );
}
