//! The boundary between the page and its worker.

pub mod message;
