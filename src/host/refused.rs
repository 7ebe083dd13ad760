//! Why a request was not carried out.

use crate::{
    broker::Exception,
    simulation::{ClientError, FieldError},
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
