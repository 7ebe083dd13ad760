//! What the page looks like: its theme, what of it is left out, and whether things move.

mod parts;

pub use parts::Part;
pub(super) use parts::Parts;

use super::flag;

/// What the page looks like.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a parameter of its own"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether it stands in a frame of another page.
    pub in_frame: bool,
    /// Whether it is made small, to stand within another page's text.
    pub embedded: bool,
    /// Its colours.
    pub theme: Theme,
    /// What is left out.
    pub hidden: Vec<Part>,
    /// Whether it is there to be read: nothing changes the broker.
    pub is_read_only: bool,
    /// Whether nothing is to travel, whatever the browser says.
    pub is_still: bool,
}

/// The page's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the browser is set.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The theme of that name.
    ///
    /// # Errors
    /// What would be right, as the end of a sentence.
    pub fn of_word(word: &str) -> Result<Self, &'static str> {
        let themes = [Self::Auto, Self::Light, Self::Dark];
        let found = themes.into_iter().find(|theme| theme.word() == word);
        found.ok_or("it is light, dark or auto.")
    }

    /// The word for it in addresses and in the page's markup.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Look {
    /// Reads a parameter, if it is about this.
    pub(super) fn read(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        match name {
            "embed" => self.embedded = flag(value)?,
            "readonly" => self.is_read_only = flag(value)?,
            "lang" if value != "en" => {
                return Err("the page speaks en, and no other language yet.");
            }
            "theme" => {
                self.theme = Theme::of_word(value)?;
            }
            "motion" => {
                self.is_still = match value {
                    "reduce" => true,
                    "auto" => false,
                    _ => return Err("it is reduce or auto."),
                };
            }
            _ => {}
        }
        Ok(())
    }
}
