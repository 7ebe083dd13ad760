//! The form of a comparison, as far as it is typed, and the comparisons that are worth beginning
//! with.

use crate::simulation::{
    Acknowledgement, ComparisonForm, ComparisonSettings, ConfigurationForm, FieldError, Side,
};

/// A comparison as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparisonDraft {
    /// Orders a second.
    pub per_second: String,
    /// Seconds.
    pub seconds: String,
    a: ConfigurationDraft,
    b: ConfigurationDraft,
}

/// One side as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationDraft {
    /// How many consumers.
    pub consumers: String,
    /// Their prefetch.
    pub prefetch: String,
    /// Their sleep, in seconds.
    pub sleep: String,
    /// The first one's sleep, in seconds; empty is the same.
    pub first_sleep: String,
    /// When they acknowledge.
    pub acknowledgement: Acknowledgement,
    /// When the first one crashes, in seconds; empty is never.
    pub crash_at: String,
}

/// A comparison that is worth beginning with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A fast consumer and a slow one, with a small prefetch and a larger one.
    Prefetch,
    /// A crash under manual and under automatic acknowledgement.
    Acknowledgement,
    /// One consumer and three.
    Consumers,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Prefetch, Self::Acknowledgement, Self::Consumers];

    /// The form filled in so.
    #[must_use]
    pub fn draft(self) -> ComparisonDraft {
        let plain = ConfigurationDraft {
            consumers: "1".to_owned(),
            prefetch: "1".to_owned(),
            sleep: "0.5".to_owned(),
            first_sleep: String::new(),
            acknowledgement: Acknowledgement::AfterSleep,
            crash_at: String::new(),
        };
        let (per_second, a, b) = match self {
            Self::Prefetch => {
                let with_prefetch = |prefetch: &str| ConfigurationDraft {
                    consumers: "2".to_owned(),
                    prefetch: prefetch.to_owned(),
                    sleep: "0.2".to_owned(),
                    first_sleep: "2".to_owned(),
                    ..plain.clone()
                };
                ("10", with_prefetch("1"), with_prefetch("10"))
            }
            Self::Acknowledgement => {
                let that_crashes = |acknowledgement| ConfigurationDraft {
                    acknowledgement,
                    crash_at: "2".to_owned(),
                    ..plain.clone()
                };
                (
                    "5",
                    that_crashes(Acknowledgement::AfterSleep),
                    that_crashes(Acknowledgement::Automatic),
                )
            }
            Self::Consumers => {
                let three = ConfigurationDraft {
                    consumers: "3".to_owned(),
                    ..plain.clone()
                };
                ("5", plain, three)
            }
        };
        ComparisonDraft {
            per_second: per_second.to_owned(),
            seconds: "4".to_owned(),
            a,
            b,
        }
    }
}

impl Default for ComparisonDraft {
    fn default() -> Self {
        Preset::Prefetch.draft()
    }
}

impl ComparisonDraft {
    /// What is typed for a side.
    #[must_use]
    pub const fn side(&self, side: Side) -> &ConfigurationDraft {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// The same, to be changed.
    pub const fn side_mut(&mut self, side: Side) -> &mut ConfigurationDraft {
        match side {
            Side::A => &mut self.a,
            Side::B => &mut self.b,
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ComparisonSettings, Vec<FieldError>> {
        let form = ComparisonForm {
            per_second: &self.per_second,
            seconds: &self.seconds,
            sides: Side::BOTH.map(|side| self.side(side).form()),
        };
        form.parse()
    }
}

impl ConfigurationDraft {
    fn form(&self) -> ConfigurationForm<'_> {
        ConfigurationForm {
            consumers: &self.consumers,
            prefetch: &self.prefetch,
            sleep: &self.sleep,
            first_sleep: &self.first_sleep,
            acknowledgement: self.acknowledgement,
            crash_at: &self.crash_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_can_be_run_as_it_stands_and_compares_two_different_things() {
        for preset in Preset::ALL {
            let settings = preset.draft().parse().expect("it is right");
            let [a, b] = settings.sides;
            assert_ne!(a, b, "{preset:?}");
        }
    }

    #[test]
    fn each_side_is_typed_on_its_own() {
        let mut draft = ComparisonDraft::default();
        draft.side_mut(Side::B).consumers = "5".to_owned();
        let [a, b] = draft.parse().expect("a comparison").sides;
        assert_eq!((a.consumers, b.consumers), (2, 5));
    }
}
