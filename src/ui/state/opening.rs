//! How the page is opened: what its address says it is to show, and how.
//!
//! The part behind `#` is content, the part behind `?` set-up. Whoever made the address may have
//! been anybody: what is not understood is named and left out, and the rest holds.

mod look;
mod source;

pub use look::{Look, Part, Theme};
pub use source::{BUILT_IN, BuiltIn, Link, Source, misplaced};

use crate::{
    projection::{Play, PlayState, Speed},
    worker::Home,
};

/// How the page is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// What it shows.
    pub source: Source,
    /// Where the visitor's own broker lives.
    pub home: Home,
    /// How time goes at first, if the address says so.
    pub play: Option<Play>,
    /// Whether time begins to go when somebody first touches the page.
    pub waits: bool,
    /// When the broker is started.
    pub loading: Loading,
    /// How many steps are taken once it is.
    pub steps: u16,
    /// What it looks like.
    pub look: Look,
    /// What the address says that cannot be, in sentences.
    pub faults: Vec<String>,
}

/// When the page starts its broker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loading {
    /// At once.
    #[default]
    Eager,
    /// When it comes on screen.
    Lazy,
    /// When somebody asks for it.
    Click,
}

/// An address as the browser has taken it apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Address<'a> {
    /// What stands behind `?`: names and values, decoded.
    pub query: &'a [(String, String)],
    /// What stands behind `#`.
    pub fragment: &'a str,
    /// Whether the page stands in a frame of another.
    pub in_frame: bool,
}

impl Opening {
    /// Reads an address. Parameters that are not known are passed over; those of which the value
    /// cannot be are named.
    #[must_use]
    pub fn of(address: Address<'_>) -> Self {
        let mut opening = Self {
            look: Look {
                in_frame: address.in_frame,
                ..Look::default()
            },
            ..Self::default()
        };
        let mut keeps_nothing = address.in_frame;
        let mut namespace = String::new();
        let mut autoplay = None;
        let mut speed = Speed::REAL;
        let mut loading = None;
        let mut parts = look::Parts::default();
        for (name, value) in address.query {
            let read = match &**name {
                "scenario" => Link::named(value).map(|link| opening.source = Source::Link(link)),
                "storage" => storage(value).map(|memory| keeps_nothing = memory),
                "id" => is_namespace(value).map(|()| namespace.clone_from(value)),
                "autoplay" => flag(value).map(|on| autoplay = Some(on)),
                "speed" => parse_speed(value).map(|asked| speed = asked),
                "step" => steps(value).map(|count| opening.steps = count),
                "loading" => when(value).map(|asked| loading = Some(asked)),
                "view" => parts.view(value),
                "controls" => parts.controls(value),
                "hide" => parts.hide(value),
                _ => opening.look.read(name, value),
            };
            if let Err(right) = read {
                let fault = format!("{name}={value}: {right}");
                opening.faults.push(fault);
            }
        }
        opening.look.hidden = parts.hidden(opening.look.embedded);
        opening.loading = loading.unwrap_or(if address.in_frame {
            Loading::Lazy
        } else {
            Loading::Eager
        });
        opening.home = if keeps_nothing {
            Home::Memory
        } else {
            Home::Database { namespace }
        };
        opening.waits = address.in_frame && autoplay.is_none();
        let play = Play {
            state: if autoplay.unwrap_or(!address.in_frame) {
                PlayState::Playing
            } else {
                PlayState::Paused
            },
            speed,
        };
        opening.play = (play != Play::default()).then_some(play);
        match Link::of_fragment(address.fragment) {
            None => {}
            Some(Ok(link)) => opening.source = Source::Link(link),
            Some(Err(fault)) => opening.faults.push(fault),
        }
        opening
    }
}

/// A parameter that is there is on, unless it says that it is not.
fn flag(value: &str) -> Result<bool, &'static str> {
    match value {
        "" | "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err("it is 1 or 0."),
    }
}

fn storage(value: &str) -> Result<bool, &'static str> {
    match value {
        "memory" => Ok(true),
        "idb" => Ok(false),
        _ => Err("it is memory, which keeps nothing, or idb."),
    }
}

/// Part of a database's name, which people see in their browser's developer tools.
fn is_namespace(value: &str) -> Result<(), &'static str> {
    const CHARACTERS_MAX: usize = 64;
    let fits = !value.is_empty() && value.len() <= CHARACTERS_MAX;
    if fits && value.bytes().all(is_plain) {
        Ok(())
    } else {
        Err("it is made of at most 64 letters, digits, - and _.")
    }
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn when(value: &str) -> Result<Loading, &'static str> {
    match value {
        "eager" => Ok(Loading::Eager),
        "lazy" => Ok(Loading::Lazy),
        "click" => Ok(Loading::Click),
        _ => Err("it is eager, lazy or click."),
    }
}

/// So many at most: each is a question to the broker.
const STEPS_MAX: u16 = 1_000;

fn steps(value: &str) -> Result<u16, &'static str> {
    let count = value.parse().ok().filter(|count| *count <= STEPS_MAX);
    count.ok_or("it is a number of steps, at most 1,000.")
}

fn parse_speed(value: &str) -> Result<Speed, &'static str> {
    const RIGHT: &str = "it is a number from 0.1 to 100.";
    let (whole, tenth) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(tenth) || tenth.len() != 1 {
        return Err(RIGHT);
    }
    let tenths: u16 = format!("{whole}{tenth}").parse().map_err(|_| RIGHT)?;
    Speed::of_tenths(tenths).map_err(|_| RIGHT)
}

#[cfg(test)]
mod tests;
