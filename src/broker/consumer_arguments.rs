//! A consumer's arguments, parsed once.
//!
//! Classic and quorum queues know one, `x-priority`
//! (<https://www.rabbitmq.com/docs/consumer-priority>). Those of streams are refused, and what
//! RabbitMQ does not know means nothing. Who is asked first by priority is said by the queue.

use super::{
    argument::{expect_integer, refuse_for_kind},
    exception::Exception,
    id::QueueName,
    queue_arguments::QueueKind,
    table::Table,
};

/// What a consumer's arguments say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ConsumerArguments {
    /// `x-priority`; a consumer that has none has 0.
    pub(super) priority: i32,
}

impl ConsumerArguments {
    /// Checks the arguments of a consumer of this queue.
    ///
    /// # Errors
    /// 406 with RabbitMQ's text.
    pub(super) fn parse(
        queue: &QueueName,
        kind: QueueKind,
        arguments: &Table,
    ) -> Result<Self, Exception> {
        let priority = match arguments.find(PRIORITY) {
            None => 0,
            Some(value) => expect_integer(value).map_err(|why| why.refuse(PRIORITY, queue))?,
        };
        for name in arguments.0.iter().filter_map(|(name, _)| name.as_str()) {
            if OF_STREAMS.contains(&name) {
                return Err(refuse_for_kind(name, queue, kind));
            }
        }
        Ok(Self {
            priority: clamped(priority),
        })
    }
}

/// Priorities far beyond what anyone tells apart are taken for the utmost ones.
fn clamped(priority: i64) -> i32 {
    let utmost = if priority < 0 { i32::MIN } else { i32::MAX };
    i32::try_from(priority).unwrap_or(utmost)
}

const PRIORITY: &str = "x-priority";

const OF_STREAMS: [&str; 3] = [
    "x-stream-offset",
    "x-stream-filter",
    "x-stream-match-unfiltered",
];

#[cfg(test)]
mod tests {
    use super::{
        super::{short_string::ShortString, table::FieldValue},
        *,
    };

    fn parse(name: &str, value: FieldValue) -> Result<i32, String> {
        let arguments = Table(vec![(ShortString::of(name), value)]);
        let queue = QueueName::new("q").expect("it is short");
        let parsed = ConsumerArguments::parse(&queue, QueueKind::Classic, &arguments);
        parsed
            .map(|arguments| arguments.priority)
            .map_err(|refused| refused.explanation)
    }

    #[test]
    fn a_priority_is_any_integer() {
        assert_eq!(parse("x-unknown", FieldValue::Void), Ok(0));
        assert_eq!(parse(PRIORITY, FieldValue::Byte(-3)), Ok(-3));
        assert_eq!(parse(PRIORITY, FieldValue::Long(i64::MAX)), Ok(i32::MAX));
        assert_eq!(parse(PRIORITY, FieldValue::Long(i64::MIN)), Ok(i32::MIN));
        let refused = "invalid arg 'x-priority' for queue 'q' in vhost '/': \
                       \"expected integer, got longstr\"";
        assert_eq!(parse(PRIORITY, FieldValue::text("1")), Err(refused.into()));
    }

    #[test]
    fn an_argument_for_a_stream_is_refused() {
        let refused = "invalid arg 'x-stream-offset' for queue 'q' in vhost '/' \
                       of queue type rabbit_classic_queue";
        let parsed = parse("x-stream-offset", FieldValue::text("first"));
        assert_eq!(parsed, Err(refused.into()));
    }
}
