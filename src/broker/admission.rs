//! Admission: what a published message must be before it is routed.
//!
//! RabbitMQ checks in this order: `immediate`, the size, the exchange, the reply address, the
//! expiration, the `CC` and `BCC` headers, the user. The exchange and the reply address are asked
//! of the broker's state between the two halves of this module. Headers are read only where a
//! message has some, and nothing is copied (<https://www.rabbitmq.com/docs/sender-selected>,
//! <https://www.rabbitmq.com/docs/validated-user-id>).

use std::rc::Rc;

use super::{
    argument::quoted,
    exception::{Exception, ReplyCode},
    id::RoutingKey,
    limits::{MESSAGE_BYTES_MAX, TIME_TO_LIVE_MAX},
    message::{Message, Properties},
    method::Publish,
    short_string::ShortString,
    table::{FieldValue, Table},
    time::Millis,
};

/// The only user of the broker, as whom every client has logged in.
pub(super) const USER: &str = "guest";

/// A message that may be routed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Admitted {
    /// The message, with the keys of its headers and without `BCC`.
    pub(super) message: Rc<Message>,
    /// The time to live that the message itself asks for.
    pub(super) time_to_live: Option<Millis>,
}

/// What is checked before the exchange is looked up.
///
/// # Errors
/// 540 if it is to be consumed at once, 406 if it is too large.
pub(super) fn check_before_exchange(publish: &Publish) -> Result<(), Exception> {
    if publish.immediate {
        return Err(Exception::connection(
            ReplyCode::NotImplemented,
            "immediate=true",
        ));
    }
    let size = publish.body.len();
    if size > MESSAGE_BYTES_MAX {
        return Err(refuse(format!(
            "message size {size} is larger than configured max size {MESSAGE_BYTES_MAX}"
        )));
    }
    Ok(())
}

/// Checks the properties and makes the message of them.
///
/// # Errors
/// 406 with RabbitMQ's text.
pub(super) fn admit(mut publish: Publish) -> Result<Admitted, Exception> {
    let time_to_live = take_in_expiration(&mut publish.properties)?;
    let copied_to = match &mut publish.properties.headers {
        None => Vec::new(),
        Some(headers) => {
            let copied_to = keys_of_headers(headers)?;
            remove_first(headers, BCC);
            copied_to
        }
    };
    check_user(&publish.properties)?;
    let message = Rc::new(Message {
        exchange: publish.exchange,
        routing_key: publish.routing_key,
        copied_to,
        properties: publish.properties,
        body: publish.body,
        deaths: None,
    });
    Ok(Admitted {
        message,
        time_to_live,
    })
}

/// The keys that a message's `CC` header adds to its own.
pub(super) fn copied_openly(properties: &Properties) -> impl Iterator<Item = RoutingKey> {
    let headers = properties.headers.as_ref();
    let copied_to = headers.and_then(|headers| headers.find(CC));
    let keys = match copied_to {
        Some(FieldValue::Array(keys)) => keys.as_slice(),
        Some(_) | None => &[],
    };
    keys.iter().filter_map(routing_key)
}

/// Reads the expiration and leaves it as RabbitMQ 4.0 passes it on, without sign or leading zeros.
fn take_in_expiration(properties: &mut Properties) -> Result<Option<Millis>, Exception> {
    let Some(text) = &properties.expiration else {
        return Ok(None);
    };
    let length = read_expiration(text.as_bytes()).map_err(|why| refuse_expiration(text, &why))?;
    if matches!(text.as_bytes().first(), Some(b'0' | b'+' | b'-')) {
        properties.expiration = Some(ShortString::of(&length.0.to_string()));
    }
    Ok(Some(length))
}

/// Why an expiration means nothing.
enum NoExpiration {
    /// It does not begin with a number.
    NoInteger,
    /// It goes on behind the number.
    Leftover(String),
    /// The number is out of bounds: which one, and how.
    OutOfBounds(&'static str, String),
}

fn read_expiration(text: &[u8]) -> Result<Millis, NoExpiration> {
    let (is_negative, unsigned) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        Some(_) | None => (false, text),
    };
    let end = unsigned.iter().position(|byte| !byte.is_ascii_digit());
    let (digits, rest) = unsigned.split_at(end.unwrap_or(unsigned.len()));
    if digits.is_empty() {
        return Err(NoExpiration::NoInteger);
    }
    if !rest.is_empty() {
        let rest = String::from_utf8_lossy(rest).into_owned();
        return Err(NoExpiration::Leftover(rest));
    }
    let digits = String::from_utf8_lossy(digits);
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Ok(Millis(0));
    }
    if is_negative {
        return Err(NoExpiration::OutOfBounds(
            "value_negative",
            format!("-{digits}"),
        ));
    }
    match digits.parse().map(Millis) {
        Ok(length) if length <= TIME_TO_LIVE_MAX => Ok(length),
        Ok(_) | Err(_) => Err(NoExpiration::OutOfBounds(
            "value_too_large",
            digits.to_owned(),
        )),
    }
}

