//! Stories of the broker: given some state, one act, and what left the broker.
//!
//! What they tell is what RabbitMQ 4.0 was seen to do, reply codes and texts included. After every
//! command the broker's invariants are checked.

#![cfg(not(target_arch = "wasm32"))]

mod bench;
mod trace;

mod ack;
mod alarms;
mod channels;
mod confirm;
mod consume;
mod declare;
mod delete;
mod expiry;
mod get;
mod limits;
mod prefetch;
mod publish;
mod records;
mod reply_to;
mod requeue;
mod restart;
mod sharing;
mod transactions;
