//! What is downloaded, beside a bare Yew counter that is built as the page's binary is.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::harness::dist;

pub(crate) fn measure() {
    let counter = build_counter();
    println!("wasm, in bytes               raw      gzip    brotli");
    for (name, folder, begins) in [
        ("app", dist(), "app"),
        ("worker", dist(), "worker"),
        ("bare Yew counter", counter, "counter"),
    ] {
        let [raw, gzip, brotli] = sizes(&wasm(&folder, begins));
        println!("  {name:<20} {raw:>9} {gzip:>9} {brotli:>9}");
    }
}

fn wasm(folder: &Path, begins: &str) -> PathBuf {
    let files = fs::read_dir(folder)
        .expect("a folder that was built")
        .flatten();
    let mut files = files.map(|file| file.path()).filter(|path| {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        name.starts_with(begins) && name.ends_with("_bg.wasm")
    });
    let file = files.next().expect("one wasm file");
    assert!(
        files.next().is_none(),
        "two builds lie in {}",
        folder.display()
    );
    file
}

/// The file as it is and as servers send it, by Node, which came with npm.
fn sizes(file: &Path) -> [u64; 3] {
    let script = "
        const zlib = require('node:zlib'), file = require('node:fs').readFileSync(process.argv[1]);
        const gzip = zlib.gzipSync(file, { level: 9 }), brotli = zlib.brotliCompressSync(file);
        console.log([file, gzip, brotli].map((bytes) => bytes.length).join(' '));";
    let output = Command::new("node").args(["-e", script]).arg(file).output();
    let output = output.expect("node is on PATH").stdout;
    let text = String::from_utf8(output).expect("three numbers");
    let numbers: Vec<u64> = text
        .split_whitespace()
        .map_while(|word| word.parse().ok())
        .collect();
    numbers.try_into().expect("three numbers")
}

/// Writes the counter into `target/` and builds it as the page is built, with the same crates.
fn build_counter() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/yew-counter");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("our manifest");
    let profiles = manifest
        .find("[profile.release]")
        .expect("the profiles stand last");
    let manifest = format!("{MANIFEST}\n{}", &manifest[profiles..]);
    fs::create_dir_all(folder.join("src")).expect("target/ can be written to");
    for (file, content) in [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", COUNTER),
        ("index.html", PAGE),
    ] {
        fs::write(folder.join(file), content).expect("target/ can be written to");
    }
    for file in ["Cargo.lock", "Trunk.toml"] {
        fs::copy(root.join(file), folder.join(file)).expect("target/ can be written to");
    }
    let built = Command::new("trunk")
        .args([
            "--offline",
            "--skip-version-check",
            "--quiet",
            "build",
            "--release",
        ])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .status()
        .expect("trunk is on PATH: run `.ci/setup build`");
    assert!(built.success(), "the counter did not build");
    folder.join("dist")
}

const MANIFEST: &str = r#"
[package]
name = "counter"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
yew = { version = "0.23", features = ["csr"] }
"#;

const COUNTER: &str = r#"
use yew::prelude::*;

#[component]
fn Counter() -> Html {
    let count = use_state(|| 0);
    let onclick = { let count = count.clone(); move |_| count.set(*count + 1) };
    html! { <button {onclick}>{ *count }</button> }
}

fn main() {
    yew::Renderer::<Counter>::new().render();
}
"#;

const PAGE: &str = r#"<!doctype html>
<html lang="en"><head><title>Counter</title>
<link data-trunk rel="rust" data-cargo-profile-release="page" data-wasm-opt="z" /></head><body></body></html>
"#;
