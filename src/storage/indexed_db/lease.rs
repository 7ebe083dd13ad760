//! The lease: what tells one writer from another where the browser has no locks.
//!
//! It is the writer's row with the time at which it was last renewed. A writer renews it every few
//! seconds, so one that is not renewed is a dead writer's and void. A writer that was only asleep
//! loses it to whoever came meanwhile, and the fence keeps it from writing before it knows.

use std::rc::Rc;

use gloo_timers::{callback::Interval, future::TimeoutFuture};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::{
    super::{
        Durability, StoreError, StoreName,
        rows::{self, WriterRow},
    },
    TimeLimits,
    claim::Claim,
    database::Database,
    read,
    transaction::Access,
    writer::{self, Writer, now_ms},
};

/// Takes the lease as the claim says, and keeps it from then on.
pub(super) async fn take(
    database: &Rc<Database>,
    writer: &Rc<Writer>,
    claim: Claim,
    limits: &TimeLimits,
) -> Result<HeldLease, StoreError> {
    let mut seen: Option<Seen> = None;
    loop {
        match attempt(database, writer, claim, seen.as_ref(), limits).await? {
            None => return Ok(HeldLease::kept(database, writer, limits)),
            Some(theirs) => {
                let is_alive = seen.as_ref().is_some_and(|seen| seen.lease != theirs);
                if is_alive && claim == Claim::IfFree {
                    return Err(StoreError::HeldByAnotherTab);
                }
                if is_alive || seen.is_none() {
                    seen = Some(Seen {
                        lease: theirs,
                        at_ms: now_ms(),
                    });
                }
            }
        }
        TimeoutFuture::new(limits.lease_renewed_ms / 2).await;
    }
}

/// Takes the lease, or gives that of another who has it.
async fn attempt(
    database: &Database,
    writer: &Writer,
    claim: Claim,
    seen: Option<&Seen>,
    limits: &TimeLimits,
) -> Result<Option<WriterRow>, StoreError> {
    let connection = database.connection().await?;
    let access = Access::ReadWrite(Durability::Relaxed);
    let transaction = connection.begin(&[StoreName::Meta], access)?;
    let row = match writer::row(&transaction)?.await {
        Ok(row) => row,
        Err(thrown) => return Err(transaction.failure(&thrown).await),
    };
    if claim != Claim::TakeOver
        && let Some(theirs) = lease(&row)
        && !is_void(&theirs, seen, limits)
    {
        return Ok(Some(theirs));
    }
    writer.put_row(&transaction)?;
    transaction.commit().await?;
    Ok(None)
}

/// A lease, and since when it was seen like that.
struct Seen {
    lease: WriterRow,
    at_ms: u64,
}

/// Whoever's lease cannot be read keeps none.
fn lease(row: &JsValue) -> Option<WriterRow> {
    row.is_object().then(|| read(row).ok()).flatten()
}

/// A lease is void when it was long not renewed, by its own time or while somebody watched: the
/// clock may have been set.
fn is_void(lease: &WriterRow, seen: Option<&Seen>, limits: &TimeLimits) -> bool {
    let since = |moment: u64| now_ms().saturating_sub(moment);
    let void_ms = u64::from(limits.lease_void_ms);
    since(lease.renewed_at_ms) > void_ms
        || seen.is_some_and(|seen| seen.lease == *lease && since(seen.at_ms) > void_ms)
}

/// A lease that is renewed until this is dropped, and then given back.
#[derive(Debug)]
pub(super) struct HeldLease {
    database: Rc<Database>,
    writer: Rc<Writer>,
    _heartbeat: Interval,
}

impl HeldLease {
    fn kept(database: &Rc<Database>, writer: &Rc<Writer>, limits: &TimeLimits) -> Self {
        let (kept, by) = (Rc::clone(database), Rc::clone(writer));
        let heartbeat = Interval::new(limits.lease_renewed_ms, move || {
            spawn_local(renew(Rc::clone(&kept), Rc::clone(&by)));
        });
        Self {
            database: Rc::clone(database),
            writer: Rc::clone(writer),
            _heartbeat: heartbeat,
        }
    }
}

impl Drop for HeldLease {
    fn drop(&mut self) {
        self.writer.retire();
        spawn_local(give_back(
            Rc::clone(&self.database),
            Rc::clone(&self.writer),
        ));
    }
}

/// Renews the lease, or finds out that another has it. If neither can be done now, the next time
/// or the next write will tell.
async fn renew(database: Rc<Database>, writer: Rc<Writer>) {
    if writer.is_taken_over() {
        return;
    }
    let renewed = async {
        let connection = database.connection().await?;
        let (transaction, fence) = writer.begin(&connection, &[], Durability::Relaxed)?;
        writer.put_row(&transaction)?;
        writer.commit(transaction, fence).await
    };
    renewed.await.ok();
}

/// Leaves the database to the next at once. If that cannot be done, the lease will be void anyway.
async fn give_back(database: Rc<Database>, writer: Rc<Writer>) {
    let given_back = async {
        let connection = database.connection().await?;
        let (transaction, fence) = writer.begin(&connection, &[], Durability::Relaxed)?;
        let key = JsValue::from(rows::WRITER_KEY);
        transaction
            .store(StoreName::Meta)?
            .delete(idb::Query::from(key))?;
        writer.commit(transaction, fence).await
    };
    given_back.await.ok();
}
