//! Tells a story that is a program of its own: with a time limit, and with all that it said when it
//! fails.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};

use crate::Broker;

/// Generous for a busy machine: alone on one, each story takes from half a second to eight.
pub(crate) const LIMIT: Duration = Duration::from_secs(100);

/// Runs a script of `tests/clients/` and gives it the address of a broker.
///
/// # Panics
/// When the story fails or hangs.
pub(crate) fn tell(interpreter: &str, script: &str) {
    let broker = Broker::start();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let story = Command::new(interpreter)
        .arg(path.join(script))
        .env("STORY_BROKER", &broker.address)
        .env("STORY_LIMIT_S", LIMIT.as_secs().to_string())
        // What Python compiles would lie beside the sources.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{interpreter} cannot be started: {error}"));
    let process = Pid::from_child(&story);
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || {
        // Nobody listens any more when the story was too slow.
        drop(sender.send(story.wait_with_output()));
    });
    let Ok(output) = ended.recv_timeout(LIMIT) else {
        let killed = kill_process(process, Signal::KILL);
        panic!("{script} was not over after {LIMIT:?}; killed: {killed:?}");
    };
    let output = output.expect("a story's output can be read");
    assert!(
        output.status.success(),
        "{script} against {}: {}\n{}{}",
        broker.address,
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

/// What `.ci/setup test` has written to `env.sh`.
///
/// # Panics
/// When it has not.
pub(crate) fn tool(variable: &str) -> String {
    env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: `make test` sets it, and so does .tools/env.sh")
    })
}
