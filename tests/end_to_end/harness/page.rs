//! The page and its parts: pressing, typing, choosing and reading.

use std::ops::Deref;

use fantoccini::{Client, elements::Element, error::CmdError, key::Key};
use serde_json::{Value, json};

use super::{
    PATIENCE,
    command::{ChromeCommand, ConsoleLog},
    eventually,
};

/// The page in one tab. What a [`Part`] can, it can for all of itself.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    whole: Part,
}

/// A part of the page that has a name: a panel, a card, an open dialog.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    client: Client,
    path: Vec<String>,
}

/// What a control is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    /// Something to press.
    Button,
    /// Something to type in or to choose from.
    Field,
    /// A radio button or a checkbox.
    Choice,
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
        let whole = Part {
            client,
            path: Vec::new(),
        };
        Self { whole }
    }

    /// The session, for what only one story needs.
    pub(crate) const fn client(&self) -> &Client {
        &self.whole.client
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

    /// Types where the focus is.
    pub(crate) async fn type_text(&self, text: &str) {
        let focused = self
            .client()
            .active_element()
            .await
            .expect("something has the focus");
        focused.send_keys(text).await.expect("keys arrive");
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

impl Part {
    /// The part of that name inside this one.
    pub(crate) fn part(&self, name: &str) -> Self {
        let mut path = self.path.clone();
        path.push(name.to_owned());
        Self {
            client: self.client.clone(),
            path,
        }
    }

    /// Waits for the one visible control of that name.
    pub(crate) async fn find(&self, role: Role, name: &str) -> Element {
        eventually(PATIENCE, &format!("{role:?} \"{name}\""), async || {
            self.look(role, name).await
        })
        .await
    }

    /// Presses a button.
    pub(crate) async fn press(&self, name: &str) {
        self.click(Role::Button, name).await;
    }

    /// Chooses a radio button or changes a checkbox.
    pub(crate) async fn choose(&self, name: &str) {
        self.click(Role::Choice, name).await;
    }

    /// Types into a field in place of what is there.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        let field = self.find(Role::Field, field).await;
        // Not WebDriver's "clear": a person selects all and types, and a field may refuse to be
        // empty.
        let select_all = format!("{}a{}", char::from(Key::Control), char::from(Key::Null));
        let typed = format!("{select_all}{}{text}", char::from(Key::Delete));
        field.send_keys(&typed).await.expect("the field takes keys");
    }

    /// Whether there is such a control now.
    pub(crate) async fn has(&self, role: Role, name: &str) -> bool {
        self.look(role, name).await.is_ok()
    }

    /// Waits until the text is there, case and all. White space counts as one space.
    pub(crate) async fn shows(&self, text: &str) {
        eventually(
            PATIENCE,
            &format!("\"{text}\" in {:?}", self.path),
            async || {
                let shown = self.text_now().await?;
                if shown.contains(text) {
                    Ok(())
                } else {
                    Err(shown)
                }
            },
        )
        .await;
    }

    /// Waits until the text is not there any more.
    pub(crate) async fn shows_no_more(&self, text: &str) {
        eventually(PATIENCE, &format!("\"{text}\" to go"), async || {
            let shown = self.text_now().await?;
            if shown.contains(text) {
                Err(shown)
            } else {
                Ok(())
            }
        })
        .await;
    }

    /// Waits until the list has items that begin so, no more and no fewer.
    pub(crate) async fn lists(&self, expected: &[&str]) {
        eventually(PATIENCE, &format!("the list {expected:?}"), async || {
            let items = strings(&self.ask("items", &[]).await?["items"]);
            let same = items.len() == expected.len()
                && (items.iter().zip(expected)).all(|(item, start)| item.starts_with(start));
            if same {
                Ok(())
            } else {
                Err(format!("{items:?}"))
            }
        })
        .await;
    }

    /// The number with that word, such as "Ready".
    pub(crate) async fn number(&self, word: &str) -> u64 {
        eventually(PATIENCE, word, async || self.number_now(word).await).await
    }

    /// Waits until numbers are as they should be.
    pub(crate) async fn counts(&self, expected: &[(&str, u64)]) {
        eventually(
            PATIENCE,
            &format!("{expected:?} in {:?}", self.path),
            async || {
                let mut counts = Vec::new();
                for &(word, _) in expected {
                    counts.push((word, self.number_now(word).await?));
                }
                if counts == expected {
                    Ok(())
                } else {
                    Err(format!("{counts:?}"))
                }
            },
        )
        .await;
    }

    /// Presses, and again when the page moved it away in that moment.
    async fn click(&self, role: Role, name: &str) {
        eventually(
            PATIENCE,
            &format!("{role:?} \"{name}\" to be pressed"),
            async || {
                let element = self.look(role, name).await?;
                element.click().await.map_err(|error| error.to_string())
            },
        )
        .await;
    }

    async fn look(&self, role: Role, name: &str) -> Result<Element, String> {
        let answer = self.ask("find", &[json!(role.word()), json!(name)]).await?;
        let id = answer["element"][ELEMENT_KEY]
            .as_str()
            .expect("an element has an id");
        Ok(Element::from_element_id(
            self.client.clone(),
            id.to_owned().into(),
        ))
    }

    async fn text_now(&self) -> Result<String, String> {
        let answer = self.ask("text", &[]).await?;
        let text = answer["text"].as_str().expect("a part has a text");
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    async fn number_now(&self, word: &str) -> Result<u64, String> {
        let answer = self.ask("number", &[json!(word)]).await?;
        answer["number"].as_u64().ok_or_else(|| answer.to_string())
    }

    async fn ask(&self, question: &str, details: &[Value]) -> Result<Value, String> {
        let mut arguments = vec![json!(self.path), json!(question)];
        arguments.extend_from_slice(details);
        let answer = self
            .client
            .execute(include_str!("page.js"), arguments)
            .await;
        let answer = answer.map_err(|error: CmdError| error.to_string())?;
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer),
        }
    }
}

impl Role {
    const fn word(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Field => "field",
            Self::Choice => "choice",
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

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().cloned().unwrap_or_default();
    list.iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// How WebDriver marks an element in JSON (<https://www.w3.org/TR/webdriver2/#elements>).
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
