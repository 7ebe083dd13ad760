//! The boundary between the page and its worker.
//!
//! [`message`] is what they say to each other. `client` is the page's end; `server`, with `calls`,
//! `topology`, `faults` and `refusal`, is the worker's, and the one place where time, storage and
//! messages come in from outside.

pub mod calls;
mod faults;
pub mod message;
mod refusal;
mod topology;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod server;
