//! A test client of AMQP 0-9-1 that reads its operations from text and writes the answers as text.
//!
//! Conformance traces and the random differential run are both made with it. Its codec is driven by
//! one table of the protocol's methods and is written apart from the crate's own, so that the two
//! check each other.

mod answers;
mod bytes;
mod client;
mod connection;
mod handshake;
mod method;
mod names;
mod operation;
mod scan;
mod shapes;
pub(crate) mod transport;
mod value;

pub(crate) use client::Client;
