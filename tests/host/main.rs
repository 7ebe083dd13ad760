//! The host as the worker's loop drives it, with a store in memory that fails when a story says so.

mod comparing;
mod crash;
mod declaring;
mod faults;
mod finding;
mod inspecting;
mod measuring;
mod opening;
mod page;
mod playing;
mod routing;
mod seeking;
mod trouble;
mod turns;
mod watching;
