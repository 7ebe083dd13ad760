//! What RabbitMQ answers to a queue's arguments: most texts here were given by a real one.

use super::{super::short_string::ShortString, *};

fn table(arguments: &[(&str, FieldValue)]) -> Table {
    let fields = arguments.iter();
    Table(
        fields
            .map(|(name, value)| (ShortString::of(name), value.clone()))
            .collect(),
    )
}

fn declare(arguments: &[(&str, FieldValue)]) -> QueueDeclare {
    QueueDeclare {
        queue: name(),
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: table(arguments),
    }
}

fn name() -> QueueName {
    QueueName::new("q").expect("it is short")
}

fn parse(arguments: &[(&str, FieldValue)]) -> Result<QueueArguments, Exception> {
    QueueArguments::parse(&name(), &declare(arguments))
}

fn refusal(arguments: &[(&str, FieldValue)]) -> String {
    parse(arguments).expect_err("it is refused").explanation
}

fn text(text: &str) -> FieldValue {
    FieldValue::text(text)
}

fn int(number: i32) -> FieldValue {
    FieldValue::Int(number)
}

fn quorum() -> (&'static str, FieldValue) {
    (QUEUE_TYPE, text("quorum"))
}

#[test]
fn a_queue_without_arguments_is_classic_and_without_limits() {
    let arguments = parse(&[]).expect("nothing is wrong");
    assert_eq!(arguments.kind, QueueKind::Classic);
    assert_eq!(arguments.overflow, Overflow::DropHead);
    assert_eq!(arguments.delivery_limit, None);
    assert_eq!(arguments.dead_letter, None);
    assert_eq!(parse(&[("x-unknown", int(1))]), Ok(arguments.clone()));
    assert_eq!(parse(&[(QUEUE_TYPE, text("undefined"))]), Ok(arguments));
}

#[test]
fn every_argument_is_read() {
    let arguments = parse(&[
        ("x-message-ttl", FieldValue::Long(4_294_967_296)),
        ("x-expires", FieldValue::UnsignedByte(9)),
        ("x-max-length", int(3)),
        ("x-max-length-bytes", FieldValue::Short(400)),
        ("x-overflow", text("reject-publish-dlx")),
        ("x-max-priority", int(255)),
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text("dead")),
        ("x-single-active-consumer", FieldValue::Bool(true)),
        ("x-queue-mode", text("lazy")),
        ("x-queue-version", int(1)),
        ("x-queue-leader-locator", text("balanced")),
    ]);
    assert_eq!(
        arguments,
        Ok(QueueArguments {
            kind: QueueKind::Classic,
            message_ttl: Some(Millis(4_294_967_296)),
            expires: Some(Millis(9)),
            max_length: Some(3),
            max_length_bytes: Some(400),
            overflow: Overflow::RejectPublishDlx,
            max_priority: Some(255),
            dead_letter: Some(DeadLetterTo {
                exchange: ExchangeName::default_exchange(),
                routing_key: Some(RoutingKey::new("dead").expect("it is short")),
            }),
            is_single_active: true,
            delivery_limit: None,
        })
    );
}

#[test]
fn no_priority_is_as_good_as_none_said() {
    let arguments = parse(&[("x-max-priority", int(0))]).expect("0 is allowed");
    assert_eq!(arguments.max_priority, None);
}

#[test]
fn a_value_that_cannot_be_is_refused_in_rabbitmqs_words() {
    let refused = [
        ("x-message-ttl", int(-1), "{value_negative,-1}"),
        (
            "x-message-ttl",
            FieldValue::Long(315_360_000_001),
            "{value_too_large,315360000001}",
        ),
        (
            "x-message-ttl",
            text("a"),
            "\"expected integer, got longstr\"",
        ),
        ("x-expires", int(0), "{value_zero,0}"),
        ("x-expires", int(-1), "{value_negative,-1}"),
        ("x-max-length", int(-1), "{value_negative,-1}"),
        (
            "x-max-length-bytes",
            FieldValue::Void,
            "\"expected integer, got void\"",
        ),
        ("x-max-priority", int(300), "{max_value_exceeded,300}"),
        ("x-max-priority", int(-1), "{value_negative,-1}"),
        ("x-overflow", text("bad"), "invalid_overflow"),
        ("x-overflow", int(1), "{unacceptable_type,signedint}"),
        (
            "x-dead-letter-routing-key",
            text("a"),
            "routing_key_but_no_dlx_defined",
        ),
        (
            "x-dead-letter-routing-key",
            int(1),
            "{unacceptable_type,signedint}",
        ),
        (
            "x-single-active-consumer",
            text("a"),
            "{unacceptable_type,longstr}",
        ),
        (
            "x-queue-mode",
            text("bad"),
            "\"unsupported queue mode 'bad'\"",
        ),
        (
            "x-queue-version",
            int(3),
            "\"unsupported queue version '3'\"",
        ),
        (
            "x-queue-type",
            text("bad"),
            "\"unsupported queue type 'bad'\"",
        ),
        ("x-queue-type", int(1), "{unacceptable_type,signedint}"),
        (
            "x-queue-leader-locator",
            text("bad"),
            "invalid_queue_locator_arg",
        ),
    ];
    for (argument, value, why) in refused {
        assert_eq!(
            refusal(&[(argument, value)]),
            format!("invalid arg '{argument}' for queue 'q' in vhost '/': {why}")
        );
    }
}

