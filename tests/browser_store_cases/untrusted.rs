//! Rows that another program, another version or a person wrote: set aside, named, and no obstacle.

use leveret::storage::{Durability, QuarantinedRow, Store, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Changed, declare, fresh_name, open, positions, put, put_raw, reload};

/// Puts a foreign row beside good ones and loads: the good ones are there, the other is in the
/// quarantine as it was. Gives what was said about it.
async fn set_aside(store_name: StoreName, row: &str) -> QuarantinedRow {
    let name = fresh_name();
    let store = open(&name).await;
    let batch = vec![declare("order_queue"), put("order_queue", 5)];
    store.write(&batch, Durability::Relaxed).await.unwrap();
    let before = store.rows(store_name, 0, 0).await.unwrap().total;
    put_raw(&name, store_name, row).await;

    let mut loaded = reload(store, &name).await;

    assert_eq!(positions(&loaded), [("order_queue", vec![5])]);
    let store = open(&name).await;
    assert_eq!(store.rows(store_name, 0, 0).await.unwrap().total, before);
    let kept = store.rows(StoreName::Quarantine, 0, 9).await.unwrap();
    assert_eq!(kept.total, 1);
    let stray = loaded.quarantined.pop().unwrap();
    assert_eq!(loaded.quarantined, [], "one row, one notice");
    assert_eq!(stray.store, store_name);
    for part in [&stray.key, stray.store.as_str(), r#""row":{"#] {
        assert!(kept.rows[0].value.contains(part), "{}", kept.rows[0].value);
    }
    assert_eq!(
        store.load(|_| ()).await.unwrap().quarantined,
        [],
        "once only"
    );
    stray
}

const MESSAGE: &str = "version: 3, deliveries: 0, exchange: '', routing_key: 'order_queue', \
                       properties: {delivery_mode: 2}, body: '{}', body_crc32: 2745614147";

