//! A headless Chromium on a profile of its own, started, closed and killed through chromedriver.

use std::{path::Path, sync::Arc, time::Duration};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Driver, PATIENCE, Page, eventually, half_record::cut_half_records, time_of_day};

/// A browser, running or not. Its profile stays until this is dropped.
#[derive(Debug)]
pub(crate) struct Browser {
    driver: Arc<Driver>,
    options: Options,
    profile: TempDir,
    running: Option<Running>,
}

/// What is special about a browser.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Whether sites may not store anything: the browser's own setting "block all cookies".
    pub(crate) storage_blocked: bool,
    /// Whether sites are told how much room there really is. Chromium tells each that it has ten
    /// gigabytes more than it uses, and refuses writes by what there is.
    pub(crate) tells_quota: bool,
}

/// What a kill left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Killed {
    /// The time of day when the browser was gone for certain.
    pub(crate) gone_by: Duration,
    /// Records of the browser's that were only half written, and were cut off.
    pub(crate) half_records: usize,
}

#[derive(Debug)]
struct Running {
    client: Client,
    process: Pid,
}

impl Browser {
    /// A browser with an empty profile, not started yet.
    pub(crate) fn new(driver: Arc<Driver>, options: Options) -> Self {
        Self {
            driver,
            options,
            profile: TempDir::with_prefix("leveret-profile-").expect("a folder for a profile"),
            running: None,
        }
    }

    /// The session, started if need be.
    pub(crate) async fn start(&mut self) -> Client {
        if let Some(running) = &self.running {
            return running.client.clone();
        }
        let capabilities = capabilities(self.profile.path(), self.options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(self.driver.url())
            .await
            .expect("chromedriver starts a browser");
        let process = client
            .capabilities()
            .and_then(|answer| answer.get("goog:processID")?.as_i64())
            .and_then(|number| Pid::from_raw(i32::try_from(number).ok()?))
            .expect("chromedriver says which process the browser is");
        self.running = Some(Running {
            client: client.clone(),
            process,
        });
        client
    }

    /// A folder of its own, for the files of a story: its profile is there, too.
    pub(crate) fn folder(&self) -> &Path {
        self.profile.path()
    }

    /// The page, if the browser runs.
    pub(crate) fn page(&self) -> Option<Page> {
        let running = self.running.as_ref()?;
        Some(Page::new(running.client.clone()))
    }

    /// Kills the browser as a power cut would: SIGKILL to its main process, which takes the others
    /// along.
    pub(crate) async fn kill(&mut self) -> Killed {
        let running = self.running.take().expect("a browser to kill runs");
        kill_process(running.process, Signal::KILL).expect("the browser is our own process");
        let process = format!("/proc/{}", running.process.as_raw_nonzero());
        eventually(PATIENCE, "the browser's end", async || {
            if Path::new(&process).join("exe").exists() {
                Err("it still runs".to_owned())
            } else {
                Ok(())
            }
        })
        .await;
        let gone_by = time_of_day();
        // The session is of no use any more, and chromedriver may say so.
        drop(running.client.close().await);
        Killed {
            gone_by,
            half_records: self.cut_half_records(),
        }
    }

    /// Mends what a kill can leave in the files of a browser that is gone.
    pub(crate) fn cut_half_records(&self) -> usize {
        cut_half_records(self.folder()).expect("a browser that is gone writes no more")
    }

    /// Closes the browser in good order. One that is gone already is closed, too.
    pub(crate) async fn close(&mut self) {
        if let Some(running) = self.running.take() {
            drop(running.client.close().await);
        }
    }
}

fn capabilities(profile: &Path, options: Options) -> serde_json::Map<String, Value> {
    // As root, as in most containers, Chromium runs without its sandbox or not at all.
    let mut args: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,1000",
        // Nothing but the loopback has a name or an address: what asks for more fails, and is seen.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    .map(str::to_owned)
    .into();
    args.push(format!("--user-data-dir={}", profile.display()));
    if options.tells_quota {
        args.push("--disable-features=StaticStorageQuota".to_owned());
    }
    let mut chrome = json!({ "args": args });
    if options.storage_blocked {
        const BLOCK: u8 = 2;
        chrome["prefs"] = json!({ "profile.default_content_setting_values.cookies": BLOCK });
    }
    let capabilities = json!({
        "goog:chromeOptions": chrome,
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": 60_000, "pageLoad": 60_000, "implicit": 0 },
    });
    let Value::Object(capabilities) = capabilities else {
        unreachable!("written as an object above")
    };
    capabilities
}
