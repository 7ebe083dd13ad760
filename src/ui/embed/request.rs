//! What the page around asks.

use serde::Deserialize;
use serde_json::{Value, json};

use super::VERSION;
use crate::{
    broker::Timestamp,
    projection::{Seek, Speed},
    ui::state::{OrderDraft, Theme},
    worker::message::Refusal,
};

/// A request, as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What the answer is to carry, so that the one who asked knows it.
    pub id: Value,
    /// What is asked, or what is wrong with it.
    pub wish: Result<Wish, Fault>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// To be told what happens from now on.
    Hello,
    /// Show a scratch copy of that scenario.
    Load(String),
    /// Let time go, as fast as that if it is said.
    Play(Option<Speed>),
    /// Let time stand still.
    Pause,
    /// Pause, and let the next thing happen.
    Step,
    /// Pause, and show another moment.
    Seek(Seek),
    /// Publish that.
    Publish(Box<OrderDraft>),
    /// Let that consumer crash.
    Crash(String),
    /// How everything is.
    State,
    /// A link that opens the very same.
    ShareUrl {
        /// Whether the messages are part of it.
        with_messages: bool,
    },
    /// Begin anew.
    Reset,
    /// Change the colours.
    Theme(Theme),
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// RabbitMQ's reply code, if the broker refused.
    pub code: Option<u16>,
    /// What is wrong.
    pub message: String,
    /// What would be right; may be empty.
    pub advice: String,
}

/// The answer to a request: what was asked for, or why not.
pub type Answer = Result<Value, Fault>;

/// A request as it stands in the message. Names are JavaScript's.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", deny_unknown_fields)]
enum Said {
    Hello {},
    Load {
        scenario: Value,
    },
    Play {
        speed: Option<f64>,
    },
    Pause {},
    Step {},
    Seek {
        to: Moment,
    },
    Publish {
        #[serde(default)]
        order: SaidOrder,
    },
    Crash {
        consumer: String,
    },
    State {},
    #[serde(rename = "shareUrl", rename_all = "camelCase")]
    ShareUrl {
        #[serde(default = "yes")]
        with_messages: bool,
    },
    Reset {},
    Theme {
        theme: String,
    },
}

/// An order as it stands in the message; what is left out is as the form has it at first.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct SaidOrder {
    id: Option<String>,
    user: Option<String>,
    total: Option<f64>,
    body: Option<String>,
    count: Option<u32>,
    exchange: Option<String>,
    routing_key: Option<String>,
    persistent: Option<bool>,
    mandatory: bool,
    poison: bool,
}

/// A moment: milliseconds on the virtual clock, or a word.
#[derive(Deserialize)]
#[serde(untagged)]
enum Moment {
    At(u64),
    Named(String),
}

const fn yes() -> bool {
    true
}

/// Reads a message. Nothing comes of one that is not meant for this page: programs in a page send
/// each other many.
#[must_use]
pub fn read(message: &str) -> Option<Asked> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(message) else {
        return None;
    };
    let version = message.remove("leveret")?;
    let id = message.remove("id").unwrap_or(Value::Null);
    let wish = if version == VERSION {
        match serde_json::from_value(Value::Object(message)) {
            Ok(said) => wish(said),
            Err(error) => Err(Fault::new(
                &format!("The request cannot be understood: {error}."),
                "docs/EMBEDDING.md lists the requests and their fields.",
            )),
        }
    } else {
        Err(Fault::new(
            &format!("The request has version {version}."),
            "This page understands version 1: {leveret: 1, id, type, …}.",
        ))
    };
    Some(Asked { id, wish })
}

fn wish(said: Said) -> Result<Wish, Fault> {
    Ok(match said {
        Said::Hello {} => Wish::Hello,
        Said::Load { scenario } => {
            let text = scenario.as_str().map(str::to_owned);
            Wish::Load(text.unwrap_or_else(|| scenario.to_string()))
        }
        Said::Play { speed } => Wish::Play(speed.map(speed_of).transpose()?),
        Said::Pause {} => Wish::Pause,
        Said::Step {} => Wish::Step,
        Said::Seek { to } => Wish::Seek(moment(to)?),
        Said::Publish { order } => Wish::Publish(Box::new(draft(order))),
        Said::Crash { consumer } => Wish::Crash(consumer),
        Said::State {} => Wish::State,
        Said::ShareUrl { with_messages } => Wish::ShareUrl { with_messages },
        Said::Reset {} => Wish::Reset,
        Said::Theme { theme } => {
            let theme = Theme::of_word(&theme);
            Wish::Theme(theme.map_err(|right| Fault::new("There is no such theme.", right))?)
        }
    })
}

fn draft(order: SaidOrder) -> OrderDraft {
    let form = OrderDraft::default();
    OrderDraft {
        id: order.id,
        user: order.user.unwrap_or(form.user),
        total: order.total.map_or(form.total, |total| total.to_string()),
        count: order.count.map_or(form.count, |count| count.to_string()),
        exchange: order.exchange.unwrap_or(form.exchange),
        routing_key: order.routing_key.unwrap_or(form.routing_key),
        persistent: order.persistent.unwrap_or(form.persistent),
        mandatory: order.mandatory,
        poison: order.poison,
        raw: order.body,
        ..OrderDraft::default()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "only a number in range is taken, and a part of a tenth is of no interest"
)]
fn speed_of(speed: f64) -> Result<Speed, Fault> {
    let tenths = (speed * 10.0).round();
    let in_range = (1.0..=1_000.0).contains(&tenths);
    let speed = in_range.then(|| Speed::of_tenths(tenths as u16).ok());
    speed
        .flatten()
        .ok_or_else(|| Fault::new("There is no such speed.", "It is a number from 0.1 to 100."))
}

