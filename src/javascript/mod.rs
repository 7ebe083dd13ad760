//! JavaScript: the engine alone, for programs that want a broker and no page.
//!
//! `make package` makes an npm package of this layer and of what stands in `static/package`. It has
//! AMQP's names in camelCase; each method is a promise, so that a broker in a worker has the same
//! interface as one beside its caller. Nobody is called back before their own call has returned.
//! The types in TypeScript and their comments are made from these files.
//!
//! What the broker does is the broker's business: this reads arguments, asks, and writes answers.

mod answer;
mod broker;
mod channel;
mod connection;
mod ending;
mod engine;
mod keeping;
mod listeners;
mod notice;
mod options;
mod promise;
mod properties;
mod refusal;
mod subscription;
mod table;

pub use broker::Broker;
pub use channel::Channel;
pub use connection::Connection;
pub use subscription::Subscription;
