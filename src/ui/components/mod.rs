//! The parts of the page, each a function of its props.
//!
//! A component never asks the worker itself: it calls back, and the page decides whom to ask. Every
//! text that comes from a message, a name or the worker is shown as text.

pub mod breaking;
pub mod charts;
pub mod comparison;
pub mod consumers;
pub mod controls;
pub mod flow;
pub mod frame;
pub mod inspector;
pub mod log;
pub mod producer;
pub mod queues;
pub mod sharing;
pub mod storage;
pub mod time;
