//! Leveret: a message broker in a browser tab.
//!
//! RabbitMQ's semantics as a pure state machine, and a page on which to learn them. In reading
//! order: [`broker`] is the engine, [`protocol`] what it says to clients that speak AMQP,
//! [`storage`] keeps what it must not lose, [`simulation`] has the page's own programs,
//! [`projection`] what the page shows of both, and [`host`] puts them together. [`worker`] is the
//! boundary between the page and all that, [`ui`] the page. `javascript` is the engine alone, as an
//! npm package.

pub mod broker;
pub mod host;
#[cfg(all(target_arch = "wasm32", feature = "javascript"))]
pub mod javascript;
pub mod projection;
pub mod protocol;
pub mod simulation;
pub mod storage;
pub mod ui;
pub mod worker;
