//! Class `exchange` (AMQP 0-9-1, section 1.6 of its reference), with RabbitMQ's `bind` and `unbind`
//! between exchanges: <https://www.rabbitmq.com/docs/e2e>.

use super::{
    super::{
        error::DecodeError,
        field::{Bits, Field, Reader, write_bits},
    },
    class::class,
};
use crate::broker::Table;

class! {
    /// Methods of class `exchange`.
    Exchange<'a> = 40 {
        10 "exchange.declare" Declare {
            ticket: u16, exchange: &'a str, kind: &'a str;
            passive, durable, auto_delete, internal, no_wait;
            arguments: Table
        }
        11 "exchange.declare-ok" DeclareOk {}
        20 "exchange.delete" Delete { ticket: u16, exchange: &'a str; if_unused, no_wait }
        21 "exchange.delete-ok" DeleteOk {}
        30 "exchange.bind" Bind {
            ticket: u16, destination: &'a str, source: &'a str, routing_key: &'a str; no_wait; arguments: Table
        }
        31 "exchange.bind-ok" BindOk {}
        40 "exchange.unbind" Unbind {
            ticket: u16, destination: &'a str, source: &'a str, routing_key: &'a str; no_wait; arguments: Table
        }
        51 "exchange.unbind-ok" UnbindOk {}
    }
}
