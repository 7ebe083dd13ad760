//! One broker, one writer: an exclusive Web Lock of the database's name, held for as long as the
//! store lives.
//!
//! The browser gives the lock back when the worker that holds it dies, however it dies, and hands
//! it to the next who waits for it; it can also be stolen, and then says so
//! (<https://www.w3.org/TR/web-locks/>). Where there are no Web Locks, as on a page that does not
//! come over a secure connection, there is the `lease`.

use std::{pin::pin, rc::Rc};

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, DomException};

use super::{super::StoreError, TimeLimits, claim::Claim, failure, writer::Writer};

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

/// Takes the lock of that name; nothing where there are no locks. If it is stolen later, the writer
/// loses its place.
pub(super) async fn take(
    name: &str,
    claim: Claim,
    limits: &TimeLimits,
    writer: &Rc<Writer>,
) -> Result<Option<HeldLock>, StoreError> {
    let Some(manager) = lock_manager() else {
        return Ok(None);
    };
    let patience = Patience::of(claim, limits)?;
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
        .request(name, &patience.options, on_grant.as_ref().unchecked_ref())
        .map_err(|thrown| failure::failed(&thrown))?;

    match select(pin!(grant), JsFuture::from(ended)).await {
        Either::Left((grant, ended)) => {
            grant.expect("the handler sends before it is dropped");
            spawn_local(watch(ended, Rc::clone(writer)));
            Ok(Some(lock))
        }
        Either::Right((ended, _)) => {
            let thrown = ended.expect_err("a lock that was never granted is not given back");
            Err(refusal(&thrown))
        }
    }
}

/// How long a request waits. One that is dropped is withdrawn, for nobody would ever give the lock
/// back; where it was granted already, that changes nothing.
struct Patience {
    options: Object,
    request: Option<AbortController>,
    _limit: Option<Timeout>,
}

impl Patience {
    fn of(claim: Claim, limits: &TimeLimits) -> Result<Self, StoreError> {
        let options = Object::new();
        let set = |option: &str, value: &JsValue| {
            Reflect::set(&options, &option.into(), value).map_err(|thrown| failure::failed(&thrown))
        };
        if claim == Claim::TakeOver {
            set("steal", &true.into())?;
            return Ok(Self {
                options,
                request: None,
                _limit: None,
            });
        }
        let request = AbortController::new().map_err(|thrown| failure::failed(&thrown))?;
        set("signal", &request.signal())?;
        let limited = request.clone();
        let limit =
            (claim == Claim::IfFree).then(|| Timeout::new(limits.lock_ms, move || limited.abort()));
        Ok(Self {
            options,
            request: Some(request),
            _limit: limit,
        })
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        if let Some(request) = &self.request {
            request.abort();
        }
    }
}

/// A lock ends well when it is given back. Otherwise somebody has stolen it, and may write from now
/// on.
async fn watch(ended: JsFuture, writer: Rc<Writer>) {
    if ended.await.is_err() {
        writer.lose();
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
