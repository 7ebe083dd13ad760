//! Why a request was not carried out.

use crate::{
    broker::{Exception, Millis},
    simulation::{ClientError, FieldError, NotAgain},
};

/// A request that was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The broker raised an exception.
    Broker(Exception),
    /// A value is out of range.
    Field(FieldError),
    /// It cannot be done as things stand.
    Request(ClientError),
    /// Changes may not wait that long before they are written.
    WriteDelay {
        /// The longest that they may.
        max: Millis,
    },
    /// The binding that was to be taken away is not there.
    NoSuchBinding,
    /// Nothing is going to happen by itself, so there is no step to be made.
    NothingDue,
    /// There is no moment before the one that is shown.
    NothingBefore,
    /// A past moment is shown, which cannot be changed.
    Past,
    /// The present is shown, and a past moment would have to be.
    NotPast,
    /// Another tab has taken the broker over; this one can only be looked at.
    TakenOver,
    /// A scratch copy has no disk that a crash could leave anything on.
    NoDisk,
    /// The broker has crashed, as it was asked to.
    Crashed,
    /// What a message said is forgotten.
    Forgotten,
    /// The publish form cannot say what a message says.
    NotAgain(NotAgain),
    /// Nothing was typed that could be looked for.
    NothingToFind,
    /// What the start recovered is not known any more, so that nothing can be compared with it.
    TooLateForLedger,
}

impl From<Exception> for Refused {
    fn from(exception: Exception) -> Self {
        Self::Broker(exception)
    }
}

impl From<ClientError> for Refused {
    /// Of several fields the first one is named; a form checks them all before it asks.
    fn from(error: ClientError) -> Self {
        if let ClientError::Fields(errors) = &error
            && let Some(first) = errors.first()
        {
            return Self::Field(first.clone());
        }
        Self::Request(error)
    }
}
