//! Class `connection`: work with a socket's session (AMQP 0-9-1, section 1.4 of its reference),
//! with RabbitMQ's `blocked`, `unblocked` and `update-secret`.

use super::{
    super::{
        error::DecodeError,
        field::{Bits, Field, Reader, write_bits},
    },
    class::class,
};
use crate::broker::Table;

class! {
    /// Methods of class `connection`, on channel 0.
    Connection<'a> = 10 {
        10 "connection.start" Start {
            version_major: u8, version_minor: u8, server_properties: Table, mechanisms: &'a [u8], locales: &'a [u8]
        }
        11 "connection.start-ok" StartOk {
            client_properties: Table, mechanism: &'a str, response: &'a [u8], locale: &'a str
        }
        20 "connection.secure" Secure { challenge: &'a [u8] }
        21 "connection.secure-ok" SecureOk { response: &'a [u8] }
        30 "connection.tune" Tune { channel_max: u16, frame_max: u32, heartbeat: u16 }
        31 "connection.tune-ok" TuneOk { channel_max: u16, frame_max: u32, heartbeat: u16 }
        40 "connection.open" Open { virtual_host: &'a str, capabilities: &'a str; insist }
        41 "connection.open-ok" OpenOk { known_hosts: &'a str }
        50 "connection.close" Close { reply_code: u16, reply_text: &'a str, class_id: u16, method_id: u16 }
        51 "connection.close-ok" CloseOk {}
        60 "connection.blocked" Blocked { reason: &'a str }
        61 "connection.unblocked" Unblocked {}
        70 "connection.update-secret" UpdateSecret { new_secret: &'a [u8], reason: &'a str }
        71 "connection.update-secret-ok" UpdateSecretOk {}
    }
}