#[wasm_bindgen_test]
async fn a_row_of_another_version_is_set_aside() {
    let row = format!("{{...{{{MESSAGE}}}, version: 4, queue: 'order_queue', position: 6}}");
    let stray = set_aside(StoreName::Messages, &row).await;
    assert_eq!(stray.key, r#"["order_queue",6]"#);
    assert_eq!(
        stray.reason,
        "version: the row has version 4, this program reads up to version 3"
    );
}

#[wasm_bindgen_test]
async fn a_message_of_a_queue_that_is_not_there_is_set_aside() {
    let row = format!("{{{MESSAGE}, queue: 'lost', position: 1}}");
    let stray = set_aside(StoreName::Messages, &row).await;
    assert_eq!(stray.reason, "queue: there is no durable queue 'lost'");
}

#[wasm_bindgen_test]
async fn a_position_that_cannot_be_is_set_aside() {
    for (position, says) in [
        ("0", "position: 0 is not from 1"),
        ("-3", "position: invalid type"),
        ("2.5", "position: invalid type"),
        ("2 ** 60", "position: invalid type"),
        ("'first'", "position: invalid type"),
        ("new Date(0)", "position: invalid type"),
    ] {
        let row = format!("{{{MESSAGE}, queue: 'order_queue', position: {position}}}");
        let stray = set_aside(StoreName::Messages, &row).await;
        assert!(
            stray.reason.starts_with(says),
            "{position}: {}",
            stray.reason
        );
    }
}

#[wasm_bindgen_test]
async fn a_row_of_another_shape_is_set_aside_with_the_field_named() {
    let message = |body: &str| {
        format!("{{...{{{MESSAGE}}}, queue: 'order_queue', position: 6, body: {body}}}")
    };
    for (store, row, says) in [
        (StoreName::Messages, message("17"), "body: invalid type"),
        (StoreName::Messages, message("10n ** 40n"), "body: "),
        (
            StoreName::Messages,
            message("'{ }'"),
            "body: its CRC-32 is ",
        ),
        (
            StoreName::Messages,
            "{queue: 7, position: 6}".to_owned(),
            "missing field `version`",
        ),
        (
            StoreName::Queues,
            "{version: 1, queue: 'q', durable: 'yes', arguments: []}".to_owned(),
            "durable: invalid type",
        ),
        (
            StoreName::Queues,
            "{version: 2, queue: 'q', durable: true, arguments: []}".to_owned(),
            "missing field `auto_delete`",
        ),
        (
            StoreName::Exchanges,
            "{version: 1, exchange: 'e', kind: 'x-random', durable: true, auto_delete: false, \
             internal: false, arguments: []}"
                .to_owned(),
            "kind: no exchange is of the kind 'x-random'",
        ),
        (
            StoreName::Bindings,
            "{version: 1, source: 'lost', destination_kind: 'queue', destination: 'order_queue', \
             binding_key: 'eu', arguments: [], arguments_key: ''}"
                .to_owned(),
            "source: there is no durable exchange 'lost'",
        ),
        (
            StoreName::Clients,
            "{version: 1, name: 'c', number: 1, kind: 'spy', running: true}".to_owned(),
            "kind: unknown variant `spy`",
        ),
        (
            StoreName::Meta,
            "{version: 1, key: 'motto', queues: []}".to_owned(),
            "key: this program keeps nothing called 'motto'",
        ),
    ] {
        let stray = set_aside(store, &row).await;
        assert!(stray.reason.starts_with(says), "{row}: {}", stray.reason);
    }
}

#[wasm_bindgen_test]
async fn a_queue_that_cannot_be_read_takes_its_messages_with_it() {
    let name = fresh_name();
    let store = open(&name).await;
    let batch = vec![
        declare("a"),
        declare("b"),
        put("a", 1),
        put("a", 2),
        put("b", 1),
    ];
    store.write(&batch, Durability::Relaxed).await.unwrap();
    put_raw(&name, StoreName::Queues, "{queue: 'a', version: 9}").await;

    let loaded = reload(store, &name).await;

    assert_eq!(positions(&loaded), [("b", vec![1])]);
    let keys = loaded.quarantined.iter().map(|row| row.key.as_str());
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [r#""a""#, r#"["a",1]"#, r#"["a",2]"#]
    );
}

#[wasm_bindgen_test]
async fn a_row_that_json_cannot_say_is_listed_all_the_same() {
    let name = fresh_name();
    let store = open(&name).await;
    let circle = "(() => { const row = {name: 'circle'}; row.self = row; return row; })()";
    put_raw(&name, StoreName::Clients, circle).await;

    let listing = store.rows(StoreName::Clients, 0, 9).await.unwrap();

    assert_eq!(listing.rows[0].key, r#""circle""#);
    let shown = &listing.rows[0].value;
    assert!(shown.starts_with("(cannot be shown as JSON: "), "{shown}");
}

#[wasm_bindgen_test]
async fn a_row_that_the_browser_cannot_read_is_set_aside_by_its_key() {
    let name = fresh_name();
    let store = open(&name).await;
    let batch = [
        declare("order_queue"),
        put("order_queue", 1),
        put("order_queue", 2),
        put("order_queue", 3),
    ];
    store.write(&batch, Durability::Relaxed).await.unwrap();
    // A request that fails of its own accord, as reading a damaged row does.
    let fails = "this.add({queue: 'order_queue', position: 2})";
    let all = Changed::property(
        "IDBObjectStore.prototype",
        "getAll",
        &format!(
            "value: (getAll => function (...range) {{
                if (this.name === 'messages') return {fails};
                return getAll.apply(this, range);
            }})(IDBObjectStore.prototype.getAll)"
        ),
    );
    let one = Changed::property(
        "IDBObjectStore.prototype",
        "get",
        &format!(
            "value: (get => function (key) {{
                if (Array.isArray(key) && key[1] === 2) return {fails};
                return get.call(this, key);
            }})(IDBObjectStore.prototype.get)"
        ),
    );
    let mut loaded = store.load(|_| ()).await.unwrap();
    drop((all, one));

    assert_eq!(positions(&loaded), [("order_queue", vec![1, 3])]);
    let stray = loaded.quarantined.pop().unwrap();
    assert_eq!(stray.key, r#"["order_queue",2]"#);
    let says = "the browser cannot read it: ConstraintError";
    assert!(stray.reason.starts_with(says), "{}", stray.reason);
    assert_eq!(loaded.quarantined, []);
    assert_eq!(reload(store, &name).await.quarantined, [], "once only");
}
