//! What the compiler does not check: layers, headers, sizes, and words that must not stay.
//!
//! The layers are those of ARCHITECTURE.md. The checks go by the text of the files, so each is shown
//! to be able to fail on a snippet that breaks it.

#![cfg(not(target_arch = "wasm32"))]

mod layers;
mod paths;
mod source;
mod style;

use source::{Fault, Source};

/// Fails with one line for each fault, `file:line: what is wrong`.
fn assert_none(faults: impl IntoIterator<Item = Fault>) {
    let faults: Vec<String> = faults.into_iter().map(|fault| fault.to_string()).collect();
    assert!(
        faults.is_empty(),
        "{} fault(s):\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// What a check says of one file with this text.
fn faults_of(check: impl Fn(&Source) -> Vec<Fault>, path: &str, text: &str) -> Vec<String> {
    check(&Source::new(path, text))
        .iter()
        .map(ToString::to_string)
        .collect()
}
