//! The form that declares a queue, as far as it is typed.

use std::collections::BTreeMap;

use crate::simulation::{FieldError, QueueArgument, QueueForm, QueueSettings};

/// A queue as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a tick of its own")]
pub struct QueueDraft {
    /// Its name.
    pub name: String,
    /// Whether the broker makes the name up.
    pub is_server_named: bool,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it is there for one connection alone.
    pub exclusive: bool,
    /// Whether it goes with its last consumer.
    pub auto_delete: bool,
    /// What is typed for each argument.
    arguments: BTreeMap<QueueArgument, String>,
    /// Whether the queue has a dead-letter exchange: its name may well be empty.
    dead_letters: bool,
}

impl Default for QueueDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            is_server_named: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments: BTreeMap::new(),
            dead_letters: false,
        }
    }
}

impl QueueDraft {
    /// What is typed for an argument.
    #[must_use]
    pub fn argument(&self, argument: QueueArgument) -> &str {
        self.arguments.get(&argument).map_or("", |text| text)
    }

    /// Types it. Nothing typed is no argument.
    pub fn set_argument(&mut self, argument: QueueArgument, text: String) {
        self.arguments.insert(argument, text);
    }

    /// Whether what the queue gives up goes to an exchange.
    #[must_use]
    pub const fn dead_letters(&self) -> bool {
        self.dead_letters
    }

    /// Whether it shall.
    pub const fn set_dead_letters(&mut self, dead_letters: bool) {
        self.dead_letters = dead_letters;
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<QueueSettings, Vec<FieldError>> {
        let typed = QueueArgument::ALL
            .into_iter()
            .map(|argument| (argument, self.argument(argument)))
            .filter(|(argument, text)| self.is_set(*argument, text));
        let form = QueueForm {
            name: &self.name,
            is_server_named: self.is_server_named,
            durable: self.durable,
            exclusive: self.exclusive,
            auto_delete: self.auto_delete,
        };
        form.parse(typed)
    }

    fn is_set(&self, argument: QueueArgument, text: &str) -> bool {
        match argument {
            QueueArgument::DeadLetterExchange => self.dead_letters,
            QueueArgument::DeadLetterRoutingKey => self.dead_letters && !text.is_empty(),
            QueueArgument::Type
            | QueueArgument::MessageTtl
            | QueueArgument::Expires
            | QueueArgument::MaxLength
            | QueueArgument::MaxLengthBytes
            | QueueArgument::Overflow
            | QueueArgument::MaxPriority
            | QueueArgument::SingleActiveConsumer
            | QueueArgument::DeliveryLimit => !text.trim().is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Value;

    fn draft() -> QueueDraft {
        QueueDraft {
            name: "late".to_owned(),
            ..QueueDraft::default()
        }
    }

    #[test]
    fn what_is_empty_is_no_argument() {
        let mut draft = draft();
        draft.set_argument(QueueArgument::MessageTtl, " ".to_owned());
        let settings = draft.parse().expect("a queue");
        assert!(settings.durable && settings.arguments.is_empty());
    }

    #[test]
    fn an_empty_dead_letter_exchange_is_the_default_exchange() {
        let mut draft = draft();
        draft.set_argument(QueueArgument::DeadLetterRoutingKey, "dead".to_owned());
        assert_eq!(draft.parse().expect("a queue").arguments, []);
        draft.set_dead_letters(true);
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            draft.parse().expect("a queue").arguments,
            [
                (QueueArgument::DeadLetterExchange, text("")),
                (QueueArgument::DeadLetterRoutingKey, text("dead")),
            ]
        );
    }

    #[test]
    fn a_name_that_the_broker_makes_up_need_not_be_typed() {
        let draft = QueueDraft {
            is_server_named: true,
            exclusive: true,
            ..QueueDraft::default()
        };
        let settings = draft.parse().expect("a queue");
        assert!(settings.queue.as_str().is_empty() && settings.exclusive);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let mut draft = draft();
        draft.set_argument(QueueArgument::MaxLength, "ten".to_owned());
        assert_eq!(draft.parse().expect_err("no number").len(), 1);
    }
}
