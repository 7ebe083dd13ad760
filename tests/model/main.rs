//! The broker against a reference that does the same in the slowest and plainest way.
//!
//! Random clients on a few connections declare, publish, consume, settle, close and crash, records
//! are reported persisted at random moments, and the broker is restarted. After every command
//! everything that left the broker and everything that can be seen of its state must be what the
//! reference says. A failing run is kept in `proptest-regressions` and tried first from then on;
//! `PROPTEST_CASES` sets how many are tried.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    reason = "the reference relates its plain lists by index, and a wrong one should fail the test"
)]

mod act;
mod deliveries;
mod ledger;
mod machine;
mod queues;
mod reference;
mod rules;
