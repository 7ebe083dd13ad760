//! Content headers: each property alone, all of them, and none.

use amq_protocol::{
    frame::{AMQPContentHeader, AMQPFrame},
    protocol::BasicProperties,
};
use leveret::{
    broker::{Properties, ShortString},
    protocol::codec::ContentHeader,
};

use super::{
    draw::{Draw, Theirs as _},
    parsed, written,
};

/// How many properties there are.
const PROPERTIES: u64 = 14;

fn drawn(draw: &mut Draw, mask: u64) -> (Properties, BasicProperties) {
    let mut ours = Properties::default();
    let mut theirs = BasicProperties::default();
    let mut bit = 0;
    let mut is_on = || {
        bit += 1;
        mask >> (bit - 1) & 1 == 1
    };
    macro_rules! text {
        ($field:ident, $with:ident) => {
            if is_on() {
                let text: &str = draw.value();
                theirs = theirs.$with(text.into());
                ours.$field = Some(ShortString::of(text));
            }
        };
    }
    macro_rules! other {
        ($field:ident, $with:ident) => {
            if is_on() {
                let value = draw.value();
                ours.$field = Some(value);
                let value = ours.$field.as_ref().expect("it was just set");
                theirs = theirs.$with(value.theirs());
            }
        };
    }
    text!(content_type, with_content_type);
    text!(content_encoding, with_content_encoding);
    other!(headers, with_headers);
    other!(delivery_mode, with_delivery_mode);
    other!(priority, with_priority);
    text!(correlation_id, with_correlation_id);
    text!(reply_to, with_reply_to);
    text!(expiration, with_expiration);
    text!(message_id, with_message_id);
    other!(timestamp, with_timestamp);
    text!(kind, with_type);
    text!(user_id, with_user_id);
    text!(app_id, with_app_id);
    text!(cluster_id, with_cluster_id);
    (ours, theirs)
}

#[test]
fn every_choice_of_properties_is_written_and_read_as_by_the_other_codec() {
    let mut draw = Draw::seeded(1);
    for mask in 0..1 << PROPERTIES {
        let (ours, theirs) = drawn(&mut draw, mask);
        let body_size = draw.value();
        let mut payload = Vec::new();
        ContentHeader::encode(60, body_size, &ours, &mut payload);
        let frame = AMQPFrame::Header(
            1,
            AMQPContentHeader {
                class_id: 60,
                body_size,
                properties: theirs,
            },
        );
        let bytes = written(&frame);
        // Type, channel and length before it, the end octet behind it.
        assert_eq!(
            &bytes[7..bytes.len() - 1],
            payload,
            "properties {mask:014b}"
        );
        assert_eq!(parsed(&bytes), frame, "properties {mask:014b}");
        let read = ContentHeader::decode(&payload).expect("it is long enough");
        assert_eq!(
            (read.class, read.weight, read.body_size),
            (60, 0, body_size)
        );
        assert_eq!(read.properties(), Ok(ours), "properties {mask:014b}");
    }
}
