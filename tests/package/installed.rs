//! A folder in which the package is installed, with the stories and the README's examples compiled.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use super::readme;

/// The folder. It is made once a run.
pub(crate) fn installed() -> PathBuf {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(install).clone()
}

/// What a program says, with the last line's end taken off.
///
/// # Panics
/// If it fails.
pub(crate) fn said_by(program: &mut Command) -> String {
    let output = program.output();
    let output = output.unwrap_or_else(|error| panic!("{program:?} cannot be started: {error}"));
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program:?}:\n{said}{complained}");
    said.trim_end().to_owned()
}

fn install() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/package_installed");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("target/ can be written to");
    }
    unpack(&folder.join("node_modules/leveret"));
    let without_worker = folder.join("without_worker");
    unpack(&without_worker);
    fs::remove_file(without_worker.join("worker.js")).expect("the package has a worker");
    for entry in fs::read_dir(root.join("tests/package")).expect("this folder is there") {
        let file = entry.expect("its files can be listed").path();
        if file
            .extension()
            .is_some_and(|ending| ending == "ts" || ending == "json")
        {
            copy_to(&folder, &file);
        }
    }
    for file in ["leveret-playground.js", "leveret-playground.d.ts"] {
        copy_to(&folder, &root.join("static/embed").join(file));
    }
    for example in readme::examples() {
        let program = folder.join(format!("{}.ts", example.name));
        fs::write(program, example.program).expect("target/ can be written to");
    }
    write(&folder.join("package.json"), r#"{ "type": "module" }"#);
    write(&folder.join("index.html"), PAGE);
    let compiler = env::var_os("LEVERET_TSC").expect("`.ci/setup test` sets it");
    said_by(
        Command::new("node")
            .arg(compiler)
            .arg("--project")
            .arg(&folder),
    );
    folder
}

/// Unpacks the file that `npm pack` made, as `npm install` does.
fn unpack(folder: &Path) {
    let version = env!("CARGO_PKG_VERSION");
    let packed =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/leveret-{version}.tgz"));
    assert!(
        packed.is_file(),
        "there is no {packed:?}: run `make package` first"
    );
    fs::create_dir_all(folder).expect("target/ can be written to");
    let mut tar = Command::new("tar");
    said_by(
        tar.arg("-xzf")
            .arg(packed)
            .args(["--strip-components=1", "-C"])
            .arg(folder),
    );
}

fn copy_to(folder: &Path, file: &Path) {
    let name = file.file_name().expect("a file has a name");
    fs::copy(file, folder.join(name)).expect("target/ can be written to");
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).expect("target/ can be written to");
}

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Package</title>\
    <script type=module src=in_browser.js></script>";
