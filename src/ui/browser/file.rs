//! Files: one that the page hands to the browser to save, and one that a person hands to the page.

use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use crate::{
    ui::state::{Import, too_large},
    worker::message::Refusal,
};

/// Lets the browser save a text under that name, as a click on a link to a download would.
///
/// # Errors
/// A refusal, if the browser does not take it.
pub(in crate::ui) fn save(name: &str, text: &str) -> Result<(), Refusal> {
    offer(name, text).map_err(|error| Refusal {
        field: None,
        code: None,
        message: format!("The browser did not take the file: {}", text_of(&error)),
        advice: "If there is too little memory for it, export definitions alone.".to_owned(),
    })
}

fn offer(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let clicked = click_on_link(name, &url);
    // Some browsers fetch the text only after the click has been dealt with.
    let forget = move || drop(Url::revoke_object_url(&url));
    Timeout::new(OFFERED_MS, forget).forget();
    clicked
}

/// How long a text stays there for the browser to fetch.
const OFFERED_MS: u32 = 60_000;

fn click_on_link(name: &str, url: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or("there is no page")?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(url);
    link.set_download(name);
    let body = document.body().ok_or("the page has no body")?;
    body.append_child(&link)?;
    link.click();
    link.remove();
    Ok(())
}

/// Reads a file that is to be imported. Its size is known before anything of it is read.
///
/// # Errors
/// A refusal, with the file as it then stands there, if it is too large or cannot be read.
pub(in crate::ui) async fn import_of(file: &File) -> Result<Import, (Import, Refusal)> {
    let without_text = || Import::new(file.name(), "");
    if let Some(refusal) = too_large(size(file)) {
        return Err((without_text(), refusal));
    }
    let text = JsFuture::from(file.text()).await;
    match text.map(|text| text.as_string()) {
        Ok(Some(text)) => Ok(Import::new(file.name(), &text)),
        Ok(None) => Err((without_text(), unreadable("it is no text"))),
        Err(error) => Err((without_text(), unreadable(&text_of(&error)))),
    }
}

fn unreadable(reason: &str) -> Refusal {
    Refusal {
        field: None,
        code: None,
        message: format!("The browser could not read the file: {reason}"),
        advice: "If it was moved or changed, choose it again.".to_owned(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "JavaScript gives the size, a whole number, as a float"
)]
fn size(file: &File) -> u64 {
    file.size() as u64
}

fn text_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}
