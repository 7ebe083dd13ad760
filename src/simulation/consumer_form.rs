//! The form of a consumer's settings, parsed once from what a person typed.

use super::{
    field::{Digits, Field, FieldError, SHOWN_CHARS_MAX, parse_queue_name, parse_whole},
    label::one_line,
    poison::OnFailure,
    settings::{
        Acknowledgement, ConsumerSettings, RESTART_MIN, SLEEP_MAX, SLEEP_RIGHT, restart_error,
    },
};
use crate::broker::Millis;

/// A consumer's form as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct ConsumerForm<'a> {
    /// The queue that it consumes from.
    pub queue: &'a str,
    /// Unacked deliveries that it may hold.
    pub prefetch: &'a str,
    /// Seconds that it works on an order.
    pub sleep_seconds: &'a str,
    /// When it acknowledges.
    pub acknowledgement: Acknowledgement,
    /// What it does when it fails on an order.
    pub on_failure: OnFailure,
    /// Seconds after a crash until it is started again; empty is never.
    pub restart_seconds: &'a str,
    /// Whether it wants the queue to itself.
    pub exclusive: bool,
    /// Before whom it is served; empty is none.
    pub priority: &'a str,
}

impl ConsumerForm<'_> {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ConsumerSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let queue = parse_queue_name(self.queue).map_err(|error| errors.push(error));
        let prefetch_count = parse_prefetch(self.prefetch).map_err(|error| errors.push(error));
        let sleep = parse_sleep(self.sleep_seconds).map_err(|error| errors.push(error));
        let restart_after = parse_restart(self.restart_seconds).map_err(|error| errors.push(error));
        let priority = parse_priority(self.priority).map_err(|error| errors.push(error));
        let (Ok(queue), Ok(prefetch_count), Ok(sleep), Ok(restart_after), Ok(priority)) =
            (queue, prefetch_count, sleep, restart_after, priority)
        else {
            return Err(errors);
        };
        Ok(ConsumerSettings {
            queue,
            prefetch_count,
            sleep,
            acknowledgement: self.acknowledgement,
            on_failure: self.on_failure,
            restart_after,
            exclusive: self.exclusive,
            priority,
        })
    }
}

/// Any 32 bits will do for RabbitMQ.
fn parse_priority(text: &str) -> Result<Option<i32>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let shown = one_line(text, SHOWN_CHARS_MAX);
        let message = format!(
            "A consumer's priority is a whole number of 32 bits, such as 10 or -1; “{shown}” is not."
        );
        FieldError::new(Field::ConsumerPriority, message)
    })
}

pub(super) fn parse_prefetch(text: &str) -> Result<u16, FieldError> {
    let right = "The prefetch is a whole number from 0 (no limit) to 65535";
    let range = 0..=u64::from(u16::MAX);
    let count = parse_whole(Field::Prefetch, text, range, right)?;
    Ok(u16::try_from(count).expect("the range ends at the type's end"))
}

fn parse_sleep(text: &str) -> Result<Millis, FieldError> {
    let error = |wrong: &str| FieldError::new(Field::Sleep, format!("{SLEEP_RIGHT}; {wrong}."));
    parse_seconds(text).map_err(|wrong| error(&wrong))
}

fn parse_restart(text: &str) -> Result<Option<Millis>, FieldError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match parse_seconds(text) {
        Ok(after) if after >= RESTART_MIN => Ok(Some(after)),
        Ok(_) => {
            let shown = one_line(text.trim(), SHOWN_CHARS_MAX);
            Err(restart_error(&format!("{shown} is too short")))
        }
        Err(wrong) => Err(restart_error(&wrong)),
    }
}

