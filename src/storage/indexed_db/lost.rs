//! The right to write, and the word that it is gone: another writer has the database.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};

use super::super::StoreError;

/// Says once that the right is gone, to whoever wanted to know. Clones share it.
#[derive(Clone)]
pub(super) struct Lost(Rc<Inner>);

struct Inner {
    is_lost: Cell<bool>,
    on_lost: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Lost {
    pub(super) fn new(on_lost: impl FnOnce() + 'static) -> Self {
        Self(Rc::new(Inner {
            is_lost: Cell::new(false),
            on_lost: RefCell::new(Some(Box::new(on_lost))),
        }))
    }

    /// The right is gone.
    pub(super) fn say(&self) {
        self.0.is_lost.set(true);
        let on_lost = self.0.on_lost.borrow_mut().take();
        if let Some(on_lost) = on_lost {
            on_lost();
        }
    }

    /// # Errors
    /// [`StoreError::TakenOver`] if the right is gone.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.0.is_lost.get() {
            Err(StoreError::TakenOver)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lost").field(&self.0.is_lost).finish()
    }
}
