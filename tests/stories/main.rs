//! Stories of the page's programs and a broker, on virtual time: what was done, then the trace that
//! it left.
//!
//! A line of a trace is the second since the start, who speaks, and what. Nothing sleeps and
//! nothing is faked: the stage below plays the host, which keeps the records and turns the clock.

mod bursts;
mod claims;
mod course;
mod failures;
mod features;
mod flowing;
mod hands;
mod limits;
mod measures;
mod moving;
mod network;
mod orders;
mod pauses;
mod poison;
mod producing;
mod reload;
mod settings;
mod showing;
mod stage;
mod telling;
mod why;
