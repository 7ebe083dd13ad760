//! How a burst is set, parsed once from what a person typed.
//!
//! The limits are the page's own: what nobody could watch, or no tab could hold, is refused at the
//! field.

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, FieldError, parse_queue_name, parse_whole},
    publish::COUNT_RIGHT,
    settings::{PUBLISH_COUNT_MAX, order_queue},
};
use crate::broker::QueueName;

/// Producers of one burst.
pub const BURST_PRODUCERS_MAX: u8 = 10;

/// Orders a second: one a millisecond, which is what the virtual clock can tell apart.
pub const BURST_RATE_MAX: u32 = 1000;

/// Seconds that a burst may last: ten minutes.
pub const BURST_SECONDS_MAX: u32 = 600;

/// How a burst is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurstSettings {
    /// The queue that it goes to, by the default exchange.
    pub queue: QueueName,
    /// How many producers share it.
    pub producers: u8,
    /// How fast.
    pub pace: BurstPace,
}

/// How fast a burst is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BurstPace {
    /// As fast as the broker confirms.
    AtOnce {
        /// How many orders.
        count: u32,
    },
    /// Evenly.
    Steady {
        /// Orders a second.
        per_second: u32,
        /// For so long.
        seconds: u32,
    },
}

/// A burst's form as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct BurstForm<'a> {
    /// The queue's name.
    pub queue: &'a str,
    /// How many producers.
    pub producers: &'a str,
    /// How fast.
    pub pace: BurstFormPace<'a>,
}

/// How fast, as it was typed.
#[derive(Clone, Copy, Debug)]
pub enum BurstFormPace<'a> {
    /// All at once.
    AtOnce {
        /// How many orders.
        count: &'a str,
    },
    /// So many a second.
    Steady {
        /// Orders a second.
        per_second: &'a str,
        /// Seconds.
        seconds: &'a str,
    },
}

impl BurstSettings {
    /// What shows a queue fill: two hundred orders from four producers at once.
    #[must_use]
    pub fn quick() -> Self {
        Self {
            queue: order_queue(),
            producers: 4,
            pace: BurstPace::AtOnce { count: 200 },
        }
    }
}

impl BurstForm<'_> {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<BurstSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let queue = parse_queue_name(self.queue).map_err(|error| errors.push(error));
        let producers = parse_producers(self.producers).map_err(|error| errors.push(error));
        let pace = self.pace.parse().map_err(|found| errors.extend(found));
        let (Ok(queue), Ok(producers), Ok(pace)) = (queue, producers, pace) else {
            return Err(errors);
        };
        let settings = BurstSettings {
            queue,
            producers,
            pace,
        };
        settings.validate().map(|()| settings)
    }
}

impl BurstFormPace<'_> {
    fn parse(&self) -> Result<BurstPace, Vec<FieldError>> {
        match *self {
            Self::AtOnce { count } => whole(Field::Count, count, PUBLISH_COUNT_MAX, COUNT_RIGHT)
                .map(|count| BurstPace::AtOnce { count })
                .map_err(|error| vec![error]),
            Self::Steady {
                per_second,
                seconds,
            } => {
                match (
                    whole(Field::Rate, per_second, BURST_RATE_MAX, RATE_RIGHT),
                    whole(Field::Seconds, seconds, BURST_SECONDS_MAX, SECONDS_RIGHT),
                ) {
                    (Ok(per_second), Ok(seconds)) => Ok(BurstPace::Steady {
                        per_second,
                        seconds,
                    }),
                    (rate, seconds) => {
                        Err([rate.err(), seconds.err()].into_iter().flatten().collect())
                    }
                }
            }
        }
    }
}

impl BurstPace {
    /// Orders in all.
    #[must_use]
    pub const fn total(self) -> u32 {
        match self {
            Self::AtOnce { count } => count,
            Self::Steady {
                per_second,
                seconds,
            } => per_second.saturating_mul(seconds),
        }
    }
}

