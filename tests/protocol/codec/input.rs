//! Frames come out whole however their bytes were cut, and are refused as soon as they can be.

use leveret::protocol::codec::{FRAME_HEARTBEAT, FrameError, Input, write_heartbeat};
use proptest::prelude::*;

/// Frames of any type with payloads of any length up to a hundred.
fn frames() -> impl Strategy<Value = Vec<(u8, u16, Vec<u8>)>> {
    let payload = prop::collection::vec(any::<u8>(), 0..100);
    prop::collection::vec((any::<u8>(), any::<u16>(), payload), 0..20)
}

fn bytes_of(frames: &[(u8, u16, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (kind, channel, payload) in frames {
        bytes.push(*kind);
        bytes.extend(channel.to_be_bytes());
        bytes.extend(
            u32::try_from(payload.len())
                .expect("it is short")
                .to_be_bytes(),
        );
        bytes.extend(payload);
        bytes.push(0xCE);
    }
    bytes
}

proptest! {
    #[test]
    fn frames_come_out_whole_however_they_were_cut(
        frames in frames(),
        cuts in prop::collection::vec(1_usize..40, 1..50),
    ) {
        let bytes = bytes_of(&frames);
        let mut input = Input::default();
        let mut left = &bytes[..];
        let mut read = Vec::new();
        for cut in cuts.iter().cycle() {
            let (piece, rest) = left.split_at((*cut).min(left.len()));
            input.push(piece);
            while let Some(frame) = input.next_frame(4096).expect("they are frames") {
                read.push((frame.kind, frame.channel, frame.payload.to_vec()));
            }
            left = rest;
            if left.is_empty() {
                break;
            }
        }
        prop_assert_eq!(read, frames);
        prop_assert!(input.unread().is_empty());
    }
}

#[test]
fn a_frame_that_announces_too_much_is_refused_before_it_comes() {
    let mut input = Input::default();
    input.push(b"\x03\0\x01\0\0\x10\x00");
    assert_eq!(input.next_frame(4096), Ok(None), "so much is allowed");
    let mut input = Input::default();
    input.push(b"\x03\0\x01\0\0\x10\x01");
    let refused = FrameError::TooLarge {
        kind: 3,
        payload: 4097,
    };
    assert_eq!(input.next_frame(4096), Err(refused));
}

#[test]
fn a_frame_with_another_end_is_refused() {
    let mut heartbeat = Vec::new();
    write_heartbeat(&mut heartbeat);
    assert_eq!(heartbeat, [FRAME_HEARTBEAT, 0, 0, 0, 0, 0, 0, 0xCE]);
    heartbeat[7] = 0xCD;
    let mut input = Input::default();
    input.push(&heartbeat);
    let refused = input.next_frame(4096).expect_err("its end is another");
    assert_eq!(refused.to_string(), "a frame ends with 205");
}
