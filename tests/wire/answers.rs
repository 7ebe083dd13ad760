//! What the broker said until it was quiet, made comparable.
//!
//! Two runs against one broker differ in what is nobody's promise, and that is taken out here:
//!
//! - Channels are independent, so what they were told is shown channel by channel.
//! - Confirms may be gathered into one, or not: shown is which publishes were confirmed.
//! - The server's description of itself in `connection.start` is shown by its keys.
//! - Made-up names are numbered, see `names`.
//!
//! With `by_consumer`, for random runs, two queues that deliver on one channel at once may do it
//! in either order: deliveries are then shown by consumer, and numbered as shown.

use std::collections::BTreeMap;

use super::{
    connection::{Connection, Said},
    method::{Content, Field, Method},
    names::Names,
    value::Value,
};

/// What was said, by connection and channel, in the order of each.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    said: BTreeMap<(String, u16), Vec<Said>>,
}

impl Answers {
    pub(crate) fn push(&mut self, connection: &str, channel: u16, said: Said) {
        let key = (connection.to_owned(), channel);
        self.said.entry(key).or_default().push(said);
    }

    /// What this connection was told last on channel 0.
    pub(crate) fn last_of(&self, connection: &str) -> Option<&Said> {
        self.said.get(&(connection.to_owned(), 0))?.last()
    }

    /// The `version` of `connection.start` on this connection.
    pub(crate) fn server_version(&self, connection: &str) -> String {
        let said = self.said.get(&(connection.to_owned(), 0));
        let mut said = said.into_iter().flatten();
        let version = said.find_map(|said| match said {
            Said::Method(method, _) => method.entry("server_properties", "version"),
            Said::ProtocolHeader(_) | Said::Stray(_) | Said::Closed => None,
        });
        version.expect("a broker says its version")
    }

    /// Adds all of this to others, but for a method that need not be told.
    pub(crate) fn pour_into(self, others: &mut Self, untold: &str) {
        for ((name, number), said) in self.said {
            for said in said {
                let is_untold =
                    matches!(&said, Said::Method(method, _) if method.shape.name == untold);
                if !is_untold {
                    others.push(&name, number, said);
                }
            }
        }
    }

    /// Everything as lines of a trace.
    pub(crate) fn show(
        self,
        connections: &mut BTreeMap<String, Connection>,
        names: &mut Names,
        by_consumer: bool,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for ((name, number), mut said) in self.said {
            let connection = connections.get_mut(&name).expect("it was told something");
            if by_consumer {
                said.sort_by_key(consumer);
            }
            let mut told = Told::default();
            for said in said {
                told.add(connection, number, said, by_consumer);
            }
            let told = told.finish();
            lines.extend(told.into_iter().map(|line| {
                let line = names.hide(&line);
                if line == CLOSED {
                    format!("{name} {line}")
                } else {
                    format!("{name}{number} {line}")
                }
            }));
        }
        lines
    }
}

/// Replies first, then what each consumer was told, then the rest.
fn consumer(said: &Said) -> (u8, String) {
    match said {
        Said::Method(method, _) => match method.shape.name {
            "basic.consume-ok" | "basic.deliver" | "basic.cancel" | "basic.cancel-ok" => {
                (1, method.text("consumer_tag"))
            }
            "channel.close" | "connection.close" => (2, String::new()),
            _ => (0, String::new()),
        },
        Said::ProtocolHeader(_) | Said::Stray(_) | Said::Closed => (3, String::new()),
    }
}

/// What one channel was told.
#[derive(Default)]
struct Told {
    lines: Vec<String>,
    acked: Vec<u64>,
    nacked: Vec<u64>,
    /// Numbers that were confirmed before, or never published.
    unasked: Vec<u64>,
    returned_after_confirm: bool,
}

impl Told {
    fn add(&mut self, connection: &mut Connection, number: u16, said: Said, by_consumer: bool) {
        let (method, content) = match said {
            Said::Method(method, content) => (method, content),
            Said::ProtocolHeader(header) => {
                return self.lines.push(format!("protocol header {header}"));
            }
            Said::Stray(what) => return self.lines.push(format!("stray {what}")),
            Said::Closed => return self.lines.push(CLOSED.to_owned()),
        };
        match method.shape.name {
            "basic.ack" | "basic.nack" => return self.confirm(connection, number, &method),
            "basic.return" if !self.acked.is_empty() || !self.nacked.is_empty() => {
                self.returned_after_confirm = true;
            }
            _ => {}
        }
        let method = match method.shape.name {
            "connection.start" => describe(method),
            "basic.deliver" | "basic.get-ok" if by_consumer => {
                let deliveries = &mut connection.channel(number).deliveries;
                deliveries.push(method.number("delivery_tag"));
                let shown = u64::try_from(deliveries.len()).unwrap();
                method.set("delivery_tag", Field::Number(shown))
            }
            _ => method,
        };
        let content = content.as_ref().map(Content::show).unwrap_or_default();
        self.lines.push(method.show() + &content);
    }

    fn confirm(&mut self, connection: &mut Connection, number: u16, method: &Method) {
        let last = method.number("delivery_tag");
        let confirms = connection.channel(number).confirms.get_or_insert_default();
        let mut covered = vec![last];
        if method.bit("multiple") {
            covered = confirms.open.range(..=last).copied().collect();
        }
        for seq in covered {
            let is_open = confirms.open.remove(&seq);
            match (is_open, method.shape.name) {
                (false, _) => self.unasked.push(seq),
                (true, "basic.ack") => self.acked.push(seq),
                (true, _) => self.nacked.push(seq),
            }
        }
    }

    fn finish(mut self) -> Vec<String> {
        for (word, mut numbers) in [
            ("acked", self.acked),
            ("nacked", self.nacked),
            ("out of nothing", self.unasked),
        ] {
            if numbers.is_empty() {
                continue;
            }
            numbers.sort_unstable();
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let mut line = format!("confirms {word} {}", numbers.join(" "));
            if self.returned_after_confirm {
                line.push_str(" before a return");
            }
            self.lines.push(line);
        }
        self.lines
    }
}

/// `connection.start` with the texts of the server's properties left out.
fn describe(mut method: Method) -> Method {
    for (name, field) in &mut method.fields {
        match field {
            Field::Table(properties) if *name == "server_properties" => {
                for (name, value) in properties {
                    if name != "product" && matches!(value, Value::Text(_)) {
                        *value = Value::Text(b"...".to_vec());
                    }
                }
            }
            Field::Text(text) if *name == "mechanisms" => {
                let mut words: Vec<_> = text.split(|byte| *byte == b' ').collect();
                words.sort_unstable();
                *text = words.join(&b' ');
            }
            Field::Bit(_) | Field::Number(_) | Field::Text(_) | Field::Table(_) => {}
        }
    }
    method
}

const CLOSED: &str = "closed";
