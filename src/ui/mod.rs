//! The page: draws what the worker shows, and asks it for what a person wants.
//!
//! [`state`] and [`words`] are plain Rust, so that what the page makes of a view and the sentences
//! that it says are tested natively. The rest is Yew and needs a browser. The page never decides
//! what the broker does: a view comes in, a call goes out.

pub mod state;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
mod hooks;
#[cfg(target_arch = "wasm32")]
pub mod panic_notice;

#[cfg(test)]
mod contrast;

#[cfg(target_arch = "wasm32")]
pub use app::App;
