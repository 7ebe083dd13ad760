//! What chromedriver knows beyond the WebDriver standard.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of the Chrome DevTools Protocol.
#[derive(Debug)]
pub(crate) struct ChromeCommand {
    command: String,
    parameters: Value,
}

impl ChromeCommand {
    pub(crate) fn new(command: &str, parameters: Value) -> Self {
        Self {
            command: command.to_owned(),
            parameters,
        }
    }
}

impl WebDriverCompatibleCommand for ChromeCommand {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        endpoint(base_url, session_id, "goog/cdp/execute")
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// The lines of the console that nobody has asked for yet.
#[derive(Debug)]
pub(crate) struct ConsoleLog;

impl WebDriverCompatibleCommand for ConsoleLog {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        endpoint(base_url, session_id, "se/log")
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

fn endpoint(base_url: &Url, session_id: Option<&str>, command: &str) -> Result<Url, ParseError> {
    let session = session_id.expect("a command is sent in a session");
    base_url.join(&format!("session/{session}/{command}"))
}
