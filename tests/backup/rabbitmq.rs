//! What a real RabbitMQ exports: `fixtures/rabbitmq_4.0.5.json` was written by `rabbitmqctl
//! export_definitions`, with exchanges and queues of all sorts; only the hash of a password is cut.

use leveret::storage::backup::{Contents, export_definitions, parse};
use serde_json::{Value, json};

use super::{contents, onto, refusal};

const EXPORTED: &str = include_str!("fixtures/rabbitmq_4.0.5.json");

fn exported() -> Value {
    serde_json::from_str(EXPORTED).unwrap()
}

/// The internal exchange that RabbitMQ leaves out of its export although a binding leads to it.
fn internal_exchange() -> Value {
    json!({"exchanges": [{"name": "backup_internal", "type": "fanout", "internal": true}]})
}

fn imported() -> Contents {
    onto(&exported(), &contents(&internal_exchange())).contents
}

#[test]
fn a_binding_to_an_exchange_that_was_left_out_is_refused_with_what_would_help() {
    let refusal = refusal(EXPORTED);
    assert!(
        refusal.starts_with(
            "bindings[7].destination: there is no durable exchange 'backup_internal', neither here nor"
        ),
        "{refusal}"
    );
    assert!(
        refusal.contains("RabbitMQ leaves internal exchanges out"),
        "{refusal}"
    );
}

#[test]
fn its_topology_is_taken_in() {
    let durable = imported().durable;
    let queues: Vec<&str> = durable.queues.iter().map(|it| it.queue.as_str()).collect();
    assert_eq!(
        queues,
        [
            "backup_args",
            "backup_auto",
            "backup_quorum",
            "backup_every",
            "backup_plain"
        ]
    );
    assert_eq!(durable.exchanges.len(), 8);
    assert_eq!(durable.bindings.len(), 6);
}

#[test]
fn what_is_not_here_is_told() {
    assert_eq!(
        parse(EXPORTED).unwrap().passed_over(),
        [
            "1 transient exchange 'backup_transient_ex': an import starts the broker anew, and a start \
             brings nothing transient back.",
            "1 exchange of another type 'backup_local_random': the types that begin with x- are not here.",
            "1 transient queue 'backup_transient': an import starts the broker anew, and a start brings \
             nothing transient back.",
            "1 stream 'backup_stream': there are no streams here.",
            "1 queue 'amq.gen-C-CzFY-CdTVf0r3VSSZBRw': names that begin with amq. are the broker's own, \
             and RabbitMQ passes them over too.",
            "4 bindings 'backup_topic → backup_transient', \
             'backup_topic → amq.gen-C-CzFY-CdTVf0r3VSSZBRw', 'backup_topic → backup_stream', \
             'backup_transient_ex → backup_direct': a binding is passed over with either of its ends.",
            "1 virtual host 'backup_vhost': there is only '/' here.",
            "1 exchange 'backup_elsewhere': in another virtual host than '/', the only one here.",
            "1 queue 'backup_elsewhere': in another virtual host than '/', the only one here.",
            "1 binding 'backup_elsewhere → backup_elsewhere': in another virtual host than '/', the only one here.",
            "2 users: there are no accounts here.",
            "2 permissions: there are no accounts here.",
            "1 global parameter: parameters are for plugins, and there are none here.",
            "1 policy: a queue has what its arguments say, no more.",
        ]
    );
}

#[test]
fn every_definition_goes_back_as_it_came() {
    let written: Value = serde_json::from_str(&export_definitions(&imported().durable)).unwrap();
    for list in ["queues", "exchanges", "bindings"] {
        let came = exported()[list].as_array().unwrap().clone();
        for definition in written[list].as_array().unwrap() {
            let is_it = |came: &&Value| {
                let mut came = (*came).clone();
                let fields = came.as_object_mut().unwrap();
                match list {
                    // A queue's type stands in its arguments, too, and only there it counts.
                    "queues" => drop(fields.remove("type")),
                    "exchanges" => drop(fields.insert("internal".to_owned(), json!(false))),
                    _ => {}
                }
                came == *definition
            };
            let is_internal = definition["name"] == json!("backup_internal");
            assert!(
                is_internal || came.iter().any(|it| is_it(&it)),
                "{definition}"
            );
        }
    }
}

#[test]
fn a_second_import_adds_nothing() {
    let imported = imported();
    let plan = onto(&exported(), &imported).plan;
    assert_eq!(plan.added, []);
    assert_eq!(plan.unchanged, 5 + 7 + 6);
}
