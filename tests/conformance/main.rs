//! What a real RabbitMQ answered, against what this broker answers.
//!
//! `traces/` has a file for each part of the model, recorded by `record.rs` from the RabbitMQ whose
//! version stands in its first line. Each scenario is replayed here on a new broker, with virtual
//! time. `KNOWN` lists the scenarios that differ, each with its reason; one that no longer differs
//! must leave the list.
//!
//! `SCENARIO=text cargo test --test conformance` shows only the scenarios with this in their title
//! or file name.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    dead_code,
    reason = "a test that meets what it did not expect should stop, and it shares a client with \
              the recorder, which talks to a real broker"
)]

mod in_process;
mod known;
mod trace;
#[path = "../wire/mod.rs"]
mod wire;

use std::{
    env,
    fmt::Write,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use in_process::InProcess;
use known::KNOWN;
use trace::{Scenario, Trace};

#[test]
fn every_answer_is_the_one_that_rabbitmq_gave() {
    let wanted = env::var("SCENARIO").unwrap_or_default();
    let (mut same, mut report) = (0, String::new());
    for path in traces() {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        for mut scenario in Trace::read(&path).scenarios {
            let name = format!("{file}: {}", scenario.title);
            if !name.contains(&wanted) {
                continue;
            }
            let known = KNOWN.iter().find(|(known, _)| *known == name);
            match (difference(&path, &mut scenario), known) {
                (None, None) => same += 1,
                (Some(_), Some(_)) => {}
                (Some(difference), None) => {
                    writeln!(report, "\n{name}\n{difference}").unwrap();
                }
                (None, Some(_)) => {
                    writeln!(report, "\n{name}\nno longer differs: take it off KNOWN").unwrap();
                }
            }
        }
    }
    let differing = report.lines().filter(|line| line.is_empty()).count();
    assert!(
        report.is_empty(),
        "{same} scenarios are the same, {differing} are not\n{report}"
    );
    assert!(same > 0, "no scenario has this in its name");
}

#[test]
fn what_is_known_to_differ_is_recorded() {
    let traces: Vec<(String, Trace)> = traces()
        .iter()
        .map(|path| {
            let file = path.file_stem().unwrap().to_string_lossy().into_owned();
            (file, Trace::read(path))
        })
        .collect();
    for (known, reason) in KNOWN {
        let is_there = traces.iter().any(|(file, trace)| {
            let mut titles = trace.scenarios.iter().map(|scenario| &scenario.title);
            titles.any(|title| format!("{file}: {title}") == *known)
        });
        assert!(is_there, "no such scenario: {known}");
        assert!(!reason.is_empty(), "{known} differs for a reason");
    }
}

/// Every file of traces, in order.
fn traces() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/traces");
    let files = fs::read_dir(folder).expect("the traces are there");
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "trace")
    });
    paths.sort();
    assert!(!paths.is_empty(), "there are traces");
    paths
}

/// The first answers that differ, for a reader.
fn difference(path: &Path, scenario: &mut Scenario) -> Option<String> {
    let mut found = None;
    let replayed = catch_unwind(AssertUnwindSafe(|| {
        scenario.run(Box::new(InProcess::new()), |line, answers| {
            if found.is_none() && answers != line.answers {
                let place = format!("{}:{}", path.display(), line.number);
                found = Some(show(&place, &line.text, &line.answers, &answers));
            }
        });
    }));
    if replayed.is_err() && found.is_none() {
        return Some("it panicked before anything differed".to_owned());
    }
    found
}

fn show(place: &str, operation: &str, expected: &[String], answered: &[String]) -> String {
    let mut text = format!("{place}\n    {operation}");
    for line in expected {
        let mark = if answered.contains(line) { ' ' } else { '-' };
        write!(text, "\n  {mark} {line}").unwrap();
    }
    for line in answered.iter().filter(|line| !expected.contains(line)) {
        write!(text, "\n  + {line}").unwrap();
    }
    let is_only_order =
        expected.len() == answered.len() && expected.iter().all(|line| answered.contains(line));
    if is_only_order {
        text.push_str("\n  in another order:");
        for line in answered {
            write!(text, "\n  + {line}").unwrap();
        }
    }
    text
}
