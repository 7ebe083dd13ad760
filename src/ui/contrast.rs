//! The contrast of the page's colours, computed from the tokens (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../static/styles/tokens.css");

/// Text needs this much against what it stands on.
const TEXT: f64 = 4.5;

/// What only has to be seen, such as the edge of a field, needs this much.
const SHAPE: f64 = 3.0;

/// What stands on what.
const PAIRS: [(&str, &[&str], f64); 26] = [
    (
        "ink",
        &[
            "paper",
            "surface",
            "sunken",
            "unacked-soft",
            "bad-soft",
            "note-soft",
        ],
        TEXT,
    ),
    (
        "muted",
        &["paper", "surface", "sunken", "note-soft", "bad-soft"],
        TEXT,
    ),
    (
        "primary",
        &["paper", "surface", "note-soft", "bad-soft"],
        TEXT,
    ),
    ("on-primary", &["primary", "primary-strong"], TEXT),
    ("ready", &["surface", "sunken"], TEXT),
    ("on-ready", &["ready"], TEXT),
    ("unacked", &["surface", "sunken", "unacked-soft"], TEXT),
    ("good", &["surface", "good-soft", "note-soft"], TEXT),
    (
        "bad",
        &["paper", "surface", "sunken", "bad-soft", "note-soft"],
        TEXT,
    ),
    ("on-bad", &["bad"], TEXT),
    ("redelivered", &["surface", "sunken", "note-soft"], TEXT),
    ("surface", &["redelivered"], TEXT),
    (
        "control",
        &["paper", "surface", "sunken", "bad-soft"],
        SHAPE,
    ),
    (
        "focus",
        &["paper", "surface", "sunken", "bad-soft", "note-soft"],
        SHAPE,
    ),
    ("on-hue-0", &["hue-0"], TEXT),
    ("hue-edge-0", &["surface", "sunken"], SHAPE),
    ("on-hue-1", &["hue-1"], TEXT),
    ("hue-edge-1", &["surface", "sunken"], SHAPE),
    ("on-hue-2", &["hue-2"], TEXT),
    ("hue-edge-2", &["surface", "sunken"], SHAPE),
    ("on-hue-3", &["hue-3"], TEXT),
    ("hue-edge-3", &["surface", "sunken"], SHAPE),
    ("on-hue-4", &["hue-4"], TEXT),
    ("hue-edge-4", &["surface", "sunken"], SHAPE),
    ("on-hue-5", &["hue-5"], TEXT),
    ("hue-edge-5", &["surface", "sunken"], SHAPE),
];

#[test]
fn every_colour_can_be_read_on_what_it_stands_on_in_both_schemes() {
    let schemes = schemes();
    let mut weak = Vec::new();
    for (scheme, colours) in &schemes {
        for (front, backs, needed) in PAIRS {
            for back in backs {
                let contrast = contrast(colours[front], colours[*back]);
                if contrast < needed {
                    weak.push(format!("{scheme}: {front} on {back} has {contrast:.2}"));
                }
            }
        }
    }
    assert!(weak.is_empty(), "too little contrast: {weak:#?}");
}

/// The colours of the light and of the dark scheme, by name.
fn schemes() -> [(&'static str, BTreeMap<&'static str, u32>); 2] {
    let pairs: Vec<_> = TOKENS.lines().filter_map(colour_pair).collect();
    assert!(pairs.len() > PAIRS.len(), "the tokens were not found");
    [
        (
            "light",
            pairs
                .iter()
                .map(|&(name, light, _)| (name, light))
                .collect(),
        ),
        (
            "dark",
            pairs.iter().map(|&(name, _, dark)| (name, dark)).collect(),
        ),
    ]
}

/// Reads `--name: light-dark(#rrggbb, #rrggbb);`.
fn colour_pair(line: &'static str) -> Option<(&'static str, u32, u32)> {
    let (name, value) = line
        .trim()
        .strip_prefix("--")?
        .split_once(": light-dark(#")?;
    let (light, dark) = value.strip_suffix(");")?.split_once(", #")?;
    let number = |text| u32::from_str_radix(text, 16).ok();
    Some((name, number(light)?, number(dark)?))
}

fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let value = f64::from(colour >> shift & 0xff) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}
