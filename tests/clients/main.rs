//! Clients that other people wrote, against the loopback server: pika, amqplib and lapin.
//!
//! Each tells the same seven stories: the course's program, confirms, returns, a retry by dead
//! letters, priorities, errors and going on after them, and ten thousand messages through twenty
//! channels. A story expects what RabbitMQ does, nothing of our own: with `RABBITMQ=host:port` all
//! of them are told to the broker there, which should be a RabbitMQ, and they must pass. Otherwise
//! each gets a server of its own.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and a story knows how much it has gathered"
)]

mod amqplib;
mod broker;
mod lapin;
mod pika;
mod program;

use broker::Broker;
