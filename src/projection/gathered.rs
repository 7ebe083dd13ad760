//! What is gathered on the way: everything that a view tells and no broker remembers.
//!
//! It is folded from the world's outputs alone, each exactly once and in their order, so that a
//! past moment that is reached by doing everything again has gathered what it had then.

use super::{
    marks::Marks,
    view::{Ended, Totals},
};
use crate::simulation::Output;

/// What has been gathered up to a moment.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// What became of messages.
    pub totals: Totals,
    /// How messages ended.
    pub ended: Ended,
    /// What is worth finding again.
    pub marks: Marks,
}

impl Gathered {
    /// Takes in what the world gave out.
    pub fn note(&mut self, output: &Output) {
        match output {
            Output::Event(event) => {
                self.totals.count(event);
                self.ended.note(event);
                self.marks.note(event);
            }
            Output::Line(_) | Output::Work(_) => {}
        }
    }
}
