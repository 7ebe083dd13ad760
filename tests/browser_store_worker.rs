//! The store on the real IndexedDB, in a dedicated worker, where the page has it.
#![cfg(target_arch = "wasm32")]

mod browser_store_cases;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
