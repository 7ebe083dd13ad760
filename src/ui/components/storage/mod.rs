//! Storage: records on their way to the disk, the rows that are there, and the file to take away.

mod backup;
mod disk_alarm;
mod disk_lane;
mod durability_choice;
mod import_dialog;
mod import_plan;
mod stations;
mod storage_panel;
mod storage_room;
mod storage_rows;
mod transaction_card;

pub use backup::{Backup, BackupProps};
pub use disk_alarm::{DiskAlarm, DiskAlarmProps};
pub use disk_lane::{DiskLane, DiskLaneProps};
pub use durability_choice::{DurabilityChoice, DurabilityChoiceProps};
pub use import_dialog::{ImportDialog, ImportDialogProps};
pub use stations::{Stations, StationsProps};
pub use storage_panel::{StoragePanel, StoragePanelProps};
pub use storage_room::{StorageRoom, StorageRoomProps};
pub use storage_rows::{StorageRows, StorageRowsProps};
