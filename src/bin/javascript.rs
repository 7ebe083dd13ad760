//! The engine for programs in JavaScript: the exports of `leveret::javascript`, and nothing that
//! runs.

#[cfg(target_arch = "wasm32")]
use leveret as _;

fn main() {}
