//! The store on the real IndexedDB, in a window.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets what it did not expect should stop"
)]

mod browser_store_cases;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test::wasm_bindgen_test]
fn these_run_in_a_window() {
    let scope = js_sys::global().constructor().name();
    assert_eq!(scope, "Window");
}
