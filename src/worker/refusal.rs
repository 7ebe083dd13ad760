//! Refusals in plain words: what RabbitMQ's reply means, and what would be right.

use super::message::Refusal;
use crate::{
    broker::{Exception, ReplyCode},
    host::Refused,
    simulation::{Field, FieldError, QueueArgument},
    storage::{StoreError, backup::BackupError},
};

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Broker(exception) => Self::from(exception),
            Refused::Field(error) => Self::from(error),
            Refused::Request(error) => Self::plain(error.to_string()),
            Refused::WriteDelay { max } => Self::plain(format!(
                "Changes wait at most {} s before they are written.",
                max.0 / 1_000
            )),
            Refused::TakenOver => Self {
                advice: "Take it back first.".to_owned(),
                ..Self::plain(
                    "Another tab has taken this broker over, so nothing can be done here."
                        .to_owned(),
                )
            },
            Refused::NoSuchBinding => {
                Self::plain("That binding is there no more: somebody took it away.".to_owned())
            }
            Refused::NothingDue => Self {
                advice: "Publish an order, or let time go on.".to_owned(),
                ..Self::plain("Nothing is going to happen by itself.".to_owned())
            },
            Refused::NothingBefore => Self::plain(
                "There is nothing before this: the timeline begins when the page was opened."
                    .to_owned(),
            ),
            Refused::Past => Self {
                advice: "Go on from here, and what came after never happened; or go back to the \
                         present."
                    .to_owned(),
                ..Self::plain(
                    "A past moment is shown: it can be looked at and not be changed.".to_owned(),
                )
            },
            Refused::NotPast => Self {
                advice: "Go to a past moment first.".to_owned(),
                ..Self::plain("This is the present already.".to_owned())
            },
            Refused::NoDisk => Self {
                advice: "Keep it first, and crash the broker that you keep.".to_owned(),
                ..Self::plain(
                    "A scratch copy has no disk, so nothing of it would come back from a crash."
                        .to_owned(),
                )
            },
            Refused::Crashed => Self {
                advice: "Start it again.".to_owned(),
                ..Self::plain("The broker has crashed.".to_owned())
            },
            Refused::Forgotten => {
                Self::plain("It is not there any more, and what it said is forgotten.".to_owned())
            }
            Refused::NotAgain(why) => Self::plain(why.to_string()),
            Refused::NothingToFind => Self::from(FieldError {
                field: Field::SearchText,
                message: "Type a part of what a message says, or choose a state.".to_owned(),
            }),
            Refused::TooLateForLedger => Self::plain(
                "What became of the messages in the crash can be said once, in the first minute \
                 after a start."
                    .to_owned(),
            ),
        }
    }
}

impl From<Exception> for Refusal {
    fn from(exception: Exception) -> Self {
        Self {
            field: at_fault(&exception.explanation),
            code: Some(exception.code.code()),
            advice: advice(&exception).to_owned(),
            message: exception.to_string(),
        }
    }
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        Self {
            field: Some(error.field),
            ..Self::plain(error.message)
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::plain(error.to_string())
    }
}

impl From<BackupError> for Refusal {
    fn from(error: BackupError) -> Self {
        Self {
            advice: "Nothing was changed.".to_owned(),
            ..Self::plain(error.to_string())
        }
    }
}

impl Refusal {
    /// What stands at the field, if one is at fault: RabbitMQ's code and text, then what they mean.
    #[must_use]
    pub fn at_field(&self) -> Option<FieldError> {
        let code = self.code.map(|code| code.to_string());
        let parts = [code.as_deref(), Some(&self.message), Some(&self.advice)];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        Some(FieldError {
            field: self.field?,
            message: parts.collect::<Vec<_>>().join(" "),
        })
    }

    pub(super) const fn plain(message: String) -> Self {
        Self {
            field: None,
            code: None,
            message,
            advice: String::new(),
        }
    }
}

/// The field of a form that the broker's text is about.
fn at_fault(explanation: &str) -> Option<Field> {
    let begins = |starts: &[&str]| starts.iter().any(|start| explanation.starts_with(start));
    if let Some(argument) = QueueArgument::named_in(explanation) {
        Some(Field::QueueArgument(argument))
    } else if begins(&["no exchange", "exchange name"]) || explanation.contains(" for exchange ") {
        Some(Field::Exchange)
    } else if begins(&["no queue", "queue name"]) || explanation.contains(" for queue ") {
        Some(Field::Queue)
    } else {
        None
    }
}

/// What the refusal means for a person who reads it at a form.
fn advice(exception: &Exception) -> &'static str {
    match exception.code {
        ReplyCode::AccessRefused if exception.explanation.ends_with("in exclusive use") => {
            "Another consumer has the queue to itself. Stop that one first, or choose another queue."
        }
        ReplyCode::AccessRefused => {
            "Names that begin with amq. are the broker's own. Choose another name."
        }
        ReplyCode::NotFound if exception.explanation.starts_with("no exchange") => {
            "There is no exchange of that name. Declare it first."
        }
        ReplyCode::NotFound => "There is no queue of that name. Declare it first.",
        ReplyCode::PreconditionFailed if exception.explanation.starts_with("inequivalent") => {
            "The queue is there already with other properties. Declare it as it is, \
             or delete it first."
        }
        ReplyCode::PreconditionFailed if exception.explanation.starts_with("unknown delivery") => {
            "Nothing with that tag is unacked on this channel: it was settled before, \
             or never delivered. As RabbitMQ does, the broker closed the channel, \
             and what it held is back in its queue."
        }
        ReplyCode::PreconditionFailed if exception.explanation.starts_with("invalid arg") => {
            "A queue of that sort does not take this argument, or not this value."
        }
        ReplyCode::PreconditionFailed => "What was asked contradicts the state of the broker.",
        ReplyCode::NotImplemented => "RabbitMQ can do this, and Leveret cannot yet.",
        ReplyCode::NoRoute => "No queue has that name, so the message came back.",
        ReplyCode::ResourceLocked => {
            "The queue is exclusive to another connection, which alone may use it."
        }
        // The page's programs do not send what these answer.
        ReplyCode::ConnectionForced
        | ReplyCode::FrameError
        | ReplyCode::SyntaxError
        | ReplyCode::CommandInvalid
        | ReplyCode::ChannelError
        | ReplyCode::UnexpectedFrame
        | ReplyCode::NotAllowed => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::{MethodId, Severity};

    #[test]
    fn advice_is_about_what_was_refused() {
        let advice = |code, explanation: &str| {
            let exception = Exception {
                code,
                severity: Severity::Channel,
                explanation: explanation.to_owned(),
                method: MethodId::NONE,
            };
            Refusal::from(exception).advice
        };
        let refused = ReplyCode::AccessRefused;
        let reserved = "queue name 'amq.q' contains reserved prefix 'amq.*'";
        assert!(advice(refused, reserved).contains("amq."));
        let exclusive = "queue 'q' in vhost '/' in exclusive use";
        assert!(advice(refused, exclusive).contains("Another consumer"));
        let missing = ReplyCode::NotFound;
        assert!(advice(missing, "no queue 'q' in vhost '/'").contains("no queue"));
        assert!(advice(missing, "no exchange 'e' in vhost '/'").contains("no exchange"));
    }
}
