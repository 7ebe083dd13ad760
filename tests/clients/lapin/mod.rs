//! The stories in Rust, with lapin.

mod confirms;
mod course;
mod errors;
mod many;
mod priorities;
mod retry;
mod returns;
mod story;
