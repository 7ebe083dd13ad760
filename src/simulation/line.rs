//! What the page's programs print.

use std::rc::Rc;

use crate::broker::Timestamp;

/// A line of a program's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramLine {
    /// When it was printed.
    pub at: Timestamp,
    /// The program's name.
    pub source: Rc<str>,
    /// What sort of line it is.
    pub kind: LineKind,
    /// What it says, in one line.
    pub text: String,
}

/// What sort of line a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// It does its work.
    Output,
    /// Something went wrong.
    Problem,
}
