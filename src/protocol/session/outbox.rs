//! Bytes that wait to be sent.

/// # Invariants
/// - What is before `start` has been sent.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    start: usize,
}

impl Outbox {
    pub(super) fn waiting(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    pub(super) fn sent(&mut self, count: usize) {
        self.start = (self.start + count).min(self.bytes.len());
        if self.start == self.bytes.len() {
            self.start = 0;
            self.bytes.clear();
            // One long queue of messages must not hold its memory for ever.
            self.bytes.shrink_to(KEPT_BYTES);
        } else if self.start > self.bytes.len() / 2 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
    }

    /// Where to write.
    pub(super) const fn end(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

/// What an empty outbox keeps of its memory, for the next turn.
const KEPT_BYTES: usize = 256 * 1024;
