//! Starting the worker's script, wherever the page stands.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url, Window, Worker, WorkerOptions};

/// The script that Trunk writes for the worker, beside the page.
pub(super) const LOADER: &str = "./worker_loader.js";

/// What that script loads, beside the page too.
const PARTS: [&str; 2] = ["./worker.js", "./worker_bg.wasm"];

/// Starts a worker.
///
/// A frame with `sandbox="allow-scripts"` has an origin of its own, which no script comes from.
/// There the worker's script is made here and loads the same parts by their whole addresses.
pub(super) fn spawn(options: &WorkerOptions) -> Result<Worker, JsValue> {
    let window = web_sys::window().ok_or("there is no page")?;
    if window.origin() != "null" {
        return Worker::new_with_options(LOADER, options);
    }
    let script = loader(&window)?;
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&script.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    // The address stays: when the worker has read it nobody says, and it is one for each start.
    Worker::new_with_options(&address, options)
}

fn loader(window: &Window) -> Result<String, JsValue> {
    let base = window.document().and_then(|page| page.base_uri().ok()?);
    let base = base.ok_or("the page has no address")?;
    let [script, program] = PARTS.map(|part| Url::new_with_base(part, &base).map(|url| url.href()));
    let (script, program) = (quoted(&script?), quoted(&program?));
    Ok(format!("importScripts({script}); wasm_bindgen({program});"))
}

/// As a string of JavaScript.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
