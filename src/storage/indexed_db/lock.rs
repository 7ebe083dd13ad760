//! One broker, one writer: an exclusive Web Lock of the database's name, held for as long as the
//! store lives.
//!
//! The browser gives the lock back when the worker that holds it dies, however it dies
//! (<https://www.w3.org/TR/web-locks/>). Where there are no Web Locks, as on a page that does not
//! come over a secure connection, `lease` stands in for them.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, DomException};

use super::{super::StoreError, Claim, failure, lost::Lost};

/// The lock, until this is dropped.
#[derive(Debug)]
pub(super) struct HeldLock {
    release: Function,
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.release
            .call0(&JsValue::UNDEFINED)
            .expect("resolving a promise never throws");
    }
}

/// Takes the lock of that name as the claim says; nothing where there are no locks. If it is lost
/// later, `lost` says so.
pub(super) async fn take(
    name: &str,
    claim: Claim,
    limit_ms: u32,
    lost: Lost,
) -> Result<Option<HeldLock>, StoreError> {
    let Some(manager) = lock_manager() else {
        return Ok(None);
    };
    let request = Withdrawable::new()?;
    let options = Object::new();
    let (option, value) = match claim {
        // One that is stolen cannot be waited for, and so not be withdrawn.
        Claim::TakeOver => ("steal", JsValue::TRUE),
        Claim::IfFree | Claim::WhenFree => ("signal", request.0.signal().into()),
    };
    Reflect::set(&options, &option.into(), &value).map_err(|thrown| failure::failed(&thrown))?;

    // The lock is held until the promise that the callback returns is resolved.
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let lock = HeldLock {
        release: release.expect("a promise hands over its functions at once"),
    };
    let (granted, grant) = oneshot::channel();
    let on_grant = Closure::once(move |_lock: JsValue| {
        granted
            .send(())
            .expect("this handler lives no longer than the wait for it");
        held
    });
    let ended = manager
        .request(name, &options, on_grant.as_ref().unchecked_ref())
        .map_err(|thrown| failure::failed(&thrown))?;
    let patience = request.0.clone();
    let _timeout =
        (claim == Claim::IfFree).then(|| Timeout::new(limit_ms, move || patience.abort()));

    match select(grant, JsFuture::from(ended)).await {
        Either::Left((grant, ended)) => {
            grant.expect("the handler sends before it is dropped");
            spawn_local(watch(ended, lost));
            Ok(Some(lock))
        }
        Either::Right((ended, _)) => {
            let thrown = ended.expect_err("a lock that was never granted is not given back");
            Err(refusal(&thrown))
        }
    }
}

/// A lock ends well when it is given back. Otherwise somebody has stolen it, and may write from now
/// on.
async fn watch(ended: JsFuture, lost: Lost) {
    if ended.await.is_err() {
        lost.say();
    }
}

/// A request that is withdrawn when nobody waits for it any more. Once it is granted that changes
/// nothing.
struct Withdrawable(AbortController);

impl Withdrawable {
    fn new() -> Result<Self, StoreError> {
        let controller = AbortController::new().map_err(|thrown| failure::failed(&thrown))?;
        Ok(Self(controller))
    }
}

impl Drop for Withdrawable {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn refusal(thrown: &JsValue) -> StoreError {
    let timed_out = thrown
        .dyn_ref::<DomException>()
        .is_some_and(|exception| exception.name() == "AbortError");
    if timed_out {
        StoreError::HeldByAnotherTab
    } else {
        StoreError::Unavailable {
            reason: failure::words(thrown),
        }
    }
}

fn lock_manager() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}

#[wasm_bindgen]
extern "C" {
    /// <https://www.w3.org/TR/web-locks/#lockmanager>, which web-sys has only as unstable.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        callback: &Function,
    ) -> Result<Promise, JsValue>;
}
