//! What the browser answers when it is asked to keep the data.

/// An answer of `navigator.storage.persist()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepAnswer {
    /// It promises.
    Promised,
    /// It does not.
    Declined,
    /// It cannot be asked here.
    CannotBeAsked,
}