impl BurstSettings {
    /// Checks settings that were not parsed here.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.queue.as_str().trim().is_empty() {
            errors.push(FieldError::no_queue());
        }
        let mut check = |field, value: u32, most: u32, right: &str| {
            if !(1..=most).contains(&value) {
                let message = format!("{right}; {value} is not.");
                errors.push(FieldError::new(field, message));
            }
        };
        let producers = u32::from(self.producers);
        check(
            Field::Producers,
            producers,
            BURST_PRODUCERS_MAX.into(),
            PRODUCERS_RIGHT,
        );
        match self.pace {
            BurstPace::AtOnce { count } => {
                check(Field::Count, count, PUBLISH_COUNT_MAX, COUNT_RIGHT);
            }
            BurstPace::Steady {
                per_second,
                seconds,
            } => {
                check(Field::Rate, per_second, BURST_RATE_MAX, RATE_RIGHT);
                check(Field::Seconds, seconds, BURST_SECONDS_MAX, SECONDS_RIGHT);
            }
        }
        let total = self.pace.total();
        if errors.is_empty() && total > PUBLISH_COUNT_MAX {
            let message =
                format!("A burst has at most {PUBLISH_COUNT_MAX} orders; this one has {total}.");
            errors.push(FieldError::new(Field::Seconds, message));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

fn parse_producers(text: &str) -> Result<u8, FieldError> {
    let range = 1..=u64::from(BURST_PRODUCERS_MAX);
    let number = parse_whole(Field::Producers, text, range, PRODUCERS_RIGHT)?;
    Ok(u8::try_from(number).expect("the range ends below the type's end"))
}

fn whole(field: Field, text: &str, most: u32, right: &str) -> Result<u32, FieldError> {
    let number = parse_whole(field, text, 1..=u64::from(most), right)?;
    Ok(u32::try_from(number).expect("the range ends below the type's end"))
}

const PRODUCERS_RIGHT: &str = "A burst has from 1 to 10 producers";
const RATE_RIGHT: &str = "The rate is a whole number from 1 to 1000 orders a second";
const SECONDS_RIGHT: &str = "A burst lasts a whole number of seconds from 1 to 600";

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: BurstForm<'_> = BurstForm {
        queue: "order_queue",
        producers: "3",
        pace: BurstFormPace::Steady {
            per_second: "50",
            seconds: "10",
        },
    };

    fn messages(form: &BurstForm<'_>) -> Vec<(Field, String)> {
        let errors = form.parse().expect_err("a wrong form");
        let errors = errors.into_iter();
        errors.map(|error| (error.field, error.message)).collect()
    }

    #[test]
    fn a_burst_as_typed() {
        assert_eq!(BurstSettings::quick().validate(), Ok(()));
        let settings = FORM.parse().expect("a right form");
        assert_eq!((settings.producers, settings.pace.total()), (3, 500));
    }

    #[test]
    fn every_wrong_field_of_a_burst_is_named_at_once() {
        let form = BurstForm {
            queue: "",
            producers: "11",
            pace: BurstFormPace::Steady {
                per_second: "0",
                seconds: "1e3",
            },
        };
        let said = messages(&form);
        let said: Vec<(Field, &str)> = said.iter().map(|(field, text)| (*field, &**text)).collect();
        assert_eq!(
            said,
            [
                (Field::Queue, "Name a queue, such as order_queue."),
                (
                    Field::Producers,
                    "A burst has from 1 to 10 producers; 11 is too large."
                ),
                (
                    Field::Rate,
                    "The rate is a whole number from 1 to 1000 orders a second; 0 is too small."
                ),
                (
                    Field::Seconds,
                    "A burst lasts a whole number of seconds from 1 to 600; “1e3” is not a number."
                ),
            ]
        );
        let form = BurstForm {
            pace: BurstFormPace::AtOnce { count: "100001" },
            ..FORM
        };
        assert_eq!(messages(&form)[0].0, Field::Count);
    }

    #[test]
    fn a_burst_has_no_more_orders_than_any_publish_of_many() {
        let form = BurstForm {
            pace: BurstFormPace::Steady {
                per_second: "1000",
                seconds: "101",
            },
            ..FORM
        };
        let message = "A burst has at most 100000 orders; this one has 101000.".to_owned();
        assert_eq!(messages(&form), [(Field::Seconds, message)]);
    }

    #[test]
    fn a_burst_that_was_not_parsed_here_is_held_to_the_same_rules() {
        let arrived = BurstSettings {
            queue: QueueName::new(" ").expect("short"),
            producers: 0,
            pace: BurstPace::Steady {
                per_second: 0,
                seconds: u32::MAX,
            },
        };
        let errors = arrived.validate().expect_err("all is wrong");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [Field::Queue, Field::Producers, Field::Rate, Field::Seconds]
        );
    }
}
