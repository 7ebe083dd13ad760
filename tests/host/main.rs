//! The host as the worker's loop drives it, with a store in memory that fails when a story says so.

mod page;
mod trouble;
mod turns;
mod watching;