#[test]
fn a_dead_letter_exchange_of_another_type_is_refused_before_all_else() {
    let arguments = [
        (QUEUE_TYPE, text("bad")),
        ("x-expires", int(0)),
        ("x-dead-letter-exchange", int(1)),
    ];
    assert_eq!(
        refusal(&arguments),
        "invalid type 'signedint' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'"
    );
}

#[test]
fn the_first_wrong_argument_of_rabbitmqs_order_is_named() {
    let arguments = [
        ("x-overflow", int(1)),
        ("x-max-length", int(-1)),
        ("x-expires", int(0)),
    ];
    assert_eq!(
        refusal(&arguments),
        "invalid arg 'x-expires' for queue 'q' in vhost '/': {value_zero,0}"
    );
}

#[test]
fn an_argument_of_another_kind_of_queue_is_refused() {
    let of_classic = [("x-max-age", text("1D")), ("x-delivery-limit", int(3))];
    assert_eq!(
        refusal(&of_classic),
        "invalid arg 'x-delivery-limit' for queue 'q' in vhost '/' \
         of queue type rabbit_classic_queue"
    );
    let of_quorum = [
        quorum(),
        ("x-queue-mode", text("lazy")),
        ("x-max-priority", int(5)),
    ];
    assert_eq!(
        refusal(&of_quorum),
        "invalid arg 'x-queue-mode' for queue 'q' in vhost '/' of queue type rabbit_quorum_queue"
    );
}

#[test]
fn a_stream_is_more_than_this_broker_has() {
    let refused = parse(&[(QUEUE_TYPE, text("stream"))]).expect_err("there are none");
    assert_eq!(refused.to_string(), "NOT_IMPLEMENTED - queue type 'stream'");
}

#[test]
fn a_quorum_queue_lives_by_its_own_rules() {
    let arguments = parse(&[quorum(), ("x-overflow", text("reject-publish-dlx"))]);
    let arguments = arguments.expect("it is taken for the default");
    assert_eq!(arguments.overflow, Overflow::DropHead);
    assert_eq!(arguments.delivery_limit, Some(20));
    let limit = |value| parse(&[quorum(), ("x-delivery-limit", value)]).map(|it| it.delivery_limit);
    assert_eq!(limit(int(3)), Ok(Some(3)));
    assert_eq!(limit(int(-1)), Ok(None));
    assert_eq!(limit(text("3")), Ok(None));
    assert_eq!(
        refusal(&[quorum(), ("x-dead-letter-strategy", text("bad"))]),
        "invalid arg 'x-dead-letter-strategy' for queue 'q' in vhost '/': invalid_dlx_strategy"
    );
    assert_eq!(
        refusal(&[quorum(), ("x-quorum-initial-group-size", int(0))]),
        "invalid arg 'x-quorum-initial-group-size' for queue 'q' in vhost '/': {value_zero,0}"
    );
}

#[test]
fn a_quorum_queue_is_durable_shared_named_and_there_to_stay() {
    let refused = |change: fn(&mut QueueDeclare)| {
        let mut declare = declare(&[quorum()]);
        change(&mut declare);
        let refused = QueueArguments::parse(&name(), &declare);
        refused
            .expect_err("a quorum queue cannot be that")
            .explanation
    };
    assert_eq!(
        refused(|declare| declare.exclusive = true),
        "invalid property 'exclusive-owner' for queue 'q' in vhost '/'"
    );
    assert_eq!(
        refused(|declare| declare.durable = false),
        "invalid property 'non-durable' for queue 'q' in vhost '/'"
    );
    assert_eq!(
        refused(|declare| (declare.auto_delete, declare.exclusive) = (true, true)),
        "invalid property 'auto-delete' for queue 'q' in vhost '/'"
    );
    assert_eq!(
        refused(|declare| declare.queue = QueueName::new("").expect("it is short")),
        "Cannot declare a server-named queue for type rabbit_quorum_queue"
    );
}