fn moment(moment: Moment) -> Result<Seek, Fault> {
    match moment {
        Moment::At(ms) => Ok(Seek::Time(Timestamp(ms))),
        Moment::Named(word) if word == "back" => Ok(Seek::Back),
        Moment::Named(word) if word == "present" => Ok(Seek::Present),
        Moment::Named(_) => Err(Fault::new(
            "There is no such moment.",
            "It is a number of milliseconds on the virtual clock, \"back\" or \"present\".",
        )),
    }
}

impl Fault {
    /// A fault of the request itself.
    #[must_use]
    pub fn new(message: &str, advice: &str) -> Self {
        Self {
            code: None,
            message: message.to_owned(),
            advice: advice.to_owned(),
        }
    }

    /// As it stands in an answer.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let Self {
            code,
            message,
            advice,
        } = self;
        json!({ "code": code, "message": message, "advice": advice })
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: refusal.code,
            message: refusal.message,
            advice: refusal.advice,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish_of(rest: &str) -> Result<Wish, Fault> {
        let message = format!("{{\"leveret\": 1, \"id\": 7, {rest}}}");
        let asked = read(&message).unwrap();
        assert_eq!(asked.id, 7);
        asked.wish
    }

    #[test]
    fn what_is_meant_for_others_is_passed_over() {
        for other in ["", "7", "null", "[1]", "{}", "{\"type\": \"play\"}"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn every_request_is_understood() {
        let ask = |text: &str| wish_of(text).unwrap();
        assert_eq!(ask("\"type\": \"hello\""), Wish::Hello);
        assert_eq!(ask("\"type\": \"pause\""), Wish::Pause);
        assert_eq!(ask("\"type\": \"step\""), Wish::Step);
        assert_eq!(ask("\"type\": \"state\""), Wish::State);
        assert_eq!(ask("\"type\": \"reset\""), Wish::Reset);
        assert_eq!(ask("\"type\": \"play\""), Wish::Play(None));
        let tenth = Speed::of_tenths(5).unwrap();
        assert_eq!(
            ask("\"type\": \"play\", \"speed\": 0.5"),
            Wish::Play(Some(tenth))
        );
        let moment = Seek::Time(Timestamp(1_767_225_600_000));
        assert_eq!(
            ask("\"type\": \"seek\", \"to\": 1767225600000"),
            Wish::Seek(moment)
        );
        assert_eq!(
            ask("\"type\": \"seek\", \"to\": \"back\""),
            Wish::Seek(Seek::Back)
        );
        let consumer = "consumer-1".to_owned();
        assert_eq!(
            ask("\"type\": \"crash\", \"consumer\": \"consumer-1\""),
            Wish::Crash(consumer)
        );
        assert_eq!(
            ask("\"type\": \"theme\", \"theme\": \"dark\""),
            Wish::Theme(Theme::Dark)
        );
        let share = Wish::ShareUrl {
            with_messages: true,
        };
        assert_eq!(ask("\"type\": \"shareUrl\""), share);
        assert_eq!(
            ask("\"type\": \"load\", \"scenario\": {\"leveret\": 1}"),
            Wish::Load("{\"leveret\":1}".to_owned())
        );
        assert_eq!(
            ask("\"type\": \"load\", \"scenario\": \"{}\""),
            Wish::Load("{}".to_owned())
        );
    }

    #[test]
    fn an_order_is_what_the_form_would_make_of_it() {
        let said =
            "\"type\": \"publish\", \"order\": {\"id\": \"order_9\", \"total\": 1.5, \"count\": 3}";
        let Ok(Wish::Publish(draft)) = wish_of(said) else {
            panic!("it is an order");
        };
        let orders = draft.parse(123).unwrap();
        assert_eq!((orders.count, orders.persistent), (3, true));
        assert_eq!(orders.routing_key.to_string(), "order_queue");
    }

    #[test]
    fn what_cannot_be_is_refused_and_says_what_would_be_right() {
        let refused = |text: &str| wish_of(text).unwrap_err();
        assert!(
            refused("\"type\": \"dance\"")
                .message
                .contains("expected one of")
        );
        assert!(
            refused("\"type\": \"crash\"")
                .message
                .contains("missing field `consumer`")
        );
        let more = "\"type\": \"pause\", \"for\": 3";
        assert!(refused(more).message.contains("unknown field `for`"));
        for speed in ["0", "-1", "101", "0.01"] {
            let fault = refused(&format!("\"type\": \"play\", \"speed\": {speed}"));
            assert_eq!(fault.advice, "It is a number from 0.1 to 100.");
        }
        assert!(
            refused("\"type\": \"seek\", \"to\": \"then\"")
                .advice
                .contains("back")
        );
        assert!(
            refused("\"type\": \"theme\", \"theme\": \"red\"")
                .advice
                .contains("dark")
        );
        let later = read("{\"leveret\": 2, \"type\": \"dance\"}").unwrap();
        assert!(later.wish.unwrap_err().message.contains("version 2"));
    }

    proptest::proptest! {
        #[test]
        fn no_message_is_too_strange_to_be_read(message in ".*", kind in "[a-zA-Z]*", field in "[a-z]*") {
            drop(read(&message));
            drop(read(&format!("{{\"leveret\": 1, \"type\": \"{kind}\", \"{field}\": [{{}}]}}")));
        }
    }
}
