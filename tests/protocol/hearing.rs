//! What a client hears, as lines: the channel, then the method, the content header, or the body.

use leveret::protocol::codec::{
    ContentHeader, FRAME_BODY, FRAME_HEADER, FRAME_HEARTBEAT, FRAME_METHOD, Frame, Input, Method,
};

/// Every frame in the bytes, which have to be whole frames.
pub(crate) fn lines(bytes: &[u8]) -> Vec<String> {
    let mut input = Input::default();
    input.push(bytes);
    if bytes.starts_with(b"AMQP") {
        let header = input.take(8).expect("a protocol header has eight bytes");
        let line = header.escape_ascii().to_string();
        assert!(input.unread().is_empty(), "nothing comes after it");
        return vec![line];
    }
    let mut lines = Vec::new();
    while let Some(frame) = input.next_frame(131_064).expect("the server sends frames") {
        lines.push(line(frame));
    }
    assert!(input.unread().is_empty(), "the server sends whole frames");
    lines
}

fn line(frame: Frame<'_>) -> String {
    let channel = frame.channel;
    match frame.kind {
        FRAME_METHOD => {
            let method = Method::decode(frame.payload).expect("the server sends methods");
            format!("{channel} {method:?}")
        }
        FRAME_HEADER => {
            let header = ContentHeader::decode(frame.payload).expect("the server sends headers");
            let properties = header.properties().expect("the server sends properties");
            let delivery_mode = properties.delivery_mode;
            format!(
                "{channel} header {}, mode {delivery_mode:?}",
                header.body_size
            )
        }
        FRAME_BODY if frame.payload.len() > 40 => {
            format!("{channel} body of {}", frame.payload.len())
        }
        FRAME_BODY => format!("{channel} body {}", frame.payload.escape_ascii()),
        FRAME_HEARTBEAT => format!("{channel} heartbeat"),
        kind => panic!("there is no frame of type {kind}"),
    }
}

/// `connection.close` or `channel.close` as a client hears it.
pub(crate) fn closed(channel: u16, code: u16, text: &str, class: u16, method: u16) -> String {
    let of_what = if channel == 0 {
        "Connection"
    } else {
        "Channel"
    };
    format!(
        "{channel} {of_what}(Close {{ reply_code: {code}, reply_text: {text:?}, \
         class_id: {class}, method_id: {method} }})"
    )
}
