//! Stories of the broker: given some state, one act, and what left the broker.
//!
//! What they tell is what RabbitMQ 4.0 was seen to do, reply codes and texts included. After every
//! command the broker's invariants are checked.

#![cfg(not(target_arch = "wasm32"))]

mod bench;
mod topology;
mod trace;

mod ack;
mod alarms;
mod bindings;
mod bindings_kept;
mod channels;
mod confirm;
mod consume;
mod declare;
mod delete;
mod exchanges;
mod exchanges_gone;
mod expiry;
mod get;
mod limits;
mod prefetch;
mod publish;
mod records;
mod reply_to;
mod requeue;
mod restart;
mod routing;
mod routing_headers;
mod routing_topic;
mod sharing;
mod transactions;