fn refuse_expiration(text: &ShortString, why: &NoExpiration) -> Exception {
    let start = format!("invalid expiration '{text}': ");
    let why = match why {
        NoExpiration::NoInteger => "no_integer".to_owned(),
        NoExpiration::Leftover(rest) => format!("{{leftover_string,{}}}", quoted(rest)),
        NoExpiration::OutOfBounds(word, number) => pair(start.chars().count(), word, number),
    };
    refuse(start + &why)
}

/// A pair as Erlang prints it from this column on: on two lines if one is too short.
fn pair(column: usize, word: &str, number: &str) -> String {
    let in_one_line = format!("{{{word},{number}}}");
    if column + in_one_line.len() <= PRINTED_COLUMNS_MAX {
        in_one_line
    } else {
        let indent = " ".repeat(column + 1);
        format!("{{{word},\n{indent}{number}}}")
    }
}

/// The keys of `CC`, then those of `BCC`.
fn keys_of_headers(headers: &Table) -> Result<Vec<RoutingKey>, Exception> {
    let mut copied_to = Vec::new();
    for name in [CC, BCC] {
        match headers.find(name) {
            None => {}
            Some(FieldValue::Array(keys)) => copied_to.extend(keys.iter().filter_map(routing_key)),
            Some(other) => {
                return Err(refuse(format!(
                    "invalid message: {{unacceptable_type_in_header,\"{name}\",{}}}",
                    other.type_name()
                )));
            }
        }
    }
    Ok(copied_to)
}

/// RabbitMQ passes over what is not a string; what cannot be a routing key is not one either.
fn routing_key(value: &FieldValue) -> Option<RoutingKey> {
    let FieldValue::LongString(bytes) = value else {
        return None;
    };
    RoutingKey::new(std::str::from_utf8(bytes).ok()?).ok()
}

fn remove_first(headers: &mut Table, name: &str) {
    if let Some(place) = headers.0.iter().position(|(key, _)| *key == *name) {
        headers.0.remove(place);
    }
}

fn check_user(properties: &Properties) -> Result<(), Exception> {
    match &properties.user_id {
        Some(user) if *user != *USER => Err(refuse(format!(
            "user_id property set to '{user}' but authenticated user was '{USER}'"
        ))),
        Some(_) | None => Ok(()),
    }
}

fn refuse(explanation: String) -> Exception {
    Exception::channel(ReplyCode::PreconditionFailed, explanation)
}

const CC: &str = "CC";

const BCC: &str = "BCC";

/// Erlang breaks a printed term into lines where it would go further than this.
const PRINTED_COLUMNS_MAX: usize = 78;

#[cfg(test)]
mod tests {
    use super::{super::id::ExchangeName, *};

    fn publish(properties: Properties) -> Publish {
        Publish {
            exchange: ExchangeName::default_exchange(),
            routing_key: key("k"),
            mandatory: false,
            immediate: false,
            properties,
            body: Rc::from(*b"body"),
        }
    }

    fn key(text: &str) -> RoutingKey {
        RoutingKey::new(text).expect("it is short")
    }

    fn expiring(expiration: &str) -> Properties {
        Properties {
            expiration: Some(ShortString::of(expiration)),
            ..Properties::default()
        }
    }

    fn with_headers(headers: &[(&str, FieldValue)]) -> Properties {
        let fields = headers.iter();
        let fields = fields.map(|(name, value)| (ShortString::of(name), value.clone()));
        Properties {
            headers: Some(Table(fields.collect())),
            ..Properties::default()
        }
    }

    fn keys(keys: &[&str]) -> FieldValue {
        FieldValue::Array(keys.iter().map(|key| FieldValue::text(key)).collect())
    }

    fn refusal(properties: Properties) -> String {
        let refused = admit(publish(properties));
        refused.expect_err("it is refused").explanation
    }

    #[test]
    fn a_message_that_asks_for_nothing_passes_as_it_is() {
        let properties = with_headers(&[("b", FieldValue::Void), ("a", FieldValue::Bool(true))]);
        let admitted = admit(publish(properties.clone())).expect("nothing is wrong");
        assert_eq!(admitted.message.properties, properties);
        assert_eq!(admitted.time_to_live, None);
        assert!(admitted.message.copied_to.is_empty());
    }

