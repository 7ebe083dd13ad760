//! When the page itself panics: a notice that needs nothing of what has just died.
//!
//! The notice stands in `index.html`, hidden. The panic hook writes the report into it and shows it; after
//! that the page's program does nothing more. The worker's database is not touched: a reload starts the
//! broker again from what was saved.
//!
//! `?fault=page-panic` in the address makes the page panic a moment after its start, so that the notice can
//! be seen, and tested, for real.

use std::panic::PanicHookInfo;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlTextAreaElement};

/// From here on a panic shows the notice.
pub fn install() {
    // Yew installs a hook of its own unless it is given one.
    yew::set_custom_panic_hook(Box::new(show));
}

/// Panics soon if the page's address asks for it.
pub fn panic_if_asked() {
    let asked = web_sys::window()
        .and_then(|window| window.location().search().ok())
        .is_some_and(|query| query.contains("fault=page-panic"));
    if asked {
        Timeout::new(FAULT_AFTER_MS, fault).forget();
    }
}

const FAULT_AFTER_MS: u32 = 500;

#[expect(clippy::panic, reason = "the address asked for it")]
fn fault() {
    panic!("the address asked for a panic (fault=page-panic)");
}

fn show(panic: &PanicHookInfo<'_>) {
    let report = format!("Leveret {}\n{panic}", env!("CARGO_PKG_VERSION"));
    web_sys::console::error_1(&report.as_str().into());
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    // What panics after the first panic is its consequence.
    let shown = element::<HtmlElement>(&document, "page-panic").filter(HtmlElement::hidden);
    let Some(notice) = shown else {
        return;
    };
    if let Some(area) = element::<HtmlTextAreaElement>(&document, "page-panic-report") {
        area.set_value(&report);
    }
    notice.set_hidden(false);
    if let Some(app) = element::<HtmlElement>(&document, "app") {
        // It cannot react any more, so it should not look or feel as if it could.
        drop(app.set_attribute("inert", ""));
    }
    drop(notice.focus());
}

fn element<T: JsCast>(document: &Document, id: &str) -> Option<T> {
    document.get_element_by_id(id)?.dyn_into().ok()
}
