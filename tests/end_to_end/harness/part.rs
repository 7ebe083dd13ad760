//! The page's parts: pressing, typing, choosing and reading.

use fantoccini::{Client, elements::Element, error::CmdError, key::Key};
use serde_json::{Value, json};

use super::{PATIENCE, eventually};

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

impl Part {
    /// The page as a whole.
    pub(super) const fn whole(client: Client) -> Self {
        Self {
            client,
            path: Vec::new(),
        }
    }

    /// The session.
    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

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

    /// Picks one of the choices of a list.
    pub(crate) async fn pick(&self, field: &str, value: &str) {
        let field = self.find(Role::Field, field).await;
        let picked = field.select_by_value(value).await;
        picked.expect("the list has that choice");
    }

    /// Scrolls until it is on screen.
    pub(crate) async fn scroll_to(&self) {
        let scrolled = async || self.ask("scroll", &[]).await.map(drop);
        eventually(PATIENCE, &format!("{:?} to scroll to", self.path), scrolled).await;
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

    /// Waits until the table has rows that begin so, no more and no fewer.
    pub(crate) async fn tabulates(&self, expected: &[&str]) {
        self.begin_as("rows", expected).await;
    }

    /// Waits until the list has items that begin so, no more and no fewer.
    pub(crate) async fn lists(&self, expected: &[&str]) {
        self.begin_as("items", expected).await;
    }

    async fn begin_as(&self, question: &str, expected: &[&str]) {
        eventually(
            PATIENCE,
            &format!("the {question} {expected:?}"),
            async || {
                let items = strings(&self.ask(question, &[]).await?["items"]);
                let same = items.len() == expected.len()
                    && (items.iter().zip(expected)).all(|(item, start)| item.starts_with(start));
                if same {
                    Ok(())
                } else {
                    Err(format!("{items:?}"))
                }
            },
        )
        .await;
    }

    /// The text that is there now.
    pub(crate) async fn text(&self) -> String {
        eventually(PATIENCE, "a text", async || self.text_now().await).await
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

    pub(super) async fn ask(&self, question: &str, details: &[Value]) -> Result<Value, String> {
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

pub(super) fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().cloned().unwrap_or_default();
    list.iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// How WebDriver marks an element in JSON (<https://www.w3.org/TR/webdriver2/#elements>).
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
