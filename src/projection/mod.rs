//! Pure view models: what the page shows, computed from what happened.

mod view;

pub use view::{
    ConsumerState, ConsumerView, DiskView, HeldMessage, LogKind, LogLine, MessageView,
    ProducerView, PublishJob, QuarantinedRow, QueueStart, QueueView, RowChange, RowChangeKind,
    StartKind, StartReport, StorageState, Totals, View,
};
