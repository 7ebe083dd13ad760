//! The page around this one: who it is, and the messages to and from it.

use js_sys::JSON;
use web_sys::{MessageEvent, Window};

use crate::ui::embed::{Asked, Told, read};

/// Bytes of a message. A scenario in it may be long; nothing else is.
const MESSAGE_BYTES_MAX: u32 = 16 * 1024 * 1024;

/// A request of the page around, and the origin that it came from. Whatever else is sent to this
/// page is passed over.
pub(in crate::ui) fn asked(event: &MessageEvent) -> Option<(Asked, String)> {
    let around = window()?.parent().ok()??;
    let source = event.source()?;
    if !js_sys::Object::is(&source, &around) {
        return None;
    }
    // What has no form in JSON is no request.
    let text = JSON::stringify(&event.data()).ok()?;
    if text.length() > MESSAGE_BYTES_MAX {
        return None;
    }
    let asked = read(&text.as_string()?)?;
    Some((asked, event.origin()))
}

/// Tells the page around something, if it is of that origin.
pub(in crate::ui) fn tell(told: &Told, origin: &str) {
    let around = window().and_then(|window| window.parent().ok().flatten());
    let message = JSON::parse(&told.to_json().to_string());
    if let (Some(around), Ok(message)) = (around, message) {
        // A page in a sandbox has an origin of its own, which has no name.
        let target = if origin == "null" { "*" } else { origin };
        drop(around.post_message(&message, target));
    }
}

/// Whether a page is of the same origin as this one.
pub(in crate::ui) fn is_same_origin(origin: &str) -> bool {
    origin != "null" && window().is_some_and(|window| window.origin() == origin)
}

fn window() -> Option<Window> {
    web_sys::window()
}
