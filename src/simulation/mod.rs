//! The page's programs: a producer and consumers that run on the virtual clock.

mod order;
mod publish;
mod settings;

pub use order::Order;
pub use publish::{Content, PublishOrders};
pub use settings::{
    Acknowledgement, ConsumerSettings, Field, FieldError, PUBLISH_COUNT_MAX, SLEEP_SECONDS_MAX,
};
