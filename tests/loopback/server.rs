//! The server as a process of its own.

use std::{
    env,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread::{self, JoinHandle},
};

use rustix::process::{Pid, Signal, kill_process};

/// A server that runs until it is told to stop, or until its story is over.
pub(crate) struct Server {
    process: Child,
    address: String,
    said: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts one on a free port.
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut process = Command::new(program())
            .args(["--port", "0"])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server can be started");
        let mut error = process.stderr.take().expect("its errors are piped");
        let said = thread::spawn(move || {
            let mut said = String::new();
            error.read_to_string(&mut said).expect("it speaks text");
            said
        });
        let output = process.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("it speaks text");
        let Some(address) = line.strip_prefix("listening on ") else {
            let said = said.join();
            panic!("it does not listen: {line:?}, {said:?}");
        };
        Self {
            process,
            address: address.trim_end().to_owned(),
            said: Some(said),
        }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn send(&self, signal: Signal) {
        let id = i32::try_from(self.process.id()).expect("ids of processes are small");
        let id = Pid::from_raw(id).expect("it is not 0");
        kill_process(id, signal).expect("the server runs");
    }

    pub(crate) fn close_input(&mut self) {
        drop(self.process.stdin.take());
    }

    /// Waits until it ends by itself; gives its exit code.
    pub(crate) fn wait(mut self) -> Option<i32> {
        let ended = self.process.wait().expect("it can be waited for");
        ended.code()
    }

    /// Ends it as a loss of power would; gives what it said to standard error.
    pub(crate) fn kill(mut self) -> String {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it can be waited for");
        let said = self.said.take().expect("it is asked once");
        said.join().expect("it was read to its end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // If it has ended already, that is what was wanted.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A server that did not even start.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
}

impl Ended {
    pub(crate) fn of(arguments: &[&str]) -> Self {
        let output = Command::new(program())
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the server can be started");
        Self {
            code: output.status.code(),
            said: String::from_utf8(output.stderr).expect("it speaks text"),
        }
    }
}

/// Builds the server, once: `cargo test --test loopback` builds no examples.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--locked", "--quiet", "--example", "amqp_server"])
            .status()
            .expect("cargo runs this test, so it can be started");
        assert!(built.success(), "the server does not build");
        let app = Path::new(env!("CARGO_BIN_EXE_app"));
        app.with_file_name("examples").join("amqp_server")
    })
}
