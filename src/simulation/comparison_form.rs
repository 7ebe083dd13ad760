//! The form of a comparison, parsed once from what a person typed.

use super::{
    burst_settings::BURST_RATE_MAX,
    comparison_settings::{
        ARRIVALS_SECONDS_MAX, Arrivals, CONSUMERS_MAX, CONSUMERS_RIGHT, ComparisonSettings,
        Configuration, RATE_RIGHT, SECONDS_RIGHT, Side, SideField, TIME_RIGHT,
    },
    consumer_form::{parse_prefetch, parse_seconds},
    field::{Field, FieldError, parse_whole},
    settings::Acknowledgement,
};
/// A comparison as it was typed.
#[derive(Clone, Debug)]
pub struct ComparisonForm<'a> {
    /// Orders a second.
    pub per_second: &'a str,
    /// Seconds.
    pub seconds: &'a str,
    /// The sides.
    pub sides: [ConfigurationForm<'a>; 2],
}

/// One side as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct ConfigurationForm<'a> {
    /// How many consumers.
    pub consumers: &'a str,
    /// Their prefetch.
    pub prefetch: &'a str,
    /// Their sleep, in seconds.
    pub sleep: &'a str,
    /// The first one's sleep, in seconds; empty is the same.
    pub first_sleep: &'a str,
    /// When they acknowledge.
    pub acknowledgement: Acknowledgement,
    /// When the first one crashes, in seconds; empty is never.
    pub crash_at: &'a str,
}

impl ComparisonForm<'_> {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ComparisonSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let per_second = whole(Field::Rate, self.per_second, BURST_RATE_MAX, RATE_RIGHT)
            .map_err(|error| errors.push(error));
        let seconds = whole(
            Field::Seconds,
            self.seconds,
            ARRIVALS_SECONDS_MAX,
            SECONDS_RIGHT,
        )
        .map_err(|error| errors.push(error));
        let [a, b] = [Side::A, Side::B].map(|side| {
            let [a, b] = &self.sides;
            let form = if side == Side::A { a } else { b };
            form.parse(side).map_err(|found| errors.extend(found))
        });
        let (Ok(per_second), Ok(seconds), Ok(a), Ok(b)) = (per_second, seconds, a, b) else {
            return Err(errors);
        };
        let settings = ComparisonSettings {
            arrivals: Arrivals {
                per_second,
                seconds,
            },
            sides: [a, b],
        };
        settings.validate().map(|()| settings)
    }
}

impl ConfigurationForm<'_> {
    fn parse(&self, side: Side) -> Result<Configuration, Vec<FieldError>> {
        let mut errors = Vec::new();
        let at = |field| {
            move |error: FieldError| FieldError {
                field: Field::OfSide(side, field),
                ..error
            }
        };
        let number = whole(
            Field::Count,
            self.consumers,
            CONSUMERS_MAX.into(),
            CONSUMERS_RIGHT,
        )
        .map_err(at(SideField::Consumers));
        let prefetch = parse_prefetch(self.prefetch).map_err(at(SideField::Prefetch));
        let time = |field, text: &str| {
            let error = |wrong: String| {
                FieldError::new(
                    Field::OfSide(side, field),
                    format!("{TIME_RIGHT}; {wrong}."),
                )
            };
            parse_seconds(text).map_err(error)
        };
        let optional = |field, text: &str| {
            if text.trim().is_empty() {
                Ok(None)
            } else {
                time(field, text).map(Some)
            }
        };
        let number = number.map_err(|error| errors.push(error));
        let prefetch = prefetch.map_err(|error| errors.push(error));
        let sleep = time(SideField::Sleep, self.sleep).map_err(|error| errors.push(error));
        let first_sleep =
            optional(SideField::FirstSleep, self.first_sleep).map_err(|error| errors.push(error));
        let crash_at =
            optional(SideField::CrashAt, self.crash_at).map_err(|error| errors.push(error));
        let (Ok(number), Ok(prefetch_count), Ok(sleep), Ok(first_sleep), Ok(crash_at)) =
            (number, prefetch, sleep, first_sleep, crash_at)
        else {
            return Err(errors);
        };
        Ok(Configuration {
            consumers: u8::try_from(number).expect("the range ends below the type's end"),
            prefetch_count,
            sleep,
            first_sleep,
            acknowledgement: self.acknowledgement,
            crash_at,
        })
    }
}

fn whole(field: Field, text: &str, most: u32, right: &str) -> Result<u32, FieldError> {
    let number = parse_whole(field, text, 1..=most.into(), right)?;
    Ok(u32::try_from(number).expect("the range ends below the type's end"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Millis;

    const SIDE: ConfigurationForm<'_> = ConfigurationForm {
        consumers: "2",
        prefetch: "1",
        sleep: "0.2",
        first_sleep: "2",
        acknowledgement: Acknowledgement::AfterSleep,
        crash_at: "",
    };

    const FORM: ComparisonForm<'_> = ComparisonForm {
        per_second: "10",
        seconds: "4",
        sides: [SIDE, SIDE],
    };

    fn told(form: &ComparisonForm<'_>) -> Vec<(Field, String)> {
        let errors = form.parse().expect_err("a wrong form").into_iter();
        errors.map(|error| (error.field, error.message)).collect()
    }

    #[test]
    fn a_comparison_as_typed() {
        let settings = FORM.parse().expect("a right form");
        assert_eq!(settings.arrivals.total(), 40);
        let [side, _] = settings.sides;
        assert_eq!(side.consumer(0).sleep, Millis(2_000));
        assert_eq!(side.consumer(1).sleep, Millis(200));
        assert_eq!(side.consumer(0).restart_after, None);
        assert_eq!(settings.arrivals.burst().validate(), Ok(()));
    }

    #[test]
    fn every_wrong_field_is_named_with_its_side() {
        let form = ComparisonForm {
            per_second: "0",
            sides: [
                SIDE,
                ConfigurationForm {
                    consumers: "11",
                    prefetch: "-1",
                    sleep: "long",
                    crash_at: "-1",
                    ..SIDE
                },
            ],
            ..FORM
        };
        let fields: Vec<Field> = told(&form).into_iter().map(|(field, _)| field).collect();
        let of_b = [
            SideField::Consumers,
            SideField::Prefetch,
            SideField::Sleep,
            SideField::CrashAt,
        ];
        let of_b = of_b.map(|field| Field::OfSide(Side::B, field));
        assert_eq!(fields, [&[Field::Rate][..], &of_b[..]].concat());
    }

    #[test]
    fn what_takes_too_long_is_refused() {
        let form = ComparisonForm {
            per_second: "1000",
            seconds: "6",
            sides: [
                ConfigurationForm {
                    sleep: "61",
                    ..SIDE
                },
                SIDE,
            ],
        };
        let expected = [
            (
                Field::Seconds,
                "A comparison has at most 5000 orders; this one has 6000.",
            ),
            (
                Field::OfSide(Side::A, SideField::Sleep),
                "It is from 0 to 60 seconds, such as 2 or 0.5; 61 is too long.",
            ),
        ];
        let expected = expected.map(|(field, text)| (field, text.to_owned()));
        assert_eq!(told(&form), expected);
    }
}
