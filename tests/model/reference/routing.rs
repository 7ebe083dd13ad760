//! Routing: which queues a message reaches from an exchange.

use leveret::broker::{
    Binding, Destination, ExchangeKind, ExchangeName, FieldValue, Message, QueueName, Table,
};

use super::Reference;

impl Reference {
    /// The queues that a message reaches, each once, in the order of their places. An exchange
    /// hands on to other exchanges, and if none of its bindings matched to its alternate; one that
    /// was visited is not visited again.
    pub(super) fn route(&self, from: usize, message: &Message) -> Vec<usize> {
        let mut visited = vec![from];
        let mut next = 0;
        let mut queues: Vec<usize> = Vec::new();
        while let Some(&exchange) = visited.get(next) {
            next += 1;
            for destination in self.destinations(exchange, message) {
                match destination {
                    Destination::Queue(name) => {
                        let queue = self.find_queue(&name);
                        let queue = queue.expect("bindings go with their queue");
                        if !queues.contains(&queue) {
                            queues.push(queue);
                        }
                    }
                    Destination::Exchange(name) => {
                        if let Some(found) = self.find_exchange(&name)
                            && !visited.contains(&found)
                        {
                            visited.push(found);
                        }
                    }
                }
            }
        }
        queues.sort_by_key(|&queue| self.queues[queue].slot);
        queues
    }

    fn destinations(&self, exchange: usize, message: &Message) -> Vec<Destination> {
        let exchange = &self.exchanges[exchange];
        if exchange.name.as_str().is_empty() {
            let by_name = message.routing_keys().map(QueueName::from);
            let there = by_name.filter(|name| self.find_queue(name).is_some());
            return there.map(Destination::Queue).collect();
        }
        let bindings = self.bindings.iter();
        let matching: Vec<Destination> = bindings
            .filter(|binding| binding.source == exchange.name)
            .filter(|binding| is_match(exchange.kind, binding, message))
            .map(|binding| binding.destination.clone())
            .collect();
        match exchange.arguments.find("alternate-exchange") {
            Some(FieldValue::LongString(name)) if matching.is_empty() => {
                let name = String::from_utf8_lossy(name);
                let name = ExchangeName::new(&name).expect("the name is short");
                vec![Destination::Exchange(name)]
            }
            _ => matching,
        }
    }
}

fn is_match(kind: ExchangeKind, binding: &Binding, message: &Message) -> bool {
    let mut keys = message.routing_keys();
    match kind {
        ExchangeKind::Fanout => true,
        ExchangeKind::Direct => keys.any(|key| key.as_str() == binding.key.as_str()),
        ExchangeKind::Topic => keys.any(|key| {
            let pattern = words(binding.key.as_str());
            is_topic_match(&pattern, &words(key.as_str()))
        }),
        ExchangeKind::Headers => {
            let none = Table::default();
            let headers = message.properties.headers.as_ref().unwrap_or(&none);
            is_headers_match(&binding.arguments, headers)
        }
    }
}

/// No text has no words; otherwise there is one more than there are dots.
fn words(text: &str) -> Vec<&str> {
    if text.is_empty() {
        Vec::new()
    } else {
        text.split('.').collect()
    }
}

fn is_topic_match(pattern: &[&str], words: &[&str]) -> bool {
    let Some((first, left)) = pattern.split_first() else {
        return words.is_empty();
    };
    if *first == "#" {
        return (0..=words.len()).any(|taken| is_topic_match(left, &words[taken..]));
    }
    let Some((word, others)) = words.split_first() else {
        return false;
    };
    (*first == "*" || first == word) && is_topic_match(left, others)
}

fn is_headers_match(arguments: &Table, headers: &Table) -> bool {
    let mode = match arguments.find("x-match") {
        Some(FieldValue::LongString(mode)) => String::from_utf8_lossy(mode).into_owned(),
        _ => "all".to_owned(),
    };
    let counts_x = mode.ends_with("-with-x");
    let mut compared = arguments.0.iter().filter(|(name, _)| {
        let name = name.to_string();
        name != "x-match" && (counts_x || !name.starts_with("x-"))
    });
    let agrees = |(name, wanted): &(_, FieldValue)| {
        let found = headers.find(&leveret::broker::ShortString::to_string(name));
        found.is_some_and(|found| *wanted == FieldValue::Void || wanted == found)
    };
    if mode.starts_with("any") {
        compared.any(agrees)
    } else {
        compared.all(agrees)
    }
}
