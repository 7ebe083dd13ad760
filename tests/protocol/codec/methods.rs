//! Every method of AMQP 0-9-1 and of RabbitMQ: drawn once in both codecs' types, field by field by
//! its name, then written and read by each other.

use amq_protocol::{
    frame::AMQPFrame,
    protocol::{AMQPClass, access, basic, channel, confirm, connection, exchange, queue, tx},
};
use leveret::protocol::codec::{
    FRAME_METHOD, FRAME_OVERHEAD_BYTES, Input, Method,
    method::{Access, Basic, Channel, Confirm, Connection, Exchange, Queue, Tx},
    write_method,
};

use super::{
    draw::{Draw, Theirs},
    parsed, written,
};

/// A method in both codecs' types.
type Pair = (Method<'static>, AMQPClass);

/// Fields that have the same name in both; then those that only ours has; then `nowait`, which is
/// `no_wait` in ours.
macro_rules! pair {
    ($draw:ident, $class:ident::$method:ident in $module:ident
        [$($field:ident)*] $(reserved [$($reserved:ident = $value:expr),*])? $(; $no_wait:ident)?
    ) => {{
        $(let $field = $draw.value();)*
        $(let $no_wait = $draw.value();)?
        let theirs = $module::$method {
            $($field: Theirs::theirs(&$field),)*
            $(nowait: Theirs::theirs(&$no_wait),)?
        };
        let ours = $class::$method { $($field,)* $($($reserved: $value,)*)? $($no_wait,)? };
        let pair: Pair = (
            Method::$class(ours),
            AMQPClass::$class($module::AMQPMethod::$method(theirs)),
        );
        pair
    }};
}

fn of_connection(draw: &mut Draw) -> Vec<Pair> {
    vec![
        pair!(draw, Connection::Start in connection
            [version_major version_minor server_properties mechanisms locales]),
        pair!(draw, Connection::StartOk in connection
            [client_properties mechanism response locale]),
        pair!(draw, Connection::Secure in connection [challenge]),
        pair!(draw, Connection::SecureOk in connection [response]),
        pair!(draw, Connection::Tune in connection [channel_max frame_max heartbeat]),
        pair!(draw, Connection::TuneOk in connection [channel_max frame_max heartbeat]),
        pair!(draw, Connection::Open in connection
            [virtual_host] reserved [capabilities = "", insist = false]),
        pair!(draw, Connection::OpenOk in connection [] reserved [known_hosts = ""]),
        pair!(draw, Connection::Close in connection [reply_code reply_text class_id method_id]),
        pair!(draw, Connection::CloseOk in connection []),
        pair!(draw, Connection::Blocked in connection [reason]),
        pair!(draw, Connection::Unblocked in connection []),
        pair!(draw, Connection::UpdateSecret in connection [new_secret reason]),
        pair!(draw, Connection::UpdateSecretOk in connection []),
    ]
}

fn of_channel_and_access(draw: &mut Draw) -> Vec<Pair> {
    vec![
        pair!(draw, Channel::Open in channel [] reserved [out_of_band = ""]),
        pair!(draw, Channel::OpenOk in channel [] reserved [channel_id = b""]),
        pair!(draw, Channel::Flow in channel [active]),
        pair!(draw, Channel::FlowOk in channel [active]),
        pair!(draw, Channel::Close in channel [reply_code reply_text class_id method_id]),
        pair!(draw, Channel::CloseOk in channel []),
        pair!(draw, Access::Request in access [realm exclusive passive active write read]),
        pair!(draw, Access::RequestOk in access [] reserved [ticket = 1]),
    ]
}

fn of_exchange(draw: &mut Draw) -> Vec<Pair> {
    vec![
        pair!(draw, Exchange::Declare in exchange
            [exchange kind passive durable auto_delete internal arguments]
            reserved [ticket = 0]; no_wait),
        pair!(draw, Exchange::DeclareOk in exchange []),
        pair!(draw, Exchange::Delete in exchange
            [exchange if_unused] reserved [ticket = 0]; no_wait),
        pair!(draw, Exchange::DeleteOk in exchange []),
        pair!(draw, Exchange::Bind in exchange
            [destination source routing_key arguments] reserved [ticket = 0]; no_wait),
        pair!(draw, Exchange::BindOk in exchange []),
        pair!(draw, Exchange::Unbind in exchange
            [destination source routing_key arguments] reserved [ticket = 0]; no_wait),
        pair!(draw, Exchange::UnbindOk in exchange []),
    ]
}

fn of_queue(draw: &mut Draw) -> Vec<Pair> {
    vec![
        pair!(draw, Queue::Declare in queue
            [queue passive durable exclusive auto_delete arguments]
            reserved [ticket = 0]; no_wait),
        pair!(draw, Queue::DeclareOk in queue [queue message_count consumer_count]),
        pair!(draw, Queue::Bind in queue
            [queue exchange routing_key arguments] reserved [ticket = 0]; no_wait),
        pair!(draw, Queue::BindOk in queue []),
        pair!(draw, Queue::Purge in queue [queue] reserved [ticket = 0]; no_wait),
        pair!(draw, Queue::PurgeOk in queue [message_count]),
        pair!(draw, Queue::Delete in queue
            [queue if_unused if_empty] reserved [ticket = 0]; no_wait),
        pair!(draw, Queue::DeleteOk in queue [message_count]),
        pair!(draw, Queue::Unbind in queue
            [queue exchange routing_key arguments] reserved [ticket = 0]),
        pair!(draw, Queue::UnbindOk in queue []),
    ]
}

fn of_basic(draw: &mut Draw) -> Vec<Pair> {
    vec![
        pair!(draw, Basic::Qos in basic [prefetch_count global] reserved [prefetch_size = 0]),
        pair!(draw, Basic::QosOk in basic []),
        pair!(draw, Basic::Consume in basic
            [queue consumer_tag no_local no_ack exclusive arguments]
            reserved [ticket = 0]; no_wait),
        pair!(draw, Basic::ConsumeOk in basic [consumer_tag]),
        pair!(draw, Basic::Cancel in basic [consumer_tag]; no_wait),
        pair!(draw, Basic::CancelOk in basic [consumer_tag]),
        pair!(draw, Basic::Publish in basic
            [exchange routing_key mandatory immediate] reserved [ticket = 0]),
        pair!(draw, Basic::Return in basic [reply_code reply_text exchange routing_key]),
        pair!(draw, Basic::Deliver in basic
            [consumer_tag delivery_tag redelivered exchange routing_key]),
        pair!(draw, Basic::Get in basic [queue no_ack] reserved [ticket = 0]),
        pair!(draw, Basic::GetOk in basic
            [delivery_tag redelivered exchange routing_key message_count]),
        pair!(draw, Basic::GetEmpty in basic [] reserved [cluster_id = ""]),
        pair!(draw, Basic::Ack in basic [delivery_tag multiple]),
        pair!(draw, Basic::Reject in basic [delivery_tag requeue]),
        pair!(draw, Basic::RecoverAsync in basic [requeue]),
        pair!(draw, Basic::Recover in basic [requeue]),
        pair!(draw, Basic::RecoverOk in basic []),
        pair!(draw, Basic::Nack in basic [delivery_tag multiple requeue]),
    ]
}

fn of_confirm_and_tx(draw: &mut Draw) -> Vec<Pair> {
    vec![
        pair!(draw, Confirm::Select in confirm []; no_wait),
        pair!(draw, Confirm::SelectOk in confirm []),
        pair!(draw, Tx::Select in tx []),
        pair!(draw, Tx::SelectOk in tx []),
        pair!(draw, Tx::Commit in tx []),
        pair!(draw, Tx::CommitOk in tx []),
        pair!(draw, Tx::Rollback in tx []),
        pair!(draw, Tx::RollbackOk in tx []),
    ]
}

fn every_method(draw: &mut Draw) -> Vec<Pair> {
    let classes = [
        of_connection,
        of_channel_and_access,
        of_exchange,
        of_queue,
        of_basic,
        of_confirm_and_tx,
    ];
    classes.into_iter().flat_map(|class| class(draw)).collect()
}

#[test]
fn every_method_is_written_and_read_as_by_the_other_codec() {
    for seed in 0..300 {
        let mut draw = Draw::seeded(seed);
        for (ours, theirs) in every_method(&mut draw) {
            let channel = draw.value();
            let mut bytes = Vec::new();
            write_method(channel, &ours, &mut bytes);
            let frame = AMQPFrame::Method(channel, theirs);
            assert_eq!(
                parsed(&bytes),
                frame,
                "seed {seed}: what we wrote, read by them"
            );
            assert_eq!(
                written(&frame),
                bytes,
                "seed {seed}: {ours:?}, written by both"
            );

            let mut input = Input::default();
            input.push(&bytes);
            let read = input.next_frame(u32::MAX - FRAME_OVERHEAD_BYTES);
            let read = read.expect("it is a frame").expect("it is whole");
            assert_eq!(
                (read.kind, read.channel),
                (FRAME_METHOD, channel),
                "seed {seed}"
            );
            assert_eq!(
                Method::decode(read.payload),
                Ok(ours),
                "seed {seed}: read by us"
            );
        }
    }
}
