//! The page's programs: a producer and consumers that run on the virtual clock.
//!
//! They are the course's two Python programs, made as the broker is: events and the time go in,
//! commands and lines of output come out. [`World`] puts them and a broker together, for the page
//! and for the tests alike.

mod again;
mod binding_settings;
mod burst;
mod burst_settings;
mod clients;
mod comparison_form;
mod comparison_settings;
mod consumer;
mod consumer_form;
mod definition;
mod error;
mod exchange_settings;
mod field;
mod form;
mod input;
mod label;
mod line;
mod link;
mod message_property;
mod news;
mod operator;
mod order;
mod outbox;
mod poison;
mod producer;
mod publish;
mod queue_settings;
mod request;
mod settings;
mod shovel;
mod table_form;
mod value;
mod world;

pub use again::{Again, NotAgain};
pub use binding_settings::{BindingForm, BindingSettings, BoundTo, XMatch};
pub use burst::Burst;
pub use burst_settings::{
    BURST_PRODUCERS_MAX, BURST_RATE_MAX, BURST_SECONDS_MAX, BurstForm, BurstFormPace, BurstPace,
    BurstSettings,
};
pub use clients::Clients;
pub use comparison_form::{ComparisonForm, ConfigurationForm};
pub use comparison_settings::{
    Arrivals, ComparisonSettings, Configuration, RESTART, Side, SideField,
};
pub use consumer::{Consumer, ConsumerState, Settlement, Work};
pub use consumer_form::ConsumerForm;
pub use definition::{ClientDefinition, DefinitionFault, RefusedDefinition};
pub use error::{CONSUMERS_MAX, ClientError};
pub use exchange_settings::{ExchangeForm, ExchangeSettings};
pub use field::{Field, FieldError, parse_delivery_tag, parse_exchange_name, parse_queue_name};
pub use form::{FormContent, PublishForm};
pub use input::Input;
pub use label::{LABEL_CHARS_MAX, Label, one_line, preview};
pub use line::{LineKind, ProgramLine};
pub use link::{HEARTBEAT_TIMEOUT, Link, Waiting};
pub use message_property::MessageProperty;
pub use news::{WorkNews, WorkStep};
pub use order::{NotAnOrder, Order};
pub use poison::{OnFailure, POISON_HEADER, is_poison};
pub use producer::{Producer, Progress};
pub use publish::{Content, PublishOrders};
pub use queue_settings::{ArgumentKind, QueueArgument, QueueForm, QueueSettings};
pub use request::ClientRequest;
pub use settings::{
    Acknowledgement, ConsumerSettings, ORDER_QUEUE, PUBLISH_COUNT_MAX, SLEEP_SECONDS_MAX,
    order_queue, seconds,
};
pub use shovel::{PASSED_OVER_MAX, Shovel, ShovelSettings, Treatment, Which};
pub use table_form::{NamedValues, TypedRow, parse_rows};
pub use value::{Value, ValueKind};
pub use world::{Moment, Output, World};
