//! What the page was opened with, and what of it is to be handed on.

use std::rc::Rc;

use super::{Opening, Source};
use crate::worker::{Home, message::Refusal};

/// What the page was opened with, and what of it is to be handed on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sharing {
    /// How the page was opened; its source is what is shown now.
    pub opening: Opening,
    /// Why what was to be opened is not.
    pub refusal: Option<Refusal>,
    /// A scratch copy that the person wants to keep, until they have decided what for.
    pub keeping: Option<Rc<str>>,
    /// Whether the person looks at how to share the set-up.
    pub is_open: bool,
    /// The set-up as it is to be shared, once the worker has written it down.
    pub scenario: Option<Rc<str>>,
}

impl Sharing {
    pub(super) fn new(opening: Opening) -> Self {
        Self {
            opening,
            ..Self::default()
        }
    }

    /// Where the broker lives that is shown.
    #[must_use]
    pub fn home(&self) -> Home {
        match self.opening.source {
            Source::Own => self.opening.home.clone(),
            Source::Link(_) | Source::Text(_) => Home::Scratch,
        }
    }

    /// Whether what is shown is a scratch copy.
    #[must_use]
    pub fn is_scratch(&self) -> bool {
        self.opening.source != Source::Own
    }

    /// Whether a scratch copy can be kept: there must be something that keeps.
    #[must_use]
    pub const fn can_keep(&self) -> bool {
        matches!(self.opening.home, Home::Database { .. })
    }

    /// The same page with something else shown on it.
    pub(super) fn to(&self, source: Source) -> Self {
        let mut opening = self.opening.clone();
        opening.source = source;
        Self::new(opening)
    }

    pub(super) fn dismiss_faults(&mut self) {
        self.refusal = None;
        self.opening.faults = Vec::new();
    }

    pub(super) fn share(&mut self, wanted: bool) {
        self.is_open = wanted;
        self.scenario = None;
    }
}
