//! Scenarios in which this broker does not answer as RabbitMQ did, and why.

/// File and title, and the reason.
pub(crate) const KNOWN: &[(&str, &str)] = &[
    ("01_connection: A frame_max below the least", SAYS_WHY),
    (
        "01_connection: A frame_max above what was offered",
        SAYS_WHY,
    ),
    (
        "01_connection: A channel_max above what was offered",
        SAYS_WHY,
    ),
    ("01_connection: No limits asked for", SAYS_WHY),
    (
        "01_connection: A method of a channel before the handshake is over",
        "RabbitMQ closes the socket seconds later, against those who try passwords; here at once",
    ),
    (
        "01_connection: A body longer than its header says",
        "RabbitMQ says nothing and waits on; a client that counts wrong is told here",
    ),
    ("01_connection: A class that does not exist", NO_CRASH),
    ("01_connection: A method that does not exist", NO_CRASH),
    (
        "03_exchanges: A type that RabbitMQ has no word for",
        "RabbitMQ says 'unknown' for a word that its runtime never met and 'invalid' for others",
    ),
    (
        "04_publish: A header twice",
        "RabbitMQ 4.0 makes a map of the headers; here they are passed on as they came",
    ),
    (
        "04_publish: A routing key that is no text",
        "RabbitMQ's names are bytes; here they are texts",
    ),
    (
        "13_priorities: A message that comes to the head by its priority is not looked at until \
         another is taken",
        "RabbitMQ looks at a head only when one is taken or the queue was empty; here it expires",
    ),
    (
        "16_quorum: Single active consumer with priorities",
        "RabbitMQ 4.0 hands activity over to a consumer of a higher priority on a quorum queue; \
         here it stays until its holder goes, as on every classic queue",
    ),
    (
        "16_quorum: Publish, get, ack",
        "RabbitMQ counts a get whose message is held as a consumer of a quorum queue",
    ),
];

const SAYS_WHY: &str =
    "RabbitMQ writes the reason to its log and closes the socket; here it is said";

const NO_CRASH: &str = "RabbitMQ's reader crashes and the socket is gone; here a 503 says why";
