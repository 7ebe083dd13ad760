//! What clients knew up to the last moment before the browser was killed.
//!
//! A script that stands before the page's own keeps the log lines of every view that the worker
//! sends, as the page gets them. The product knows nothing of it. What was fetched before the kill
//! is less than what clients knew, never more: whoever audits has a lower bound of each set.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::Page;

/// What was seen of one life of the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Ids in the order in which the producer sent them: the nth is the channel's nth publish.
    pub(super) published: Vec<String>,
    /// Ids whose confirms had arrived.
    pub(super) confirmed: BTreeSet<String>,
    /// Ids whose processing had begun.
    pub(super) processing: BTreeSet<String>,
    /// Ids that a consumer had completed, its ack sent.
    pub(super) completed: BTreeSet<String>,
    /// Whether the log said that lines were left out, so that all of this has gaps.
    pub(super) left_out: bool,
}

/// Lets every page that is opened from now on keep what its worker says.
pub(super) async fn watch(page: &Page) {
    let source = json!({ "source": WATCH });
    page.devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await;
}

impl Known {
    /// Takes in the lines that have come since the last time.
    pub(super) async fn fetch(&mut self, page: &Page) {
        let lines = page
            .run("return (window.workerSaid ?? []).splice(0)", &[])
            .await;
        let lines = lines.as_array().expect("lines are an array");
        for line in lines.iter().filter_map(Value::as_str) {
            self.hear(line);
        }
    }

    /// Takes in one line of the log.
    pub(super) fn hear(&mut self, line: &str) {
        if let Some(id) = line.strip_prefix("Sent order: ") {
            self.published.push(id.to_owned());
        } else if let Some(id) = line.strip_prefix("Processing order: ") {
            self.processing.insert(id.to_owned());
        } else if let Some(id) = line.strip_prefix("Completed order: ") {
            self.completed.insert(id.to_owned());
        } else if line.contains("lines are left out here") {
            self.left_out = true;
        } else if let Some((which, _)) = line.split_once(" confirmed: ") {
            self.confirm(which);
        }
    }

    /// `publish 3 of producer`, or `all publishes up to 3 of producer`.
    fn confirm(&mut self, which: &str) {
        let which = which.to_lowercase();
        let number = |text: &str| text.split(' ').next()?.parse::<usize>().ok();
        if let Some(last) = which.strip_prefix("all publishes up to ").and_then(number) {
            let until = self.published.iter().take(last).cloned();
            self.confirmed.extend(until);
        } else if let Some(number) = which.strip_prefix("publish ").and_then(number) {
            let one = number.checked_sub(1).and_then(|at| self.published.get(at));
            self.confirmed.extend(one.cloned());
        }
    }
}

/// Bounded, so that a page that nobody asks keeps no more than a story needs.
const WATCH: &str = "
    const LINES_MAX = 100000;
    window.workerSaid = [];
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(...made) {
        super(...made);
        this.addEventListener('message', ({ data }) => {
          const lines = data?.Notification?.View?.log ?? [];
          for (const { text } of lines) {
            if (window.workerSaid.length < LINES_MAX) window.workerSaid.push(text);
          }
        });
      }
    };";
