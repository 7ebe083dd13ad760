//! The page in a tab: going there, loading it again, typing where the focus is, and its log.

use std::ops::Deref;

use fantoccini::{
    Client,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use serde_json::Value;

use super::{
    PATIENCE, Part, Role,
    command::{ChromeCommand, ConsoleLog},
    eventually,
    part::strings,
};

/// The page in one tab. What a [`Part`] can, it can for all of itself.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    whole: Part,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Seconds since midnight.
    pub(crate) second: u32,
    /// Who said it.
    pub(crate) source: String,
    /// What it says.
    pub(crate) text: String,
}

impl Deref for Page {
    type Target = Part;

    fn deref(&self) -> &Part {
        &self.whole
    }
}

impl Page {
    pub(crate) const fn new(client: Client) -> Self {
        Self {
            whole: Part::whole(client),
        }
    }

    /// The session, for what only one story needs.
    pub(crate) const fn client(&self) -> &Client {
        self.whole.client()
    }

    /// Goes to an address.
    pub(crate) async fn goto(&self, address: &str) {
        self.client().goto(address).await.expect("the page loads");
    }

    /// Loads the page again and waits until it can be used.
    pub(crate) async fn reload(&self) {
        self.client().refresh().await.expect("the page loads again");
        self.is_ready().await;
    }

    /// Waits until what can be done first can be done.
    pub(crate) async fn is_ready(&self) {
        self.find(Role::Button, "Send the course's two orders")
            .await;
    }

    /// The lines of the log that are shown, oldest first.
    pub(crate) async fn log(&self) -> Vec<Line> {
        eventually(PATIENCE, "the log", async || {
            let lines = strings(&self.ask("log", &[]).await?["items"]);
            Ok(lines.iter().filter_map(|line| Line::parse(line)).collect())
        })
        .await
    }

    /// What programs printed. A person would press the filters, too.
    pub(crate) async fn show_programs_only(&self) {
        let filters = self.part("Show in the log");
        for others in ["Broker", "Problems"] {
            filters.press(others).await;
        }
    }

    /// Presses a key where the focus is.
    pub(crate) async fn key(&self, key: Key) {
        self.type_text(&char::from(key).to_string()).await;
    }

    /// Types where the focus is, which may move on meanwhile: what has it goes away when its
    /// message does.
    pub(crate) async fn type_text(&self, text: &str) {
        let keyboard = KeyActions::new("keyboard".to_owned());
        let keys = text.chars().fold(keyboard, |keys, value| {
            keys.then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
        });
        let typed = self.client().perform_actions(keys).await;
        typed.expect("keys arrive");
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let ran = self.client().execute(script, arguments.to_vec()).await;
        ran.unwrap_or_else(|error| panic!("a script failed: {error}\n{script}"))
    }

    /// Runs a script whose last argument is a function that takes the answer.
    pub(crate) async fn run_async(&self, script: &str, arguments: &[Value]) -> Value {
        let ran = self
            .client()
            .execute_async(script, arguments.to_vec())
            .await;
        ran.unwrap_or_else(|error| panic!("a script failed: {error}\n{script}"))
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let command = ChromeCommand::new(command, parameters);
        let answer = self.client().issue_cmd(command).await;
        answer.expect("Chromium knows the command")
    }

    /// What the console shows since the last time this was asked.
    pub(crate) async fn console(&self) -> Vec<String> {
        let Ok(lines) = self.client().issue_cmd(ConsoleLog).await else {
            return Vec::new();
        };
        let lines = lines.as_array().cloned().unwrap_or_default();
        let text = |line: &Value| Some(format!("{} {}", line["level"].as_str()?, line["message"]));
        lines.iter().filter_map(text).collect()
    }

    /// A picture of the page as PNG, if the browser still gives one.
    pub(crate) async fn screenshot(&self) -> Option<Vec<u8>> {
        self.client().screenshot().await.ok()
    }

    /// The page's text, whatever state it is in.
    pub(crate) async fn try_text(&self) -> String {
        match self.ask("text", &[]).await {
            Ok(answer) => answer["text"].as_str().unwrap_or_default().to_owned(),
            Err(error) => error,
        }
    }
}

impl Line {
    /// Reads `14:03:09 consumer_1 Waiting for orders...`.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.splitn(3, ' ');
        let second = words.next()?.split(':').try_fold(0, |seconds, part| {
            Some(seconds * 60 + part.parse::<u32>().ok()?)
        })?;
        Some(Self {
            second,
            source: words.next()?.to_owned(),
            text: words.next()?.to_owned(),
        })
    }
}