#[test]
fn what_cannot_be_a_name_is_no_place_for_dead_letters() {
    let exchange = ("x-dead-letter-exchange", text(&"e".repeat(256)));
    assert_eq!(parse(&[exchange]).map(|it| it.dead_letter), Ok(None));
}

fn difference(current: &[(&str, FieldValue)], received: &[(&str, FieldValue)]) -> Option<String> {
    let current = Declared::new(name(), declare(current));
    let checked = current.check_equivalent(&declare(received));
    let refused = checked.err()?.explanation;
    let differing = refused.strip_prefix("inequivalent arg '")?;
    Some(differing.replace(" for queue 'q' in vhost '/'", ""))
}

#[test]
fn numbers_of_different_types_are_one_argument() {
    let ttl = |value| [("x-message-ttl", value)];
    assert_eq!(difference(&ttl(int(5)), &ttl(FieldValue::Long(5))), None);
    assert_eq!(
        difference(&ttl(int(5)), &ttl(FieldValue::UnsignedByte(5))),
        None
    );
    assert_eq!(
        difference(&ttl(int(5)), &ttl(FieldValue::Timestamp(5))),
        None
    );
    assert_eq!(
        difference(&ttl(int(5)), &ttl(FieldValue::Double(5.0))),
        Some("x-message-ttl': received '5.0' but current is '5'".into())
    );
}

#[test]
fn the_first_difference_is_told() {
    let told = |current: &[_], received: &[_], told: &str| {
        assert_eq!(difference(current, received).as_deref(), Some(told));
    };
    let (ttl, expires) = (("x-message-ttl", int(1000)), ("x-expires", int(5)));
    told(
        std::slice::from_ref(&ttl),
        &[("x-message-ttl", int(2000))],
        "x-message-ttl': received '2000' but current is '1000'",
    );
    told(
        &[("x-dead-letter-exchange", text("dlx"))],
        &[("x-dead-letter-exchange", text("dlx2"))],
        "x-dead-letter-exchange': received 'dlx2' but current is 'dlx'",
    );
    told(
        &[],
        &[("x-max-length", int(1)), ttl.clone(), expires],
        "x-expires': received the value '5' of type 'signedint' but current is none",
    );
    told(
        &[ttl],
        &[],
        "x-message-ttl': received none but current is the value '1000' of type 'signedint'",
    );
    told(
        &[],
        &[("x-max-length", FieldValue::Array(vec![int(1), text("a")]))],
        "x-max-length': received the value '[{signedint,1},{longstr,<<\"a\">>}]' \
         of type 'array' but current is none",
    );
    told(
        &[],
        &[quorum()],
        "x-queue-type': received 'quorum' but current is 'classic'",
    );
    told(
        &[quorum()],
        &[],
        "x-queue-type': received 'classic' but current is 'quorum'",
    );
    told(
        &[quorum()],
        &[quorum(), ("x-delivery-limit", int(3))],
        "x-delivery-limit': received the value '3' of type 'signedint' but current is none",
    );
}

#[test]
fn what_the_kind_of_queue_does_not_know_is_not_compared() {
    assert_eq!(difference(&[], &[("x-delivery-limit", int(5))]), None);
    assert_eq!(
        difference(&[quorum()], &[quorum(), ("x-max-priority", int(3))]),
        None
    );
    assert_eq!(difference(&[("x-mine", int(1))], &[]), None);
    assert_eq!(difference(&[], &[(QUEUE_TYPE, text("classic"))]), None);
}

#[test]
fn an_exclusive_queue_counts_as_not_durable() {
    let exclusive = |durable| QueueDeclare {
        durable,
        exclusive: true,
        ..declare(&[])
    };
    let current = Declared::new(name(), exclusive(true));
    assert!(!current.is_durable);
    assert_eq!(current.check_equivalent(&exclusive(false)), Ok(()));
    let refused = Declared::new(name(), declare(&[])).check_equivalent(&QueueDeclare {
        auto_delete: true,
        durable: false,
        ..declare(&[])
    });
    assert_eq!(
        refused.expect_err("it differs").explanation,
        "inequivalent arg 'durable' for queue 'q' in vhost '/': \
         received 'false' but current is 'true'"
    );
}
