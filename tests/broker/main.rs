//! Stories of the broker: given some state, one act, and what left the broker.
//!
//! What they tell is what RabbitMQ 4.0 was seen to do, reply codes and texts included. After every
//! command the broker's invariants are checked.

#![cfg(not(target_arch = "wasm32"))]

mod asking;
mod bench;
mod topology;
mod trace;

mod ack;
mod alarms;
mod arguments;
mod bindings;
mod bindings_exclusive;
mod bindings_kept;
mod channels;
mod confirm;
mod consume;
mod copies;
mod dead_letters;
mod declare;
mod delete;
mod exchanges;
mod exchanges_gone;
mod expires;
mod expiry;
mod get;
mod limits;
mod prefetch;
mod priorities;
mod publish;
mod quorum;
mod records;
mod reply_to;
mod requeue;
mod restart;
mod routing;
mod routing_copies;
mod routing_headers;
mod routing_topic;
mod server_names;
mod sharing;
mod transactions;
