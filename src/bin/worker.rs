//! The worker: the engine behind messages.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wasm_bindgen_futures::spawn_local(leveret::worker::server::serve());
}
