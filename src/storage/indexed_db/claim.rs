//! How much a page wants to be the one that writes.

/// What to do about another tab that has the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Leave it to that tab, and say so.
    IfFree,
    /// Wait until that tab is done, for as long as it takes.
    WhenFree,
    /// Take it away from that tab.
    TakeOver,
}
