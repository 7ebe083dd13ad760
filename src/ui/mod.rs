//! The page: draws what the worker shows, and asks it for what a person wants.
//!
//! [`state`], [`words`] and [`embed`] are plain Rust, so that what the page makes of a view, the
//! sentences that it says and what a page around it can ask are tested natively. The rest is Yew
//! and needs a browser. The page never decides what the broker does: a view comes in, a call goes
//! out.

pub mod embed;
pub mod state;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
pub mod browser;
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
