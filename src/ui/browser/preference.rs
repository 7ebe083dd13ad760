//! What a person prefers, remembered by the browser.
//!
//! A browser may refuse to remember anything, in a frame of another site or in private. Then a
//! preference holds until the page is closed, which is no reason to say anything.

use web_sys::Storage;

/// What was remembered under that name, if anything was.
pub(in crate::ui) fn remembered(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Remembers that, if the browser does.
pub(in crate::ui) fn remember(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // It fails where there is no room or no permission.
        drop(storage.set_item(name, value));
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
