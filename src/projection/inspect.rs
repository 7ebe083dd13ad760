//! Looking at one message: what it says and what happened to it, also when it is gone.

use std::rc::Rc;

use super::{
    arguments::in_full,
    histories::Histories,
    ledger::Place,
    view::{Inspection, MessageContent, Reach, Standing},
};
use crate::{
    broker::{FieldValue, Message, Properties, QueueName, ShortString},
    simulation::{Again, NotAgain, World, one_line, preview},
};

/// The message that has or had that place.
#[must_use]
pub fn inspect(place: &Place, world: &World, histories: &Histories) -> Inspection {
    let (queue, position) = place;
    let history = histories.of(place, world);
    let message = message_at(place, world, histories);
    let is_ready = match &history {
        Some(history) => history.stands(place) == Some(Standing::Ready),
        None => message.is_some(),
    };
    let reach = if is_ready {
        Reach::Ready
    } else {
        held(place, world)
    };
    Inspection {
        queue: queue.clone(),
        position: *position,
        reach,
        died_in: message.and_then(died_in),
        content: message.map(content),
        history,
    }
}

/// The message that has or had that place, if it is known or still ready.
fn message_at<'a>(
    place: &Place,
    world: &'a World,
    histories: &'a Histories,
) -> Option<&'a Message> {
    // Only of a message of which nothing is known the queue has to be searched.
    let (queue, position) = place;
    let known = histories.message(place).map(Rc::as_ref);
    known.or_else(|| {
        let mut ready = world.broker().ready(queue);
        let found = ready.find(|ready| ready.position == *position);
        found.map(|ready| ready.message)
    })
}

/// What the publish form can say of the message that has or had that place; none if it is not known
/// any more.
#[must_use]
pub fn again(
    place: &Place,
    world: &World,
    histories: &Histories,
) -> Option<Result<Again, NotAgain>> {
    message_at(place, world, histories).map(Again::of)
}

/// The queue in which a message was dead-lettered first
/// (<https://www.rabbitmq.com/docs/dlx#effects>).
pub(super) fn died_in(message: &Message) -> Option<QueueName> {
    let headers = message.properties.headers.as_ref()?;
    let FieldValue::LongString(name) = headers.find("x-first-death-queue")? else {
        return None;
    };
    QueueName::new(std::str::from_utf8(name).ok()?).ok()
}

fn held((queue, position): &Place, world: &World) -> Reach {
    let consumers = world.clients().consumers().iter();
    let mut holders = consumers.filter(|consumer| consumer.settings().queue == *queue);
    let held = holders.find_map(|consumer| {
        let (work, _) = (consumer.held()).find(|(work, _)| work.position == *position)?;
        Some(Reach::Held {
            consumer: consumer.name().to_owned(),
            delivery_tag: work.delivery_tag,
        })
    });
    held.unwrap_or(Reach::Beyond)
}

fn content(message: &Message) -> MessageContent {
    let headers = message.properties.headers.as_ref();
    MessageContent {
        exchange: message.exchange.to_string(),
        routing_key: message.routing_key.to_string(),
        properties: properties(&message.properties),
        headers: headers.map(in_full).unwrap_or_default(),
        body: preview(&message.body, BODY_CHARS_MAX),
        body_bytes: message.body.len() as u64,
    }
}

/// Those that are set, in the order of the protocol.
pub(super) fn properties(properties: &Properties) -> Vec<(String, String)> {
    let text = |text: &Option<ShortString>| {
        let text = text.as_ref()?;
        let text = String::from_utf8_lossy(text.as_bytes());
        Some(one_line(&text, PROPERTY_CHARS_MAX))
    };
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    let all = [
        ("content_type", text(&properties.content_type)),
        ("content_encoding", text(&properties.content_encoding)),
        (
            "delivery_mode",
            number(properties.delivery_mode.map(u64::from)),
        ),
        ("priority", number(properties.priority.map(u64::from))),
        ("correlation_id", text(&properties.correlation_id)),
        ("reply_to", text(&properties.reply_to)),
        ("expiration", text(&properties.expiration)),
        ("message_id", text(&properties.message_id)),
        ("timestamp", number(properties.timestamp)),
        ("type", text(&properties.kind)),
        ("user_id", text(&properties.user_id)),
        ("app_id", text(&properties.app_id)),
        ("cluster_id", text(&properties.cluster_id)),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// Characters of a body: some screens.
const BODY_CHARS_MAX: usize = 10_000;

/// A property is at most a short string, and whole.
const PROPERTY_CHARS_MAX: usize = 255;
