//! Class `tx`: transactions on a channel (AMQP 0-9-1, section 1.9 of its reference). No method has
//! a field.

use super::super::{error::DecodeError, field::Reader};

/// Methods of class `tx`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tx {
    /// `tx.select`
    Select,
    /// `tx.select-ok`
    SelectOk,
    /// `tx.commit`
    Commit,
    /// `tx.commit-ok`
    CommitOk,
    /// `tx.rollback`
    Rollback,
    /// `tx.rollback-ok`
    RollbackOk,
}

impl Tx {
    /// The number of the class.
    pub const ID: u16 = 90;

    /// The number of the method in its class.
    #[must_use]
    pub const fn method_id(&self) -> u16 {
        match self {
            Self::Select => 10,
            Self::SelectOk => 11,
            Self::Commit => 20,
            Self::CommitOk => 21,
            Self::Rollback => 30,
            Self::RollbackOk => 31,
        }
    }

    /// Reads the method; none if the class has no method of that number.
    pub(super) fn read(method_id: u16, reader: Reader<'_>) -> Option<Result<Self, DecodeError>> {
        let read = match method_id {
            10 => Self::Select,
            11 => Self::SelectOk,
            20 => Self::Commit,
            21 => Self::CommitOk,
            30 => Self::Rollback,
            31 => Self::RollbackOk,
            _ => return None,
        };
        Some(reader.finish().map(|()| read))
    }
}