    #[test]
    fn a_body_over_16_mib_is_refused() {
        let mut large = publish(Properties::default());
        large.body = vec![0; MESSAGE_BYTES_MAX].into();
        assert_eq!(check_before_exchange(&large), Ok(()));
        large.body = vec![0; MESSAGE_BYTES_MAX + 1].into();
        let refused = check_before_exchange(&large).expect_err("one byte is too much");
        assert_eq!(
            refused.to_string(),
            "PRECONDITION_FAILED - message size 16777217 is larger than configured max size \
             16777216"
        );
        large.immediate = true;
        let refused = check_before_exchange(&large).expect_err("that comes first");
        assert_eq!(refused.to_string(), "NOT_IMPLEMENTED - immediate=true");
    }

    #[test]
    fn an_expiration_is_a_number_of_milliseconds() {
        for (said, meant, passed_on) in [
            ("0", 0, "0"),
            ("-0", 0, "0"),
            ("+5", 5, "5"),
            ("0060", 60, "60"),
            ("315360000000", 315_360_000_000, "315360000000"),
        ] {
            let admitted = admit(publish(expiring(said))).expect("it is a number");
            assert_eq!(admitted.time_to_live, Some(Millis(meant)));
            let left = admitted.message.properties.expiration.clone();
            assert_eq!(left, Some(ShortString::of(passed_on)));
        }
    }

    #[test]
    fn what_is_no_expiration_is_refused_in_rabbitmqs_words() {
        for (said, why) in [
            ("abc", "no_integer"),
            ("", "no_integer"),
            ("-", "no_integer"),
            (" 5", "no_integer"),
            ("5 ", "{leftover_string,\" \"}"),
            ("12x", "{leftover_string,\"x\"}"),
            ("5\n", "{leftover_string,\"\\n\"}"),
            ("5\u{1}", "{leftover_string,[1]}"),
            ("-1", "{value_negative,-1}"),
            ("315360000001", "{value_too_large,315360000001}"),
            (
                "99999999999999999999",
                "{value_too_large,\n                                            \
                 99999999999999999999}",
            ),
        ] {
            let refused = refusal(expiring(said));
            assert_eq!(refused, format!("invalid expiration '{said}': {why}"));
        }
    }

    #[test]
    fn cc_and_bcc_add_keys_and_bcc_is_taken_out() {
        let admitted = admit(publish(with_headers(&[
            ("BCC", keys(&["hidden"])),
            (
                "CC",
                FieldValue::Array(vec![FieldValue::Int(1), FieldValue::text("open")]),
            ),
            ("x", FieldValue::Void),
        ])));
        let message = admitted.expect("both are arrays").message;
        assert_eq!(message.copied_to, [key("open"), key("hidden")]);
        let openly: Vec<_> = copied_openly(&message.properties).collect();
        assert_eq!(openly, [key("open")]);
        let headers = message.properties.headers.clone().expect("it had some");
        let names: Vec<_> = headers.0.iter().map(|(name, _)| name.to_string()).collect();
        assert_eq!(names, ["CC", "x"]);
    }

    #[test]
    fn keys_that_are_no_array_are_refused() {
        let not_an_array = with_headers(&[("BCC", FieldValue::Int(1)), ("CC", keys(&["a"]))]);
        assert_eq!(
            refusal(not_an_array),
            "invalid message: {unacceptable_type_in_header,\"BCC\",signedint}"
        );
        let neither = with_headers(&[("BCC", FieldValue::Void), ("CC", FieldValue::text("a"))]);
        assert_eq!(
            refusal(neither),
            "invalid message: {unacceptable_type_in_header,\"CC\",longstr}"
        );
    }

    #[test]
    fn a_message_says_truly_who_sent_it_and_that_is_asked_last() {
        let sent_by = |user| Properties {
            user_id: Some(ShortString::of(user)),
            ..Properties::default()
        };
        assert!(admit(publish(sent_by(USER))).is_ok());
        assert_eq!(
            refusal(sent_by("bob")),
            "user_id property set to 'bob' but authenticated user was 'guest'"
        );
        let all_wrong = Properties {
            user_id: Some(ShortString::of("bob")),
            expiration: Some(ShortString::of("abc")),
            ..with_headers(&[("CC", FieldValue::Void)])
        };
        assert_eq!(
            refusal(all_wrong.clone()),
            "invalid expiration 'abc': no_integer"
        );
        let headers_wrong = Properties {
            expiration: None,
            ..all_wrong
        };
        assert_eq!(
            refusal(headers_wrong),
            "invalid message: {unacceptable_type_in_header,\"CC\",void}"
        );
    }
}
