//! Starting: from what a store kept, or with the course's set-up where nothing was kept.

use std::collections::BTreeMap;

use super::{Host, crash::Crash, history::History, keeping::Keeping, room::Room, rows::from_row};
use crate::{
    broker::{Broker, Event, Happening, Millis, QueueRestart, Timestamp},
    projection::{Disk, Flow, Gathered, Log, Play, QuarantinedRow, QueueLoss, StartReport},
    simulation::{Clients, World},
    storage::{self, ClientRow, Loaded, QueueCensus, StoreError, StoreName},
};

impl Host {
    /// Starts a broker and its programs with what was kept, or in memory if the store cannot be
    /// used.
    #[must_use]
    pub fn start(now: Timestamp, kept: Result<Loaded, StoreError>) -> Self {
        match kept {
            Ok(kept) => Self::start_from(now, kept, None),
            Err(error) => Self::start_from(now, Loaded::default(), Some(error)),
        }
    }

    /// Starts with that, and says why it is not saved if there is no database.
    #[must_use]
    pub fn start_from(now: Timestamp, kept: Loaded, unavailable: Option<StoreError>) -> Self {
        let is_fresh = kept.clients.is_empty()
            && kept.durable.queues.is_empty()
            && kept.durable.exchanges.is_empty();
        let census = kept.census.unwrap_or_default();
        let mut quarantined: Vec<QuarantinedRow> =
            kept.quarantined.into_iter().map(set_aside).collect();
        let (clients, rows) = if is_fresh {
            (Clients::course(), Vec::new())
        } else {
            restore_clients(kept.clients, &mut quarantined)
        };
        let crash = Crash::after_start(now, &kept.durable);
        let gathered = Gathered::of_recovered(now, &kept.durable);
        let world = World::new(Broker::recover(now, kept.durable), clients);
        let mut host = Self {
            crash,
            history: History::begin(&world, &gathered),
            gathered,
            measures_told: None,
            past: None,
            leap: None,
            world,
            keeping: Keeping::new(rows, census.clone()),
            settings: kept.settings,
            write_delay: Millis(0),
            waiting_since: None,
            trouble: None,
            room: Room::default(),
            is_alarmed: false,
            unavailable,
            is_taken_over: false,
            play: Play::default(),
            log: Log::default(),
            flow: Flow::default(),
            disk: Disk::default(),
            start: StartReport::default(),
            windows: BTreeMap::new(),
            inspected: None,
            inspected_node: None,
        };
        let recovered = recovered(&host.drain());
        host.world.start(now);
        host.drain();
        host.history = History::begin(&host.world, &host.gathered);
        let attached = host.attached_count();
        host.start = if is_fresh && quarantined.is_empty() {
            StartReport::of_fresh_start(attached)
        } else {
            StartReport::of_reload(&recovered, losses(census), quarantined, attached)
        };
        host
    }
}

fn recovered(events: &[Event]) -> Vec<QueueRestart> {
    let restarts = events.iter().filter_map(|event| {
        if let Happening::Restarted { queues } = &event.what {
            Some(queues.clone())
        } else {
            None
        }
    });
    restarts.flatten().collect()
}

fn losses(census: Vec<QueueCensus>) -> Vec<QueueLoss> {
    census
        .into_iter()
        .map(|lost| QueueLoss {
            queue: lost.queue,
            durable: lost.durable,
            messages: lost.transient_messages,
        })
        .collect()
}

/// Takes the programs back that can be, with their rows, and names those that cannot. The rows of
/// those stay as they are.
fn restore_clients(
    rows: Vec<ClientRow>,
    quarantined: &mut Vec<QuarantinedRow>,
) -> (Clients, Vec<ClientRow>) {
    let mut refuse = |name: &str, reason: String| {
        quarantined.push(QuarantinedRow {
            store: StoreName::Clients.as_str().to_owned(),
            key: name.to_owned(),
            reason,
        });
    };
    let mut definitions = Vec::new();
    let mut taken = rows.clone();
    for row in rows {
        let name = row.name.clone();
        match from_row(row) {
            Ok(definition) => definitions.push(definition),
            Err(field) => {
                refuse(&name, format!("its field {field} is missing"));
                taken.retain(|row| row.name != name);
            }
        }
    }
    let (clients, refused) = Clients::restore(definitions);
    for definition in refused {
        refuse(&definition.name, definition.reason.to_string());
        taken.retain(|row| row.name != definition.name);
    }
    (clients, taken)
}

fn set_aside(row: storage::QuarantinedRow) -> QuarantinedRow {
    QuarantinedRow {
        store: row.store.as_str().to_owned(),
        key: row.key,
        reason: row.reason,
    }
}
