//! Class `basic` (AMQP 0-9-1, section 1.8 of its reference), with RabbitMQ's `nack`:
//! <https://www.rabbitmq.com/docs/nack>.

use super::{
    super::{
        error::DecodeError,
        field::{Bits, Field, Reader, write_bits},
    },
    class::class,
};
use crate::broker::Table;

class! {
    /// Methods of class `basic`.
    Basic<'a> = 60 {
        10 "basic.qos" Qos { prefetch_size: u32, prefetch_count: u16; global }
        11 "basic.qos-ok" QosOk {}
        20 "basic.consume" Consume {
            ticket: u16, queue: &'a str, consumer_tag: &'a str; no_local, no_ack, exclusive, no_wait; arguments: Table
        }
        21 "basic.consume-ok" ConsumeOk { consumer_tag: &'a str }
        30 "basic.cancel" Cancel { consumer_tag: &'a str; no_wait }
        31 "basic.cancel-ok" CancelOk { consumer_tag: &'a str }
        40 "basic.publish" Publish { ticket: u16, exchange: &'a str, routing_key: &'a str; mandatory, immediate }
        50 "basic.return" Return { reply_code: u16, reply_text: &'a str, exchange: &'a str, routing_key: &'a str }
        60 "basic.deliver" Deliver {
            consumer_tag: &'a str, delivery_tag: u64; redelivered; exchange: &'a str, routing_key: &'a str
        }
        70 "basic.get" Get { ticket: u16, queue: &'a str; no_ack }
        71 "basic.get-ok" GetOk {
            delivery_tag: u64; redelivered; exchange: &'a str, routing_key: &'a str, message_count: u32
        }
        72 "basic.get-empty" GetEmpty { cluster_id: &'a str }
        80 "basic.ack" Ack { delivery_tag: u64; multiple }
        90 "basic.reject" Reject { delivery_tag: u64; requeue }
        100 "basic.recover-async" RecoverAsync { ; requeue }
        110 "basic.recover" Recover { ; requeue }
        111 "basic.recover-ok" RecoverOk {}
        120 "basic.nack" Nack { delivery_tag: u64; multiple, requeue }
    }
}
