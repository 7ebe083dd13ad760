//! Class `access`: a leftover of AMQP 0-8 that RabbitMQ still answers, with ticket 1 for everybody.

use super::{
    super::{
        error::DecodeError,
        field::{Bits, Field, Reader, write_bits},
    },
    class::class,
};

class! {
    /// Methods of class `access`.
    Access<'a> = 30 {
        10 "access.request" Request { realm: &'a str; exclusive, passive, active, write, read }
        11 "access.request-ok" RequestOk { ticket: u16 }
    }
}
