//! What can happen to a conversation: bytes and whole frames are changed, lost, doubled, moved.

use super::chance::Chance;

pub(super) fn damage(frames: &mut Vec<Vec<u8>>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let at = chance.below(frames.len());
        match chance.below(12) {
            0 => {
                frames.remove(at);
                if frames.is_empty() {
                    return;
                }
            }
            1 => frames.insert(at, frames[at].clone()),
            2 => {
                let other = chance.below(frames.len());
                frames.swap(at, other);
            }
            3 => frames.insert(at, chance.bytes(40)),
            _ => damage_frame(&mut frames[at], chance),
        }
    }
}

fn damage_frame(frame: &mut Vec<u8>, chance: &mut Chance) {
    if frame.is_empty() {
        return;
    }
    let at = chance.below(frame.len());
    match chance.below(9) {
        0 => frame[at] ^= 1 << chance.below(8),
        1 => frame[at] = chance.byte(),
        2 => frame[at] = chance.of(&[0, 1, 0x7F, 0x80, 0xFF, 0xCE]),
        3 => frame.truncate(at),
        4 => {
            frame.remove(at);
        }
        5 => frame.insert(at, chance.byte()),
        // The frame stays a frame, so that what is in it is read.
        6 | 7 => {
            let end = frame.pop().expect("it is not empty");
            let bytes = chance.bytes(8);
            let at = at.min(frame.len());
            frame.splice(at..at, bytes);
            frame.push(end);
            set_length(frame);
        }
        _ => {
            let other = chance.of(&[0_u16, 1, 2, 2047, u16::MAX]);
            if let Some(channel) = frame.get_mut(1..3) {
                channel.copy_from_slice(&other.to_be_bytes());
            }
        }
    }
}

/// Lets a frame announce what it has.
fn set_length(frame: &mut [u8]) {
    let payload = frame.len().saturating_sub(8) as u32;
    if let Some(length) = frame.get_mut(3..7) {
        length.copy_from_slice(&payload.to_be_bytes());
    }
}
