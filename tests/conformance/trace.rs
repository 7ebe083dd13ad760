//! The files of traces: what is asked for, and what was answered.
//!
//! Line by line:
//!
//! - `# ...` says something to the reader
//! - `== ...` starts a scenario, with a broker that knows nothing
//! - `> ...` is an operation (see `tests/wire/operation.rs`), after which everything is read that
//!   comes until the broker is quiet
//! - `& ...` is an operation that is sent off together with those that follow
//! - `< ...` is what was answered

use std::{fmt::Write, fs, path::Path};

use super::wire::{Client, transport::Transport};

/// A file of traces.
#[derive(Debug)]
pub(crate) struct Trace {
    /// What stands before the first scenario.
    pub(crate) head: Vec<String>,
    pub(crate) scenarios: Vec<Scenario>,
}

/// A sequence of operations on a new broker.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
}

/// A line of a scenario, and what was answered to it.
#[derive(Debug)]
pub(crate) struct Line {
    /// In the file, from 1.
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) answers: Vec<String>,
}

impl Trace {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a trace can be read");
        let mut trace = Self {
            head: Vec::new(),
            scenarios: Vec::new(),
        };
        for (number, text) in (1..).zip(text.lines()) {
            if let Some(title) = text.strip_prefix("== ") {
                trace.scenarios.push(Scenario {
                    title: title.to_owned(),
                    lines: Vec::new(),
                });
            } else if let Some(scenario) = trace.scenarios.last_mut() {
                scenario.read(number, text);
            } else {
                trace.head.push(text.to_owned());
            }
        }
        trace
    }

    pub(crate) fn text(&self) -> String {
        let mut text = self.head.join("\n") + "\n";
        for scenario in &self.scenarios {
            writeln!(text, "== {}", scenario.title).unwrap();
            for line in &scenario.lines {
                writeln!(text, "{}", line.text).unwrap();
                for answer in &line.answers {
                    writeln!(text, "< {answer}").unwrap();
                }
            }
        }
        text
    }
}

impl Scenario {
    fn read(&mut self, number: usize, text: &str) {
        if let Some(answer) = text.strip_prefix("< ") {
            let line = self.lines.last_mut().expect("an answer follows a question");
            line.answers.push(answer.to_owned());
            return;
        }
        self.lines.push(Line {
            number,
            text: text.to_owned(),
            answers: Vec::new(),
        });
    }

    /// Runs the operations and hands each line to `heard` with what was answered to it.
    pub(crate) fn run(
        &mut self,
        transport: Box<dyn Transport>,
        mut heard: impl FnMut(&mut Line, Vec<String>),
    ) -> Client {
        let mut client = Client::new(transport);
        for line in &mut self.lines {
            let text = line.text.trim();
            let Some((mark, operation)) = text.split_at_checked(1).filter(|(mark, _)| *mark != "#")
            else {
                continue;
            };
            let done = client.act(operation);
            done.unwrap_or_else(|fault| panic!("line {}: {fault}: {text}", line.number));
            let answers = match mark {
                ">" => client.settle(),
                "&" => Vec::new(),
                _ => panic!("line {}: starts with no mark: {text}", line.number),
            };
            heard(line, answers);
        }
        client
    }
}
