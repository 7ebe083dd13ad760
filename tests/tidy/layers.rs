//! Which layer may know which.

use super::{
    assert_none, faults_of,
    paths::{lines_with_word, paths_from},
    source::{Fault, Source},
};

/// Each layer and those that it may import. The binaries are layers too.
const LAYERS: [(&str, &[&str]); 12] = [
    ("broker", &[]),
    ("protocol", &["broker"]),
    ("storage", &["broker"]),
    ("simulation", &["broker", "storage"]),
    ("projection", &["broker", "simulation"]),
    ("host", &["broker", "storage", "simulation", "projection"]),
    // It opens the store that the host is given.
    (
        "worker",
        &["broker", "storage", "simulation", "projection", "host"],
    ),
    ("ui", &["broker", "simulation", "projection", "worker"]),
    ("javascript", &["broker", "storage"]),
    ("app", &["ui"]),
    ("worker binary", &["worker"]),
    ("package's binary", &["javascript"]),
];

/// What the page may not name although it may name the layer: it draws, the engine decides.
const NOT_FOR_UI: [(&str, &str); 6] = [
    ("broker", "Broker"),
    ("simulation", "Clients"),
    ("simulation", "Consumer"),
    ("simulation", "Producer"),
    ("simulation", "World"),
    ("worker", "server"),
];

/// The only ones that may name the browser's crates.
const IN_THE_BROWSER: [&str; 5] = [
    "src/storage/indexed_db",
    "src/javascript/",
    "src/worker/",
    "src/ui/",
    "src/bin/",
];

#[test]
fn layers_import_only_those_below() {
    assert_none(Source::of_crate().iter().flat_map(imports));
}

#[test]
fn the_broker_knows_the_standard_library_and_serde() {
    let dependencies = Dependencies::of_crate();
    let sources = Source::of_crate();
    assert_none(
        sources
            .iter()
            .flat_map(|source| dependencies.in_broker(source)),
    );
}

#[test]
fn the_browser_is_known_where_it_has_to_be() {
    let dependencies = Dependencies::of_crate();
    let sources = Source::of_crate();
    assert_none(
        sources
            .iter()
            .flat_map(|source| dependencies.of_browser(source)),
    );
}

/// The layer that a file belongs to; none for the crate's root, which declares them.
fn layer(path: &str) -> Option<&str> {
    match path {
        "src/lib.rs" => None,
        "src/bin/app.rs" => Some("app"),
        "src/bin/worker.rs" => Some("worker binary"),
        "src/bin/javascript.rs" => Some("package's binary"),
        _ => {
            let inside = path.strip_prefix("src/")?;
            let end = inside.find(['/', '.']).unwrap_or(inside.len());
            Some(&inside[..end])
        }
    }
}

fn imports(source: &Source) -> Vec<Fault> {
    let Some(layer) = layer(&source.path) else {
        return Vec::new();
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        let unknown = format!("tests/tidy/layers.rs does not say what {layer} may import");
        return vec![source.fault(1, unknown)];
    };
    let code = source.code();
    let mut named = paths_from(&code, "crate");
    named.extend(paths_from(&code, "leveret"));
    named.extend(paths_from(&code, &["super"; 2].join("::")));
    for path in &mut named {
        path.path.retain(|name| name != "super");
    }
    let mut faults = Vec::new();
    for named in named {
        let Some(other) = named.path.first().filter(|name| is_layer(name)) else {
            continue;
        };
        let item = named.path.get(1).map(String::as_str);
        if other != layer && !allowed.contains(&other.as_str()) {
            let what = format!("{layer} may not know {other}");
            faults.push(source.fault(named.line, what));
        } else if layer == "ui"
            && let Some(item) = item
            && NOT_FOR_UI.contains(&(other, item))
        {
            let what = format!("the page may not name {other}::{item}");
            faults.push(source.fault(named.line, what));
        }
    }
    faults
}

fn is_layer(name: &str) -> bool {
    LAYERS.iter().any(|(layer, _)| *layer == name)
}

/// The crates of Cargo.toml, as code names them.
struct Dependencies {
    all: Vec<String>,
    browser: Vec<String>,
}

impl Dependencies {
    fn of_crate() -> Self {
        Self::parse(include_str!("../../Cargo.toml"))
    }

