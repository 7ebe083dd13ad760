//! Single-key shortcuts: which key means what, and when it does.
//!
//! A key belongs first to what has the focus: text is typed, a focused button is pressed by Space,
//! radio buttons and lists take the arrows. Whoever speaks to the computer, or types by accident,
//! can switch all of them off
//! (<https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html>).

/// What a single key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Time stands still, or goes on.
    PlayOrPause,
    /// The next thing happens.
    Step,
    /// The last thing is undone.
    StepBack,
    /// The first consumer that runs crashes.
    CrashConsumer,
    /// The course's two orders are sent.
    PublishCourseOrders,
    /// The broker is restarted.
    RestartBroker,
    /// The shortcuts are listed.
    Help,
}

/// A key that was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press<'a> {
    /// The key, as `KeyboardEvent.key` has it.
    pub key: &'a str,
    /// Whether Control, Alt or Meta is held.
    pub has_modifier: bool,
    /// Whether it is held down and comes again.
    pub is_repeated: bool,
    /// What has the focus.
    pub focus: Focus,
}

/// What has the focus, so far as keys are concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Nothing that does anything with a key.
    #[default]
    Nothing,
    /// What Space presses: a button, a link, the head of a drawer.
    Pressed,
    /// What takes arrows and letters: a choice, a list, something that scrolls.
    Chosen,
    /// What is typed into.
    Typed,
    /// Something in a dialog, which stands in front of everything else.
    Dialog,
}

impl Shortcut {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::PlayOrPause,
        Self::Step,
        Self::StepBack,
        Self::PublishCourseOrders,
        Self::CrashConsumer,
        Self::RestartBroker,
        Self::Help,
    ];

    /// What a press means, if it means anything here.
    #[must_use]
    pub fn of(press: Press<'_>) -> Option<Self> {
        if press.has_modifier {
            return None;
        }
        let shortcut = match press.key {
            " " | "." => Self::PlayOrPause,
            "ArrowRight" => Self::Step,
            "ArrowLeft" => Self::StepBack,
            "c" | "C" => Self::CrashConsumer,
            "p" | "P" => Self::PublishCourseOrders,
            "r" | "R" => Self::RestartBroker,
            "?" => Self::Help,
            _ => return None,
        };
        let is_ours = match press.focus {
            Focus::Nothing => true,
            Focus::Pressed => press.key != " ",
            Focus::Chosen => press.key == "?" || press.key == ".",
            Focus::Typed | Focus::Dialog => false,
        };
        let may_repeat = matches!(shortcut, Self::Step | Self::StepBack);
        (is_ours && (may_repeat || !press.is_repeated)).then_some(shortcut)
    }

    /// Its keys as they are listed, the first one first.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::PlayOrPause => &["Space", "."],
            Self::Step => &["→"],
            Self::StepBack => &["←"],
            Self::CrashConsumer => &["C"],
            Self::PublishCourseOrders => &["P"],
            Self::RestartBroker => &["R"],
            Self::Help => &["?"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &str, focus: Focus) -> Option<Shortcut> {
        Shortcut::of(Press {
            key,
            focus,
            ..Press::default()
        })
    }

    #[test]
    fn keys_mean_what_is_listed() {
        let keys = [
            (" ", Shortcut::PlayOrPause),
            (".", Shortcut::PlayOrPause),
            ("ArrowRight", Shortcut::Step),
            ("ArrowLeft", Shortcut::StepBack),
            ("c", Shortcut::CrashConsumer),
            ("P", Shortcut::PublishCourseOrders),
            ("r", Shortcut::RestartBroker),
            ("?", Shortcut::Help),
        ];
        for (key, shortcut) in keys {
            assert_eq!(of(key, Focus::Nothing), Some(shortcut));
        }
        for key in ["a", "Enter", "Tab", "Escape", "ArrowUp", "Dead", ""] {
            assert_eq!(of(key, Focus::Nothing), None, "{key}");
        }
    }

    #[test]
    fn a_key_belongs_first_to_what_has_the_focus() {
        for key in [" ", ".", "c", "p", "r", "?", "ArrowRight"] {
            assert_eq!(of(key, Focus::Typed), None);
            assert_eq!(of(key, Focus::Dialog), None);
        }
        assert_eq!(of(" ", Focus::Pressed), None);
        assert_eq!(of(".", Focus::Pressed), Some(Shortcut::PlayOrPause));
        assert_eq!(of("ArrowRight", Focus::Pressed), Some(Shortcut::Step));
        assert_eq!(of("ArrowRight", Focus::Chosen), None);
        assert_eq!(
            of("c", Focus::Chosen),
            None,
            "lists are searched by letters"
        );
        assert_eq!(of("?", Focus::Chosen), Some(Shortcut::Help));
    }

    #[test]
    fn with_a_modifier_or_held_down_it_is_something_else() {
        let held = Press {
            key: "r",
            has_modifier: true,
            ..Press::default()
        };
        assert_eq!(Shortcut::of(held), None, "the browser reloads the page");
        let repeated = |key| Press {
            key,
            is_repeated: true,
            ..Press::default()
        };
        assert_eq!(Shortcut::of(repeated("r")), None);
        assert_eq!(Shortcut::of(repeated("ArrowRight")), Some(Shortcut::Step));
    }
}
