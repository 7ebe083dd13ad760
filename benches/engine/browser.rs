//! The same workload in wasm in a headless Chromium, beside npm's smqp in the same page.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use fantoccini::wd::TimeoutConfiguration;

use serde_json::{Value, json};

use crate::harness::{Page, Server};

/// The page on which both are measured.
pub(crate) struct Browser<'a> {
    page: &'a Page,
}

/// What is measured beside what.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    Leveret,
    Smqp,
}

impl<'a> Browser<'a> {
    /// Opens the page.
    pub(crate) async fn open(page: &'a Page, folder: PathBuf) -> Self {
        let server = Server::start(folder);
        // smqp's slowest round takes longer than a story's script may.
        let limits = TimeoutConfiguration::new(Some(SCRIPT_LIMIT), None, None);
        let limited = page.client().update_timeouts(limits).await;
        limited.expect("the time that a script may take can be set");
        page.goto(&server.page()).await;
        let wait = "
            const done = arguments[0];
            const look = () => window.ready ? done(true) : setTimeout(look, 10);
            look();";
        page.run_async(wait, &[]).await;
        Self { page }
    }

    /// Milliseconds of each round of publish, deliver, ack with a backlog that stays as it is.
    pub(crate) async fn standing(&self, side: Side, options: &Value) -> Vec<f64> {
        self.call("standing", &[json!(side.name()), options.clone()])
            .await
    }

    /// Milliseconds of each round of publishing everything, then delivering and acking it.
    pub(crate) async fn drained(&self, side: Side, options: &Value) -> Vec<f64> {
        self.call("drained", &[json!(side.name()), options.clone()])
            .await
    }

    /// Calls a function of the page that answers with a list of numbers.
    pub(crate) async fn call(&self, function: &str, arguments: &[Value]) -> Vec<f64> {
        let script = format!("return window.{function}(...arguments);");
        let answer = self.page.run(&script, arguments).await;
        let answer = answer.as_array().expect("a list of numbers");
        answer.iter().filter_map(Value::as_f64).collect()
    }
}

impl Side {
    /// As the page calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Leveret => "leveret",
            Self::Smqp => "smqp",
        }
    }
}

/// Compiles this benchmark to wasm as the worker is compiled, and puts it beside its page.
pub(crate) fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/bench_engine");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("target/ can be written to");
    }
    let smqp = PathBuf::from(env::var_os("LEVERET_SMQP").expect("`.ci/setup bench` sets it"));
    let scripts = folder.join("smqp");
    fs::create_dir_all(&scripts).expect("target/ can be written to");
    for script in fs::read_dir(smqp.join("src")).expect("smqp is installed") {
        let script = script.expect("smqp's files can be listed");
        fs::copy(script.path(), scripts.join(script.file_name())).expect("a file is copied");
    }
    let ours = root.join("benches/engine/side_by_side.js");
    fs::copy(ours, folder.join("side_by_side.js")).expect("a file is copied");
    fs::write(folder.join("index.html"), PAGE).expect("target/ can be written to");

    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--locked", "--quiet"]);
    cargo.args([
        "--target",
        WASM,
        "--bench",
        "engine",
        "--message-format=json",
    ]);
    let output = cargo.current_dir(root).output().expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stdout);
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the wasm did not build: {problem}");
    let module = messages.lines().filter_map(module).next_back();
    let module = module.expect("cargo says where the module is");
    let bindgen = [
        "--target",
        "web",
        "--no-typescript",
        "--out-name",
        "engine",
        "--out-dir",
    ];
    run(Command::new("wasm-bindgen")
        .args(bindgen)
        .arg(&folder)
        .arg(module));
    let optimised = folder.join("engine_bg.wasm");
    run(Command::new("wasm-opt")
        .arg("-O3")
        .arg(&optimised)
        .arg("-o")
        .arg(&optimised));
    folder
}

/// The wasm file that a line of cargo's messages tells of.
fn module(line: &str) -> Option<String> {
    let message: Value = serde_json::from_str(line).ok()?;
    let files = message["filenames"].as_array()?;
    let mut files = files.iter().filter_map(Value::as_str);
    let is_ours = message["target"]["name"] == "engine";
    files
        .find(|file| is_ours && file.ends_with(".wasm"))
        .map(str::to_owned)
}

fn run(command: &mut Command) {
    let status = command.status();
    let status = status.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "it failed: {command:?}");
}

const SCRIPT_LIMIT: Duration = Duration::from_secs(600);

const WASM: &str = "wasm32-unknown-unknown";

const PAGE: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><title>Leveret beside smqp</title><link rel="icon" href="data:," />
<script type="module" src="./side_by_side.js"></script></head><body></body></html>
"#;
