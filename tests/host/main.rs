//! The host as the worker's loop drives it, with a store in memory that fails when a story says so.

mod crash;
mod declaring;
mod faults;
mod inspecting;
mod measuring;
mod page;
mod playing;
mod seeking;
mod trouble;
mod turns;
mod watching;
