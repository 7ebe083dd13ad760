//! What a person has typed into the form of a burst and not sent yet.

use crate::simulation::{BurstForm, BurstFormPace, BurstSettings, FieldError, ORDER_QUEUE};

/// The form of a burst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurstDraft {
    /// The queue that it goes to.
    pub queue: String,
    /// How many producers.
    pub producers: String,
    /// Whether so many a second, or else all at once.
    pub is_steady: bool,
    /// How many orders, if all at once.
    pub count: String,
    /// Orders a second, if not.
    pub per_second: String,
    /// For so many seconds.
    pub seconds: String,
}

impl Default for BurstDraft {
    fn default() -> Self {
        Self {
            queue: ORDER_QUEUE.to_owned(),
            producers: "3".to_owned(),
            is_steady: true,
            count: "200".to_owned(),
            per_second: "10".to_owned(),
            seconds: "10".to_owned(),
        }
    }
}

impl BurstDraft {
    /// Reads what was typed. What is not shown is not read.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<BurstSettings, Vec<FieldError>> {
        let pace = if self.is_steady {
            BurstFormPace::Steady {
                per_second: &self.per_second,
                seconds: &self.seconds,
            }
        } else {
            BurstFormPace::AtOnce { count: &self.count }
        };
        let form = BurstForm {
            queue: &self.queue,
            producers: &self.producers,
            pace,
        };
        form.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::BurstPace;

    #[test]
    fn only_what_is_shown_is_read() {
        let steady = BurstDraft {
            count: "not shown".to_owned(),
            ..BurstDraft::default()
        };
        let settings = steady.parse().expect("the form begins with a right burst");
        assert_eq!(settings.pace.total(), 100);
        let at_once = BurstDraft {
            is_steady: false,
            seconds: "not shown".to_owned(),
            ..BurstDraft::default()
        };
        let settings = at_once.parse().expect("this one is right, too");
        assert_eq!(settings.pace, BurstPace::AtOnce { count: 200 });
    }
}
