//! The codec against `amq-protocol`, the one that Rust's clients of RabbitMQ use: what one writes
//! the other reads, both ways, and both write the same bytes.

mod draw;
mod hostile;
mod input;
mod methods;
mod passing;
mod properties;
mod tables;

use amq_protocol::frame::{AMQPFrame, WriteContext, gen_frame};

/// The bytes that `amq-protocol` makes of a frame.
fn written(frame: &AMQPFrame) -> Vec<u8> {
    let context = WriteContext::from(Vec::new());
    let context = gen_frame(frame)(context).expect("a Vec takes all that is written");
    context.into_inner().0
}

/// What `amq-protocol` makes of bytes that are one frame.
fn parsed(bytes: &[u8]) -> AMQPFrame {
    let (rest, frame) = amq_protocol::frame::parse_frame(bytes)
        .unwrap_or_else(|error| panic!("{error:?}: {bytes:?}"));
    assert!(rest.is_empty(), "{rest:?} is left");
    frame
}
