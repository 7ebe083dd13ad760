//! The wire: the codec against another one, and sessions as stories with a real broker behind them.

#![cfg(not(target_arch = "wasm32"))]

mod codec;
