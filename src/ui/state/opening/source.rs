//! What the page shows: the visitor's own broker, or a scratch copy of something else.

use std::rc::Rc;

use super::is_plain;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The visitor's own broker.
    #[default]
    Own,
    /// A scratch copy of what a link names.
    Link(Link),
    /// A scratch copy of a scenario that the page has at hand.
    Text(Rc<str>),
}

/// What a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A scenario that stands in the link itself, packed: `#v1/…`.
    Packed(String),
    /// A scenario that comes with the page: `#scenario/…`.
    BuiltIn(&'static BuiltIn),
    /// A scenario somewhere else: `?scenario=https://…`.
    Elsewhere(String),
}

/// A scenario that comes with the page. It is there as the file `scenarios/<name>.json` too, for
/// who wants to read it, or to begin with one.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// What it is called in links.
    pub name: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What there is to be tried, in a sentence.
    pub about: &'static str,
    /// The scenario itself.
    pub text: &'static str,
}

/// Every scenario that comes with the page.
pub const BUILT_IN: [BuiltIn; 5] = [
    BuiltIn {
        name: "backlog",
        title: "A backlog",
        about: "Twenty orders wait while the only consumer is stopped. Start it, or add more.",
        text: include_str!("../../../../static/scenarios/backlog.json"),
    },
    BuiltIn {
        name: "fair-dispatch",
        title: "Fair dispatch",
        about: "A slow consumer that takes ten orders at once beside a fast one that takes one at a \
                time.",
        text: include_str!("../../../../static/scenarios/fair-dispatch.json"),
    },
    BuiltIn {
        name: "poison",
        title: "A poison order",
        about: "One order fails whoever takes it, again and again, and holds up those behind it.",
        text: include_str!("../../../../static/scenarios/poison.json"),
    },
    BuiltIn {
        name: "dead-letters",
        title: "Dead letters",
        about: "What is rejected, or waits for longer than ten seconds, goes to a queue of its own.",
        text: include_str!("../../../../static/scenarios/dead-letters.json"),
    },
    BuiltIn {
        name: "publish-subscribe",
        title: "Publish and subscribe",
        about: "A fanout exchange gives each of three queues a copy of every order.",
        text: include_str!("../../../../static/scenarios/publish-subscribe.json"),
    },
];

/// The version of packed links that this page makes and reads.
const VERSION: &str = "v1";

impl Link {
    /// Reads what stands behind `#`. It is no link if it names a place in the page.
    pub(super) fn of_fragment(fragment: &str) -> Option<Result<Self, String>> {
        let (kind, rest) = fragment.split_once('/')?;
        if kind == VERSION {
            return Some(Ok(Self::Packed(rest.to_owned())));
        }
        if kind == "scenario" {
            let found = BuiltIn::named(rest).map(Self::BuiltIn);
            return Some(found.ok_or_else(|| format!("There is no scenario named {rest:?} here.")));
        }
        let number: u32 = kind.strip_prefix('v')?.parse().ok()?;
        Some(Err(format!(
            "The link has version {number}, and this page reads version 1. A newer Leveret made it: \
             reload without the browser's cache to get the newer page."
        )))
    }

    /// The scenario of that name, or at that address.
    pub(super) fn named(value: &str) -> Result<Self, &'static str> {
        if let Some(found) = BuiltIn::named(value) {
            return Ok(Self::BuiltIn(found));
        }
        let is_secure = value.starts_with("https://");
        let is_here = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
            .iter()
            .filter_map(|origin| value.strip_prefix(origin))
            .any(|rest| rest.starts_with([':', '/']));
        if is_secure || is_here {
            Ok(Self::Elsewhere(value.to_owned()))
        } else {
            Err(
                "it is an address that begins with https://, or the name of a built-in scenario: \
                 backlog, fair-dispatch, poison, dead-letters or publish-subscribe.",
            )
        }
    }

    /// The end of an address that opens a packed scenario.
    #[must_use]
    pub fn fragment(packed: &str) -> String {
        format!("#{VERSION}/{packed}")
    }
}

impl BuiltIn {
    /// The scenario of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|scenario| scenario.name == name)
    }

    /// The end of an address that opens it.
    #[must_use]
    pub fn fragment(&self) -> String {
        format!("#scenario/{}", self.name)
    }
}

/// Where in a packed scenario stands what cannot be there.
#[must_use]
pub fn misplaced(packed: &str) -> Option<(usize, char)> {
    let mut characters = packed.chars().enumerate();
    characters.find(|(_, character)| !u8::try_from(*character).is_ok_and(is_plain))
}
