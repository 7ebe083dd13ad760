//! The broker against a reference that does the same in the slowest and plainest way.
//!
//! Random clients on a few connections declare, bind, publish, consume, settle, close and crash;
//! time passes, records are reported persisted at random moments, and the broker is restarted.
//! After every act what each client saw, and everything that can be seen of the broker's state,
//! must be what the reference says. A failing run is kept in `proptest-regressions` and tried first
//! from then on; `PROPTEST_CASES` sets how many are tried.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    reason = "the reference relates its plain lists by index, and a wrong one should fail the test"
)]
#![expect(
    clippy::struct_excessive_bools,
    reason = "an exchange and a queue have as many flags of their own"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a client sees is a part of what happens, and a test reads few of the types of \
              argument that there are"
)]

mod act;
mod ledger;
mod machine;
mod plain;
mod promises;
mod reference;
mod restarts;
mod seen;
