//! Looking for messages without consuming them: ready ones, and those that the page's consumers
//! hold.

use super::{
    arguments::in_full,
    assemble::message_view,
    inspect::properties,
    view::{Found, FoundMessage, Search, SearchedState},
};
use crate::{
    broker::{Message, Position, QueueName},
    simulation::World,
};

/// Searches as much as can be searched at once.
#[must_use]
pub fn search(search: Search, world: &World) -> Found {
    let mut looking = Looking {
        found: Found {
            first: Vec::new(),
            matching: 0,
            searched: 0,
            total: 0,
            search,
        },
        bytes: 0,
    };
    let state = looking.found.search.state;
    if state != SearchedState::Unacked {
        for status in world.broker().queues() {
            looking.found.total += status.ready;
            for ready in world.broker().ready(&status.name) {
                if looking.is_enough() {
                    break;
                }
                let place = (&status.name, ready.position);
                looking.look_at(place, ready.redelivered, ready.message, None);
            }
        }
    }
    if state != SearchedState::Ready {
        for consumer in world.clients().consumers() {
            looking.found.total += consumer.held().count() as u64;
            for (work, _) in consumer.held() {
                if looking.is_enough() {
                    break;
                }
                let place = (&consumer.settings().queue, work.position);
                let holder = Some(consumer.name());
                looking.look_at(place, work.redelivered, &work.message, holder);
            }
        }
    }
    looking.found
}

struct Looking {
    found: Found,
    /// Bytes of bodies that were searched.
    bytes: usize,
}

impl Looking {
    const fn is_enough(&self) -> bool {
        self.found.searched >= MESSAGES_MAX || self.bytes >= BYTES_MAX
    }

    fn look_at(
        &mut self,
        (queue, position): (&QueueName, Position),
        redelivered: bool,
        message: &Message,
        held_by: Option<&str>,
    ) {
        self.found.searched += 1;
        self.bytes += message.body.len();
        let Some(found_in) = found_in(message, &self.found.search.text) else {
            return;
        };
        self.found.matching += 1;
        if self.found.first.len() < SHOWN_MAX {
            self.found.first.push(FoundMessage {
                queue: queue.clone(),
                message: message_view(position, redelivered, message),
                held_by: held_by.map(str::to_owned),
                found_in,
            });
        }
    }
}

/// Where the text stands first, if it does.
fn found_in(message: &Message, text: &str) -> Option<String> {
    if contains(&message.body, text) {
        return Some("body".to_owned());
    }
    if contains(message.routing_key.as_str().as_bytes(), text) {
        return Some("routing key".to_owned());
    }
    let properties = properties(&message.properties).into_iter();
    let mut properties = properties.filter(|(_, value)| contains(value.as_bytes(), text));
    if let Some((name, _)) = properties.next() {
        return Some(name);
    }
    let headers = message.properties.headers.as_ref().map(in_full);
    let mut headers = headers.into_iter().flatten();
    let found = headers
        .find(|(name, value)| contains(name.as_bytes(), text) || contains(value.as_bytes(), text));
    found.map(|(name, _)| format!("header {name}"))
}

/// Upper and lower case of ASCII letters are the same.
fn contains(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    text.is_empty() || (bytes.windows(text.len())).any(|part| part.eq_ignore_ascii_case(text))
}

/// Matches that are shown: as many as somebody reads.
const SHOWN_MAX: usize = 20;

/// Messages of one search: a fraction of a second's work.
const MESSAGES_MAX: u64 = 200_000;

/// Bytes of bodies, likewise.
const BYTES_MAX: usize = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_whatever_its_case() {
        assert!(contains(b"{\"id\": \"Order_123\"}", "order_123"));
        assert!(contains(b"tea", ""));
        assert!(!contains(b"te", "tea"));
        assert!(!contains(b"", "tea"));
        assert!(contains(&[0xff, b'T', b'e', b'a'], "TEA"));
    }
}
