//! Bytes that wait to be sent.

/// # Invariants
/// - What is before `start` has been sent.
/// - Nothing of the confirm that is kept has been sent.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    start: usize,
    confirm: Option<KeptConfirm>,
}

/// A confirm that a later one may take the place of.
#[derive(Clone, Copy, Debug)]
struct KeptConfirm {
    channel: u16,
    start: usize,
    end: usize,
}

impl Outbox {
    pub(super) fn waiting(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    pub(super) fn sent(&mut self, count: usize) {
        self.confirm = None;
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

    /// Remembers the confirm that starts here and is the last that was written.
    pub(super) const fn keep_confirm(&mut self, channel: u16, start: usize) {
        self.confirm = Some(KeptConfirm {
            channel,
            start,
            end: self.bytes.len(),
        });
    }

    /// Takes the channel's last confirm back, if nothing was written after it.
    pub(super) fn take_back_confirm(&mut self, channel: u16) -> bool {
        let end = self.bytes.len();
        let kept = self.confirm.take();
        let Some(last) = kept.filter(|kept| kept.channel == channel && kept.end == end) else {
            return false;
        };
        self.bytes.truncate(last.start);
        true
    }

    /// Where to write.
    pub(super) const fn end(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

/// What an empty outbox keeps of its memory, for the next turn.
const KEPT_BYTES: usize = 256 * 1024;

#[test]
fn a_confirm_is_taken_back_only_while_it_is_the_last_and_nothing_of_it_is_sent() {
    let written = |channel| {
        let mut outbox = Outbox::default();
        outbox.end().extend(b"before");
        let start = outbox.end().len();
        outbox.end().extend(b"confirm");
        outbox.keep_confirm(channel, start);
        outbox
    };
    let mut outbox = written(1);
    assert!(outbox.take_back_confirm(1));
    assert_eq!(outbox.waiting(), b"before");
    assert!(!outbox.take_back_confirm(1), "it is taken back once");
    assert!(!written(2).take_back_confirm(1), "it is another channel's");
    let mut outbox = written(1);
    outbox.end().extend(b"after");
    assert!(!outbox.take_back_confirm(1), "something was said after it");
    let mut outbox = written(1);
    outbox.sent(1);
    assert!(!outbox.take_back_confirm(1), "a part of it may be sent");
}
