//! The browser's promise to keep the data.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::ui::state::KeepAnswer;

/// Asks the browser to keep the data when it needs room. It may ask the person, or decide alone.
pub(in crate::ui) async fn ask_to_keep() -> KeepAnswer {
    let Some(window) = web_sys::window() else {
        return KeepAnswer::CannotBeAsked;
    };
    let navigator = window.navigator();
    // Pages from an unsafe origin have no storage manager, whatever the type says.
    let has_manager = Reflect::get(&navigator, &JsValue::from_str("storage"))
        .is_ok_and(|manager| manager.is_object());
    if !has_manager {
        return KeepAnswer::CannotBeAsked;
    }
    let Ok(answer) = navigator.storage().persist() else {
        return KeepAnswer::CannotBeAsked;
    };
    match JsFuture::from(answer).await {
        Ok(promised) if promised.is_truthy() => KeepAnswer::Promised,
        Ok(_) => KeepAnswer::Declined,
        Err(_) => KeepAnswer::CannotBeAsked,
    }
}
