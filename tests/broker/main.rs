//! Stories of the broker: given some state, one act, and what left the broker.
//!
//! What they tell is what RabbitMQ 4.0 was seen to do, reply codes and texts included. After every
//! command the broker's invariants are checked.

#![cfg(not(target_arch = "wasm32"))]

mod asking;
mod bench;
mod trace;

mod ack;
mod arguments;
mod channels;
mod confirm;
mod consume;
mod copies;
mod dead_letters;
mod declare;
mod delete;
mod expires;
mod get;
mod max_length;
mod prefetch;
mod priorities;
mod publish;
mod quorum;
mod records;
mod requeue;
mod restart;
mod temporary;
mod time_to_live;
