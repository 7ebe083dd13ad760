//! The boundary between the page and its worker.

pub mod message;

#[cfg(target_arch = "wasm32")]
pub mod client;
