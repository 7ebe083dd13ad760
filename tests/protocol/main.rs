//! The wire: the codec against another one, and sessions as stories with a real broker behind them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking, and what it made itself is as long as it made it"
)]

mod client;
mod hearing;
mod stage;

mod channels;
mod codec;
mod content;
mod fragmentation;
mod fuzz;
mod handshake;
mod hard_errors;
mod no_wait;
mod notices;
