//! How many orders fared how, over many rounds.

use std::{fmt, ops::AddAssign};

/// Numbers of orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Sent by the producer, as far as it was heard.
    pub(super) published: usize,
    /// Of these, those that no restart brings back.
    pub(super) transient: usize,
    /// Of those sent, how many were confirmed, as far as it was heard.
    pub(super) confirmed: usize,
    /// Handed to consumers, as far as it was heard.
    pub(super) handed_out: usize,
    /// Acked, as far as it was heard.
    pub(super) acked: usize,
    /// There after the kill, from this life or from earlier ones.
    pub(super) came_back: usize,
    /// Of these, those that are flagged as redelivered.
    pub(super) redelivered: usize,
    /// Persistent, sent, never heard to be confirmed, and gone: nobody promised them.
    pub(super) lost_unconfirmed: usize,
    /// Acked, and there all the same: they come a second time.
    pub(super) twice: usize,
    /// Handed out, and there without a note of it: they come unflagged.
    pub(super) unnoted: usize,
    /// Gone for reasons that nobody was left to tell.
    pub(super) unknown: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.published += other.published;
        self.transient += other.transient;
        self.confirmed += other.confirmed;
        self.handed_out += other.handed_out;
        self.acked += other.acked;
        self.came_back += other.came_back;
        self.redelivered += other.redelivered;
        self.lost_unconfirmed += other.lost_unconfirmed;
        self.twice += other.twice;
        self.unnoted += other.unnoted;
        self.unknown += other.unknown;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            published,
            transient,
            confirmed,
            handed_out,
            acked,
            came_back,
            redelivered,
            lost_unconfirmed,
            twice,
            unnoted,
            unknown,
        } = self;
        write!(
            f,
            "{published} published ({transient} transient), {confirmed} confirmed, {handed_out} handed out, \
             {acked} acked; came back {came_back} times, {redelivered} of them flagged redelivered; \
             {lost_unconfirmed} lost unconfirmed, {twice} acked and back, {unnoted} handed out and back \
             unflagged, {unknown} gone in the last moment"
        )
    }
}
