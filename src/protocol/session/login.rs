//! Who may come in: the user `guest` with the password `guest`, by each mechanism that RabbitMQ 4.0
//! offers (<https://www.rabbitmq.com/docs/access-control#mechanisms>).

use crate::{
    broker::{FieldValue, Table},
    protocol::codec::read_pairs,
};

const USER: &[u8] = b"guest";
const PASSWORD: &[u8] = b"guest";

/// What became of an attempt to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Login {
    Welcome,
    /// Another user or another password.
    Refused,
    /// No such mechanism, or not its kind of response. RabbitMQ says nothing to such a client.
    Senseless,
}

pub(super) fn login(mechanism: &str, response: &[u8]) -> Login {
    let credentials = match mechanism {
        "PLAIN" => plain(response),
        "AMQPLAIN" => amqplain(response),
        // Whoever comes so is the user that RabbitMQ's `anonymous_login_user` names: guest.
        "ANONYMOUS" => return Login::Welcome,
        _ => return Login::Senseless,
    };
    match credentials {
        Some((user, password)) if user == USER && password == PASSWORD => Login::Welcome,
        Some(_) => Login::Refused,
        None => Login::Senseless,
    }
}

/// `NUL user NUL password` (RFC 4616, without an identity to act as).
fn plain(response: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut parts = response.strip_prefix(b"\0")?.splitn(2, |byte| *byte == 0);
    Some((parts.next()?.to_vec(), parts.next()?.to_vec()))
}

/// A table without its length: AMQP 0-8's own way.
fn amqplain(response: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let table = read_pairs(response).ok()?;
    Some((text(&table, "LOGIN")?, text(&table, "PASSWORD")?))
}

fn text(table: &Table, name: &str) -> Option<Vec<u8>> {
    if let Some(FieldValue::LongString(text)) = table.find(name) {
        Some(text.to_vec())
    } else {
        None
    }
}
