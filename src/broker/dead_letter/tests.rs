//! What a dead-lettered message carries, and when it has gone round.

use super::{
    super::{admission::admit, method::Publish},
    *,
};

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("it is short")
}

fn key(key: &str) -> RoutingKey {
    RoutingKey::new(key).expect("it is short")
}

fn exchange(name: &str) -> ExchangeName {
    ExchangeName::new(name).expect("it is short")
}

fn table(fields: &[(&str, FieldValue)]) -> Table {
    let fields = fields.iter();
    Table(
        fields
            .map(|(name, value)| (ShortString::of(name), value.clone()))
            .collect(),
    )
}

fn text(text: &str) -> FieldValue {
    FieldValue::text(text)
}

fn texts(keys: &[&str]) -> FieldValue {
    FieldValue::Array(keys.iter().map(|key| text(key)).collect())
}

/// A message for `orders` that expires after half a minute.
fn published(headers: Option<Table>) -> Message {
    let admitted = admit(Publish {
        exchange: exchange("shop"),
        routing_key: key("orders"),
        mandatory: false,
        immediate: false,
        properties: Properties {
            headers,
            expiration: Some(ShortString::of("30000")),
            delivery_mode: Some(2),
            ..Properties::default()
        },
        body: Rc::from(*b"order"),
    });
    Message::clone(&admitted.expect("nothing is wrong").message)
}

fn to(name: &str, routing_key: Option<&str>) -> DeadLetterTo {
    DeadLetterTo {
        exchange: exchange(name),
        routing_key: routing_key.map(key),
    }
}

fn die(message: &Message, name: &str, reason: DeathReason) -> Message {
    after_death(
        message,
        &queue(name),
        reason,
        Timestamp(5_999),
        &to("dlx", None),
    )
}

fn header(message: &Message, name: &str) -> FieldValue {
    let headers = message.properties.headers.as_ref();
    let value = headers.and_then(|headers| headers.find(name));
    value.expect("the header is there").clone()
}

#[test]
fn a_message_goes_on_with_the_history_of_its_first_death() {
    let dead = die(&published(None), "orders", DeathReason::Expired);
    assert_eq!(dead.exchange, exchange("dlx"));
    assert_eq!(dead.routing_key, key("orders"));
    assert_eq!(dead.properties.expiration, None);
    assert_eq!(dead.properties.delivery_mode, Some(2));
    let entry = table(&[
        ("original-expiration", text("30000")),
        ("count", FieldValue::Long(1)),
        ("reason", text("expired")),
        ("queue", text("orders")),
        ("time", FieldValue::Timestamp(5)),
        ("exchange", text("shop")),
        ("routing-keys", texts(&["orders"])),
    ]);
    let headers = table(&[
        ("x-death", FieldValue::Array(vec![FieldValue::Table(entry)])),
        ("x-first-death-exchange", text("shop")),
        ("x-first-death-queue", text("orders")),
        ("x-first-death-reason", text("expired")),
        ("x-last-death-exchange", text("shop")),
        ("x-last-death-queue", text("orders")),
        ("x-last-death-reason", text("expired")),
    ]);
    assert_eq!(dead.properties.headers, Some(headers));
}

#[test]
fn the_headers_of_the_client_stay_in_order_of_name_and_its_history_is_not_believed() {
    let of_client = table(&[
        ("z", FieldValue::Int(1)),
        ("x-death", text("a lie")),
        ("x-first-death-queue", text("a lie")),
        ("a", FieldValue::Void),
    ]);
    let dead = die(&published(Some(of_client)), "orders", DeathReason::Rejected);
    let headers = dead.properties.headers.as_ref().expect("it has some");
    let names: Vec<_> = headers.0.iter().map(|(name, _)| name.to_string()).collect();
    assert_eq!(
        names,
        [
            "a",
            "x-death",
            "x-first-death-exchange",
            "x-first-death-queue",
            "x-first-death-reason",
            "x-last-death-exchange",
            "x-last-death-queue",
            "x-last-death-reason",
            "z"
        ]
    );
    assert_eq!(header(&dead, "x-first-death-queue"), text("orders"));
    assert!(matches!(header(&dead, "x-death"), FieldValue::Array(entries) if entries.len() == 1));
}

#[test]
fn the_same_death_again_is_counted_and_comes_to_the_front() {
    let first = die(&published(None), "orders", DeathReason::Rejected);
    let second = die(&first, "retry", DeathReason::Expired);
    let third = die(&second, "orders", DeathReason::Rejected);
    let deaths = third.deaths.as_ref().expect("it died three times");
    let entries: Vec<_> = (deaths.entries.iter())
        .map(|death| (death.queue.as_str(), death.count, death.exchange.as_str()))
        .collect();
    assert_eq!(entries, [("orders", 2, "shop"), ("retry", 1, "dlx")]);
    let [again, retry] = deaths.entries.as_slice() else {
        unreachable!("two queues gave it up");
    };
    assert!(again.original_expiration.is_some());
    assert_eq!(retry.original_expiration, None);
    assert_eq!(header(&third, "x-first-death-queue"), text("orders"));
    assert_eq!(header(&third, "x-last-death-exchange"), text("dlx"));
    assert_eq!(header(&second, "x-last-death-queue"), text("retry"));
    assert_eq!(header(&second, "x-first-death-reason"), text("rejected"));
}

#[test]
fn the_queues_own_key_takes_the_place_of_all_and_bcc_stays_hidden() {
    let copied = table(&[("CC", texts(&["open"])), ("BCC", texts(&["hidden"]))]);
    let message = published(Some(copied));
    let kept = die(&message, "orders", DeathReason::Rejected);
    assert_eq!(kept.copied_to, [key("open"), key("hidden")]);
    let replaced = after_death(
        &message,
        &queue("orders"),
        DeathReason::Rejected,
        Timestamp(0),
        &to("", Some("dead")),
    );
    assert_eq!(replaced.routing_key, key("dead"));
    assert!(replaced.copied_to.is_empty());
    for dead in [kept, replaced] {
        let deaths = dead.deaths.expect("it died");
        let told: Vec<_> = deaths
            .entries
            .iter()
            .map(|death| &death.routing_keys)
            .collect();
        assert_eq!(told, [&[key("orders"), key("open")]]);
    }
}

#[test]
fn a_round_without_a_refusal_is_a_cycle() {
    let message = published(None);
    assert!(!is_cycle(&message, &queue("a")));
    let once = die(&message, "a", DeathReason::Expired);
    assert!(is_cycle(&once, &queue("a")));
    assert!(!is_cycle(&once, &queue("b")));
    let twice = die(&once, "b", DeathReason::MaxLength);
    assert!(is_cycle(&twice, &queue("a")));
    let refused = die(&once, "b", DeathReason::Rejected);
    assert!(!is_cycle(&refused, &queue("a")));
}

#[test]
fn a_refusal_before_the_round_does_not_break_it() {
    let refused = die(&published(None), "a", DeathReason::Rejected);
    let waited = die(&refused, "b", DeathReason::Expired);
    assert!(!is_cycle(&waited, &queue("a")));
    assert!(is_cycle(&waited, &queue("b")));
}
