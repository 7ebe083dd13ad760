//! Names that a broker makes up: in a trace they stand as `amq.gen-#1`, `amq.ctag-#2` and so on, in
//! the order in which they were first seen.

use std::collections::BTreeMap;

/// The names of one scenario.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// What the trace says, by what the broker says.
    known: BTreeMap<String, String>,
}

impl Names {
    /// The text as it stands in a trace.
    pub(crate) fn hide(&mut self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some((at, prefix, length)) = first_name(rest) {
            let (before, name) = rest.split_at(at);
            let name = &name[..length];
            shown.push_str(before);
            let number = 1 + self
                .known
                .values()
                .filter(|known| known.starts_with(prefix))
                .count();
            let known = self.known.entry(name.to_owned());
            shown.push_str(known.or_insert_with(|| format!("{prefix}#{number}")));
            rest = &rest[at + length..];
        }
        shown + rest
    }

    /// The line of a script with the broker's own names in it. Later numbers go first, since `#1`
    /// is the start of `#10`.
    pub(crate) fn reveal(&self, line: &str) -> String {
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort_by_key(|(_, shown)| std::cmp::Reverse(shown.len()));
        known
            .into_iter()
            .fold(line.to_owned(), |line, (name, shown)| {
                line.replace(shown, name)
            })
    }
}

/// Where the first made-up name stands, its prefix and its length.
fn first_name(text: &str) -> Option<(usize, &'static str, usize)> {
    let found = KINDS.iter().filter_map(|(prefix, length)| {
        text.match_indices(prefix).find_map(|(at, _)| {
            let made_up = &text[at + prefix.len()..];
            let is_end = |char: char| !(char.is_ascii_alphanumeric() || "-_.+/=".contains(char));
            let end = made_up.find(is_end).unwrap_or(made_up.len());
            let fits = length.map_or(end > 0, |length| length == end);
            fits.then_some((at, *prefix, prefix.len() + end))
        })
    });
    found.min()
}

/// Prefixes, and how long what follows them is, where RabbitMQ fixes it.
const KINDS: [(&str, Option<usize>); 3] = [
    ("amq.gen-", Some(22)),
    ("amq.ctag-", Some(22)),
    ("amq.rabbitmq.reply-to.", None),
];