    fn parse(manifest: &str) -> Self {
        let mut all = Vec::new();
        let mut browser = Vec::new();
        let mut section = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                section = line;
            } else if section.ends_with("dependencies]")
                && let Some((name, _)) = line.split_once(" = ")
                && !name.starts_with(' ')
            {
                all.push(name.replace('-', "_"));
                if section == BROWSER_SECTION {
                    browser.push(name.replace('-', "_"));
                }
            }
        }
        Self { all, browser }
    }

    fn in_broker(&self, source: &Source) -> Vec<Fault> {
        if layer(&source.path) != Some("broker") {
            return Vec::new();
        }
        let others: Vec<&String> = self.all.iter().filter(|name| *name != "serde").collect();
        named(source, &others, "the broker knows std and serde only, not")
    }

    fn of_browser(&self, source: &Source) -> Vec<Fault> {
        if IN_THE_BROWSER
            .iter()
            .any(|path| source.path.starts_with(path))
        {
            return Vec::new();
        }
        let browser: Vec<&String> = self.browser.iter().collect();
        named(
            source,
            &browser,
            "only the browser's end of a layer may name",
        )
    }
}

const BROWSER_SECTION: &str = "[target.'cfg(target_arch = \"wasm32\")'.dependencies]";

fn named(source: &Source, crates: &[&String], what: &str) -> Vec<Fault> {
    let code = source.shipped();
    let faults = |name: &&String| {
        let lines = lines_with_word(&code, name);
        let faults = lines
            .into_iter()
            .map(|line| source.fault(line, format!("{what} {name}")));
        faults.collect::<Vec<_>>()
    };
    crates.iter().flat_map(faults).collect()
}

#[test]
fn a_layer_that_knows_one_above_is_found() {
    let cases = [
        ("src/broker/a.rs", "use crate::storage::Change;"),
        (
            "src/storage/a.rs",
            "use crate::{broker::Record, simulation::Order};",
        ),
        ("src/host/a.rs", "fn a(b: crate::worker::message::Call) {}"),
        ("src/simulation/mod.rs", "use super::super::ui::App;"),
        (
            "src/ui/a.rs",
            "use crate::{\n    projection::View, host::Host};",
        ),
        ("src/bin/app.rs", "use leveret::host::Host;"),
    ];
    for (path, text) in cases {
        let faults = faults_of(imports, path, text);
        assert!(
            faults.len() == 1 && faults[0].contains(" may not know "),
            "{path}: {faults:?}"
        );
    }
}

#[test]
fn a_page_that_names_the_engine_is_found() {
    assert_eq!(
        faults_of(
            imports,
            "src/ui/a.rs",
            "\nuse crate::broker::{Broker, QueueName};"
        ),
        ["src/ui/a.rs:2: the page may not name broker::Broker"]
    );
}

#[test]
fn a_layer_that_nobody_described_is_found() {
    assert_eq!(
        faults_of(imports, "src/embed/mod.rs", ""),
        ["src/embed/mod.rs:1: tests/tidy/layers.rs does not say what embed may import"]
    );
}

#[test]
fn what_a_layer_may_know_is_no_fault() {
    let text = "use crate::{broker::QueueName, worker::message::Call};\nuse super::host;";
    assert!(faults_of(imports, "src/ui/a.rs", text).is_empty());
}

#[test]
fn a_crate_in_the_wrong_place_is_found() {
    let dependencies = Dependencies::parse(&format!(
        "[dependencies]\nserde = \"1\"\nserde_json = \"1\"\n{BROWSER_SECTION}\nweb-sys = \"0.3\"\n"
    ));
    let in_broker = |source: &Source| dependencies.in_broker(source);
    let of_browser = |source: &Source| dependencies.of_browser(source);
    let text =
        "use serde::Serialize;\n\nuse web_sys::Window;\n#[cfg(test)]\nuse serde_json::Value;";
    assert_eq!(
        faults_of(in_broker, "src/broker/a.rs", text),
        ["src/broker/a.rs:3: the broker knows std and serde only, not web_sys"]
    );
    assert_eq!(
        faults_of(of_browser, "src/storage/rows/a.rs", text),
        ["src/storage/rows/a.rs:3: only the browser's end of a layer may name web_sys"]
    );
    assert!(faults_of(of_browser, "src/storage/indexed_db/a.rs", text).is_empty());
}
