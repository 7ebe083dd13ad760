//! The release build in a real Chromium, told as stories.
//!
//! Each story has a browser and a profile of its own. They need `dist/` (`make release`) and
//! chromedriver on PATH; `make test` sees to both.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and JSON is read by indexing"
)]

mod actions;
mod harness;

mod access;
mod backup;
mod bad_input;
mod by_hand;
mod comparing;
mod consumers;
mod course;
mod crash;
mod disk;
mod durability;
mod embedding;
mod faults;
mod finding;
mod flow;
mod full;
mod gone;
mod hostile;
mod hosts;
mod inspecting;
mod keyboard;
mod kill;
mod moving;
mod network;
mod offline;
mod panics;
mod queues;
mod routing;
mod settings;
mod sharing;
mod storage;
mod survival;
mod tabs;
mod time;
mod timeline;
mod watching;
