//! The lease: one writer at a time where the browser has no Web Locks, as on a page that does not
//! come over a secure connection.

use std::rc::Rc;

use gloo_timers::{callback::Interval, future::TimeoutFuture};
use wasm_bindgen_futures::spawn_local;

use super::{
    super::{Durability, StoreError, StoreName},
    Claim, TimeLimits,
    connection::Connection,
    transaction::Access,
    writer::Writer,
};

const ACCESS: Access = Access::ReadWrite(Durability::Relaxed);

/// Takes the lease when the claim allows it.
pub(super) async fn take(
    connection: &Connection,
    writer: &Writer,
    claim: Claim,
    limits: TimeLimits,
) -> Result<(), StoreError> {
    loop {
        let transaction = connection.begin(&[StoreName::Meta], ACCESS)?;
        let lease_ms = f64::from(limits.lease_ms);
        let is_held = Writer::is_another_alive(&transaction, lease_ms).await?;
        match claim {
            Claim::IfFree if is_held => return Err(StoreError::HeldByAnotherTab),
            Claim::WhenFree if is_held => {}
            Claim::IfFree | Claim::WhenFree | Claim::TakeOver => {
                writer.put(&transaction)?;
                return transaction.commit().await;
            }
        }
        drop(transaction);
        TimeoutFuture::new(limits.lease_ms / 2).await;
    }
}

/// Renews the lease for as long as what this gives back is there. A renewal that fails is made up
/// for by the next one, or the store finds out by itself.
pub(super) fn keep(connection: &Rc<Connection>, writer: &Writer, limits: TimeLimits) -> Interval {
    let (connection, writer) = (Rc::clone(connection), writer.clone());
    Interval::new(limits.lease_ms / 3, move || {
        let (connection, writer) = (Rc::clone(&connection), writer.clone());
        spawn_local(async move {
            renew(&connection, &writer).await.ok();
        });
    })
}

async fn renew(connection: &Connection, writer: &Writer) -> Result<(), StoreError> {
    let transaction = connection.begin(&[StoreName::Meta], ACCESS)?;
    writer.confirm(&transaction).await?;
    writer.put(&transaction)?;
    transaction.commit().await
}
