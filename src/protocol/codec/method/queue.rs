//! Class `queue` (AMQP 0-9-1, section 1.7 of its reference).

use super::{
    super::{
        error::DecodeError,
        field::{Bits, Field, Reader, write_bits},
    },
    class::class,
};
use crate::broker::Table;

class! {
    /// Methods of class `queue`.
    Queue<'a> = 50 {
        10 "queue.declare" Declare {
            ticket: u16, queue: &'a str; passive, durable, exclusive, auto_delete, no_wait; arguments: Table
        }
        11 "queue.declare-ok" DeclareOk { queue: &'a str, message_count: u32, consumer_count: u32 }
        20 "queue.bind" Bind {
            ticket: u16, queue: &'a str, exchange: &'a str, routing_key: &'a str; no_wait; arguments: Table
        }
        21 "queue.bind-ok" BindOk {}
        30 "queue.purge" Purge { ticket: u16, queue: &'a str; no_wait }
        31 "queue.purge-ok" PurgeOk { message_count: u32 }
        40 "queue.delete" Delete { ticket: u16, queue: &'a str; if_unused, if_empty, no_wait }
        41 "queue.delete-ok" DeleteOk { message_count: u32 }
        50 "queue.unbind" Unbind {
            ticket: u16, queue: &'a str, exchange: &'a str, routing_key: &'a str, arguments: Table
        }
        51 "queue.unbind-ok" UnbindOk {}
    }
}
