//! What changes faster than it can be drawn, or heard.

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// The value, changed at most once in so many milliseconds: at once when it has been quiet, and
/// otherwise at the end of the time, when it is the latest one.
#[hook]
pub(in crate::ui) fn use_paced<T: Clone + PartialEq + 'static>(value: &T, every_ms: u32) -> T {
    let shown = use_state(|| value.clone());
    let pace = use_mut_ref(|| Pace {
        latest: value.clone(),
        waiting: None,
        every_ms,
    });
    {
        let setter = shown.setter();
        use_effect_with(value.clone(), move |value| {
            pace.borrow_mut().latest = value.clone();
            if pace.borrow().waiting.is_none() {
                setter.set(value.clone());
                wait(&pace, value.clone(), setter);
            }
        });
    }
    (*shown).clone()
}

/// A number that changes as its source does, but at most once in so many milliseconds, and only
/// while somebody looks; nothing until somebody has.
#[hook]
pub(in crate::ui) fn use_at_most_every(every_ms: u32, source: u64, looked_at: bool) -> Option<u64> {
    let seen = use_mut_ref(|| None::<u64>);
    if looked_at {
        seen.replace(Some(source));
    }
    let latest = *seen.borrow();
    use_paced(&latest, every_ms)
}

struct Pace<T> {
    latest: T,
    waiting: Option<Timeout>,
    every_ms: u32,
}

fn wait<T: Clone + PartialEq + 'static>(
    pace: &Rc<RefCell<Pace<T>>>,
    shown: T,
    setter: UseStateSetter<T>,
) {
    let later = Rc::clone(pace);
    let timeout = Timeout::new(pace.borrow().every_ms, move || {
        later.borrow_mut().waiting = None;
        let latest = later.borrow().latest.clone();
        if latest != shown {
            setter.set(latest.clone());
            wait(&later, latest, setter);
        }
    });
    pace.borrow_mut().waiting = Some(timeout);
}
