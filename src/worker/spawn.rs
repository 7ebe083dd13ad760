//! Starting the worker's program, wherever the page stands.
//!
//! The first worker loads it from beside the page. Then the page keeps a copy, so that a broker
//! that has crashed can be started again when the server is gone.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, RequestCache, RequestInit, Response, Url, Window, Worker, WorkerOptions,
};

/// The script that Trunk writes for the worker, beside the page.
pub(super) const LOADER: &str = "./worker_loader.js";

/// What that script loads, beside the page too: a script, and the program.
const PARTS: [&str; 2] = ["./worker.js", "./worker_bg.wasm"];

/// What a worker from the copy does: it takes the program from the page.
const TAKE_PROGRAM: &str = "
onmessage = ({ data }) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: new Response(data) });
};
";

thread_local! {
    static COPY: RefCell<Option<Copy>> = const { RefCell::new(None) };
}

/// A copy of the worker's program.
#[derive(Clone, Debug)]
struct Copy {
    /// The address of its script, which holds for as long as the page.
    script: String,
    program: Blob,
}

/// Starts a worker.
///
/// A frame with `sandbox="allow-scripts"` has an origin of its own, which no script comes from.
/// There the worker's script is made here and loads the same parts by their whole addresses.
pub(super) fn spawn(options: &WorkerOptions) -> Result<Worker, JsValue> {
    if let Some(copy) = COPY.with_borrow(Clone::clone) {
        let worker = Worker::new_with_options(&copy.script, options)?;
        worker.post_message(&copy.program)?;
        return Ok(worker);
    }
    let window = web_sys::window().ok_or("there is no page")?;
    if window.origin() != "null" {
        return Worker::new_with_options(LOADER, options);
    }
    Worker::new_with_options(&address_of(&loader(&window)?)?, options)
}

/// Keeps a copy of the program that a worker has loaded just now. If there is none to be had, the
/// next worker loads it again.
pub(super) async fn keep_copy() {
    if COPY.with_borrow(Option::is_some) {
        return;
    }
    if let Ok(copy) = copy().await {
        COPY.set(Some(copy));
    }
}

async fn copy() -> Result<Copy, JsValue> {
    let [script, program] = PARTS.map(from_cache);
    let (script, program) = (script.await?, program.await?);
    let script = JsFuture::from(script.text()?).await?;
    let script = script.as_string().ok_or("the script is no text")?;
    Ok(Copy {
        script: address_of(&(script + TAKE_PROGRAM))?,
        program: JsFuture::from(program.blob()?).await?.dyn_into()?,
    })
}

/// What the browser has of it already, however old that is.
async fn from_cache(part: &str) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or("there is no page")?;
    let options = RequestInit::new();
    options.set_cache(RequestCache::ForceCache);
    let response = JsFuture::from(window.fetch_with_str_and_init(part, &options)).await?;
    let response: Response = response.dyn_into()?;
    if response.ok() {
        Ok(response)
    } else {
        Err("it is not there".into())
    }
}

/// The address of a script that is made here. When a worker has read it nobody says, so it stays.
fn address_of(script: &str) -> Result<String, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&script.into()), &kind)?;
    Url::create_object_url_with_blob(&blob)
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
