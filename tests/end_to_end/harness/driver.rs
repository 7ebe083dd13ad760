//! The chromedriver that all stories share while any of them runs.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, Weak},
};

/// A running chromedriver. It dies with the last story that uses it.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    url: String,
}

/// The one that runs now. Weak, because what a static owns is never dropped, and the process would
/// outlive the tests.
static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The running chromedriver, or a new one.
    pub(crate) fn shared() -> Arc<Self> {
        let mut running = RUNNING
            .lock()
            .expect("starting a driver is not interrupted");
        running.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *running = Arc::downgrade(&driver);
            driver
        })
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is on PATH: run `.ci/setup test`");
        let output = process.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.rsplit_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        // What it prints later has to go somewhere, or it waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.expect("chromedriver prints the port that it listens on");
        Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.process.kill().expect("the driver is our own process");
        self.process.wait().expect("a killed process ends");
    }
}
