//! Class `channel`: lanes in a connection (AMQP 0-9-1, section 1.5 of its reference).

use super::{
    super::{
        error::DecodeError,
        field::{Bits, Field, Reader, write_bits},
    },
    class::class,
};

class! {
    /// Methods of class `channel`.
    Channel<'a> = 20 {
        10 "channel.open" Open { out_of_band: &'a str }
        11 "channel.open-ok" OpenOk { channel_id: &'a [u8] }
        20 "channel.flow" Flow { ; active }
        21 "channel.flow-ok" FlowOk { ; active }
        40 "channel.close" Close { reply_code: u16, reply_text: &'a str, class_id: u16, method_id: u16 }
        41 "channel.close-ok" CloseOk {}
    }
}
