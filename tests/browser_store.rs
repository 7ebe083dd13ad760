//! The store on the real IndexedDB, in a window.
#![cfg(target_arch = "wasm32")]

mod browser_store_cases;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test::wasm_bindgen_test]
fn these_run_in_a_window() {
    let scope = js_sys::global().constructor().name();
    assert_eq!(scope, "Window");
}