/// Reads seconds, up to an hour, without going through floats, so that what was typed is what is
/// meant; otherwise says what is wrong.
pub(super) fn parse_seconds(text: &str) -> Result<Millis, String> {
    let text = text.trim();
    let shown = one_line(text, SHOWN_CHARS_MAX);
    Err(match Digits::of(text) {
        Digits::None => "there is nothing here".to_owned(),
        Digits::Negative => format!("{shown} is negative"),
        Digits::NotANumber => format!("“{shown}” is not a number"),
        Digits::Fraction if text.contains(',') => format!("{shown} has a comma for a point"),
        Digits::Whole | Digits::Fraction => {
            let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
            if decimals.len() > 3 {
                format!("{shown} has more than three decimals, and the clock counts milliseconds")
            } else {
                let millis = format!("{whole}{decimals:0<3}").parse().map(Millis);
                match millis {
                    Ok(length) if length <= SLEEP_MAX => return Ok(length),
                    Ok(_) | Err(_) => format!("{shown} is too long"),
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::settings::{ORDER_QUEUE, RESTART_RIGHT};

    fn parse(
        queue: &str,
        prefetch: &str,
        sleep: &str,
    ) -> Result<ConsumerSettings, Vec<FieldError>> {
        let form = ConsumerForm {
            queue,
            prefetch,
            sleep_seconds: sleep,
            ..FORM
        };
        form.parse()
    }

    const FORM: ConsumerForm<'_> = ConsumerForm {
        queue: ORDER_QUEUE,
        prefetch: "1",
        sleep_seconds: "2",
        acknowledgement: Acknowledgement::AfterSleep,
        on_failure: OnFailure::Crash,
        restart_seconds: "",
        exclusive: false,
        priority: "",
    };

    #[test]
    fn the_courses_settings_as_typed() {
        assert_eq!(
            parse(" order_queue ", "1", "2"),
            Ok(ConsumerSettings::default())
        );
    }

    #[test]
    fn prefetch_is_a_whole_number_from_0_to_65535() {
        for (text, count) in [("0", 0), (" 10 ", 10), ("65535", 65535)] {
            let settings = parse("q", text, "0").expect(text);
            assert_eq!(settings.prefetch_count, count);
        }
        let wrong = [
            ("", "there is nothing here."),
            ("-1", "-1 is negative."),
            ("1.5", "1.5 is a fraction."),
            ("65536", "65536 is too large."),
            (
                "99999999999999999999999999",
                "99999999999999999999… is too large.",
            ),
            ("many", "“many” is not a number."),
            ("1e3", "“1e3” is not a number."),
        ];
        for (text, what) in wrong {
            let message =
                format!("The prefetch is a whole number from 0 (no limit) to 65535; {what}");
            let error = FieldError::new(Field::Prefetch, message);
            assert_eq!(parse("q", text, "0"), Err(vec![error]));
        }
    }

    #[test]
    fn sleep_is_in_seconds_with_decimals() {
        let right = [
            ("0", 0),
            ("2", 2000),
            ("0.5", 500),
            (".25", 250),
            ("1.", 1000),
            ("0.001", 1),
            ("3600", 3_600_000),
        ];
        for (text, millis) in right {
            let settings = parse("q", "1", text).expect(text);
            assert_eq!(settings.sleep, Millis(millis));
        }
        let wrong = [
            ("", "there is nothing here."),
            ("-2", "-2 is negative."),
            ("-0.5", "-0.5 is negative."),
            ("1,5", "1,5 has a comma for a point."),
            (
                "0.0001",
                "0.0001 has more than three decimals, and the clock counts milliseconds.",
            ),
            ("3600.001", "3600.001 is too long."),
            ("99999999999999999999", "99999999999999999999 is too long."),
            ("soon", "“soon” is not a number."),
            (".", "“.” is not a number."),
            ("1.5.5", "“1.5.5” is not a number."),
        ];
        for (text, what) in wrong {
            let error = FieldError::new(Field::Sleep, format!("{SLEEP_RIGHT}; {what}"));
            assert_eq!(parse("q", "1", text), Err(vec![error]));
        }
    }

    #[test]
    fn a_restart_comes_after_a_tenth_of_a_second_or_more_or_never() {
        let restart = |restart_seconds| {
            let form = ConsumerForm {
                restart_seconds,
                ..FORM
            };
            form.parse().map(|settings| settings.restart_after)
        };
        for (text, after) in [
            ("", None),
            (" ", None),
            ("2", Some(2_000)),
            ("0.1", Some(100)),
        ] {
            assert_eq!(restart(text), Ok(after.map(Millis)));
        }
        for (text, what) in [
            ("0", "0 is too short."),
            ("0.09", "0.09 is too short."),
            ("-1", "-1 is negative."),
            ("3601", "3601 is too long."),
            ("never", "“never” is not a number."),
        ] {
            let error = FieldError::new(Field::RestartAfter, format!("{RESTART_RIGHT}; {what}"));
            assert_eq!(restart(text), Err(vec![error]));
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let errors = parse("", "-1", "x").expect_err("three errors");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Queue, Field::Prefetch, Field::Sleep]);
    }
}
