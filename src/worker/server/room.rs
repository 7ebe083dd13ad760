//! How much room the browser gives this site, as far as it says
//! (<https://storage.spec.whatwg.org/#storagemanager>).

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use super::post::scope;

/// What the browser says. Where it does not say, as on a page that does not come over a secure
/// connection, nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    /// Bytes that the site uses.
    pub(super) used_bytes: Option<u64>,
    /// Bytes that it may use.
    pub(super) quota_bytes: Option<u64>,
    /// Whether the browser has promised to keep them when it needs room.
    pub(super) persisted: Option<bool>,
}

/// Asks the browser.
pub(super) async fn measure() -> Room {
    let Some(manager) = manager() else {
        return Room::default();
    };
    let estimate = match manager.estimate() {
        Ok(promise) => JsFuture::from(promise).await.ok(),
        Err(_) => None,
    };
    let persisted = match manager.persisted() {
        Ok(promise) => JsFuture::from(promise).await.ok(),
        Err(_) => None,
    };
    let estimate = estimate.map(JsCast::unchecked_into::<StorageEstimate>);
    let bytes = |of: fn(&StorageEstimate) -> Option<f64>| estimate.as_ref().and_then(of).map(whole);
    Room {
        used_bytes: bytes(StorageEstimate::get_usage),
        quota_bytes: bytes(StorageEstimate::get_quota),
        persisted: persisted.and_then(|persisted| persisted.as_bool()),
    }
}

fn manager() -> Option<StorageManager> {
    let manager = js_sys::Reflect::get(&scope().navigator(), &"storage".into()).ok()?;
    (!manager.is_undefined()).then(|| manager.unchecked_into())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of bytes is whole and positive, and fits"
)]
const fn whole(bytes: f64) -> u64 {
    bytes as u64
}
