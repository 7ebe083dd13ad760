//! The boundary between the page and its worker.
//!
//! [`message`] is what they say to each other. [`Home`] says where a broker lives.
//! `client` is the page's end, and `spawn` starts the worker for it; `server`, with `calls`,
//! `topology`, `faults` and `refusal`, is the worker's, and the one place where time, storage and
//! messages come in from outside.

pub mod calls;
mod faults;
mod home;
pub mod message;
mod refusal;
mod topology;

pub use home::Home;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod server;
#[cfg(target_arch = "wasm32")]
mod spawn;
