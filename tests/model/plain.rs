//! Messages as they are compared.
//!
//! What a dead letter's headers tell again is left out: its history is compared as it is kept.

use std::rc::Rc;

use leveret::broker::{Death, Deaths, HeldDelivery, Message};

use crate::seen::{Seen, What};

pub(crate) fn message(message: &Message) -> Rc<Message> {
    let mut plain = message.clone();
    let headers = &mut plain.properties.headers;
    if let Some(table) = headers {
        table
            .0
            .retain(|(name, _)| !tells_of_deaths(&name.to_string()));
        table.0.sort_by_key(|(name, _)| name.clone());
    }
    headers.take_if(|table| table.0.is_empty());
    plain.deaths = plain.deaths.map(|deaths| {
        Rc::new(Deaths {
            entries: deaths.entries.clone(),
            // Of the first death, only where and why it was matters.
            first: Rc::new(Death {
                count: 1,
                routing_keys: Vec::new(),
                original_expiration: None,
                ..Death::clone(&deaths.first)
            }),
        })
    });
    Rc::new(plain)
}

pub(crate) fn held(held: HeldDelivery) -> HeldDelivery {
    HeldDelivery {
        message: message(&held.message),
        ..held
    }
}

/// What each client saw in its order, client by client. In which order the consumers of a queue
/// that goes are told is nobody's business.
pub(crate) fn by_client(seen: impl IntoIterator<Item = Seen>) -> Vec<Seen> {
    let mut seen: Vec<Seen> = seen.into_iter().map(plainly_seen).collect();
    seen.retain(|seen| seen.what != What::TxCommitted);
    seen.sort_by_key(|seen| seen.by);
    let tag = |seen: &Seen| match &seen.what {
        What::Cancelled(tag) => Some(tag.clone()),
        _ => None,
    };
    for told in seen
        .chunk_by_mut(|one, next| one.by == next.by && tag(one).is_some() && tag(next).is_some())
    {
        told.sort_by_key(tag);
    }
    seen
}

fn plainly_seen(mut seen: Seen) -> Seen {
    if let What::Returned(sent)
    | What::Delivered { message: sent, .. }
    | What::Got { message: sent, .. } = &mut seen.what
    {
        *sent = message(sent);
    }
    seen
}

fn tells_of_deaths(name: &str) -> bool {
    name == "x-death" || name.starts_with("x-first-death-") || name.starts_with("x-last-death-")
}
