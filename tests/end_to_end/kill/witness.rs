//! What clients knew up to the last moment before the browser was killed.
//!
//! A script that stands before the page's own takes each view that the worker sends, as the page
//! gets it, and posts it to the story's server: one after another, so that what arrives is a
//! beginning of what happened, without a gap. The product knows nothing of it. What arrived is
//! less than what clients knew, never more.

use std::collections::BTreeSet;

use leveret::{
    broker::{Millis, Timestamp},
    projection::{ConsumerView, StartReport},
    simulation::Acknowledgement,
};
use serde::Deserialize;
use serde_json::json;

use crate::harness::Page;

/// What was heard of one life of the page.
#[derive(Debug, Default)]
pub(super) struct Life {
    /// Ids in the order in which the producer sent them: the nth is the channel's nth publish.
    pub(super) sent: Vec<String>,
    /// Ids of which the producer had the confirm.
    pub(super) confirmed: BTreeSet<String>,
    /// What the broker did with orders, in order.
    pub(super) happened: Vec<Happened>,
    /// How many messages the queue showed in each view, and how many had come and gone by then.
    pub(super) counts: Vec<Count>,
    /// What the page said of its start.
    pub(super) start: Option<StartReport>,
    /// The consumers of the last view, and its moment.
    pub(super) last: Option<(Timestamp, Vec<ConsumerView>)>,
    /// Whether the log said that lines were left out: from then on nobody can say what is missing.
    pub(super) has_gap: bool,
}

/// Something that the broker did with an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Happened {
    pub(super) id: String,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Enqueued {
        position: u64,
    },
    HandedOut {
        redelivered: bool,
    },
    Acked,
    /// Handed to a consumer that acknowledges automatically.
    GoneOnSending,
}

/// Messages of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) shown: u64,
    pub(super) entered: u64,
    pub(super) left: u64,
}

/// A consumer that acks after its sleep, as it was when it was last heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AtWork {
    pub(super) sleep: Millis,
    /// What it sleeps over, and until when.
    pub(super) current: Option<(String, Timestamp)>,
}

/// What the script posts.
#[derive(Debug, Deserialize)]
struct Post {
    /// Counts up from 0.
    number: u64,
    views: Vec<Heard>,
}

/// A view, as the script posts it.
#[derive(Debug, Deserialize)]
struct Heard {
    now: Timestamp,
    log: Vec<String>,
    consumers: Vec<ConsumerView>,
    start: StartReport,
    messages: u64,
}

/// Lets every page that is opened from now on in this browser post its views to that path.
pub(super) async fn watch(page: &Page, path: &str) {
    let source = json!({ "source": WATCH.replace("PATH", path) });
    page.devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await;
}

impl Life {
    /// What was heard, from what arrived at the server. A browser may send a post again.
    pub(super) fn of(posted: &[String]) -> Self {
        let mut life = Self::default();
        let mut posts = 0;
        for body in posted {
            let post: Post = serde_json::from_str(body).expect("views as the page has them");
            assert!(post.number <= posts, "a post was passed over");
            if post.number == posts {
                posts += 1;
                post.views.into_iter().for_each(|view| life.hear(view));
            }
        }
        life
    }

    fn hear(&mut self, view: Heard) {
        for line in &view.log {
            self.hear_line(line);
        }
        let entered = self.count(|what| matches!(what, What::Enqueued { .. }));
        let left = self.count(|what| matches!(what, What::Acked | What::GoneOnSending));
        self.counts.push(Count {
            shown: view.messages,
            entered,
            left,
        });
        self.start.get_or_insert(view.start);
        self.last = Some((view.now, view.consumers));
    }

    /// Takes in one line of the log.
    pub(super) fn hear_line(&mut self, line: &str) {
        if line.contains("lines are left out here") {
            self.has_gap = true;
        }
        if self.has_gap {
            return;
        }
        if let Some(id) = line.strip_prefix("Sent order: ") {
            self.sent.push(id.to_owned());
        } else if let Some((which, _)) = line.split_once(" of producer confirmed: ") {
            self.confirm(which);
        } else if let Some((id, what)) = line
            .strip_prefix("order_queue: ")
            .and_then(|line| line.split_once(' '))
            && let Some(what) = What::read(what)
        {
            let id = id.to_owned();
            self.happened.push(Happened { id, what });
        }
    }

    /// `publish 3`, or `all publishes up to 3`.
    fn confirm(&mut self, which: &str) {
        let number = |text: &str| text.parse::<usize>().ok();
        if let Some(last) = which.strip_prefix("all publishes up to ").and_then(number) {
            let until = self.sent.iter().take(last).cloned();
            self.confirmed.extend(until);
        } else if let Some(number) = which.strip_prefix("publish ").and_then(number) {
            let one = number.checked_sub(1).and_then(|at| self.sent.get(at));
            self.confirmed.extend(one.cloned());
        }
    }

    /// The consumers that ack after their sleep, with the moment of which that is known.
    pub(super) fn at_work(&self) -> Option<(Timestamp, Vec<AtWork>)> {
        let (now, consumers) = self.last.as_ref()?;
        let acking = consumers
            .iter()
            .filter(|consumer| consumer.settings.acknowledgement == Acknowledgement::AfterSleep);
        let at_work = acking.map(|consumer| AtWork {
            sleep: consumer.settings.sleep,
            current: consumer
                .held
                .iter()
                .find_map(|held| Some((held.message.label.clone(), held.done_at?))),
        });
        Some((*now, at_work.collect()))
    }

    fn count(&self, counts: impl Fn(&What) -> bool) -> u64 {
        let counted = self.happened.iter().filter(|one| counts(&one.what));
        counted.count() as u64
    }
}

impl What {
    /// What a line of the log says after the name of the order.
    fn read(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("ready at position ") {
            let (position, _) = rest.split_once(';')?;
            let position = position.parse().ok()?;
            Some(Self::Enqueued { position })
        } else if let Some(rest) = text.strip_prefix("to consumer-") {
            let (consumer, _) = rest.split_once(':')?;
            let redelivered = consumer.ends_with(", redelivered");
            Some(Self::HandedOut { redelivered })
        } else if text.starts_with("acked by ") {
            Some(Self::Acked)
        } else if text.starts_with("gone on sending") {
            Some(Self::GoneOnSending)
        } else {
            None
        }
    }
}

/// Posts no views when there is a worker, and then the views. When a post fails, none follows:
/// there would be a gap.
const WATCH: &str = "
    const waiting = [];
    let isPosting = false;
    let number = 0;
    const post = async () => {
      isPosting = true;
      const body = JSON.stringify({ number: number++, views: waiting.splice(0) });
      await fetch('./PATH', { method: 'POST', body });
      isPosting = false;
      if (waiting.length) post();
    };
    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(...made) {
        super(...made);
        post();
        this.addEventListener('message', ({ data }) => {
          const view = data?.Notification?.View;
          if (!view) return;
          const { now, log, consumers, start, queues } = view;
          const queue = queues.find(({ name }) => name === 'order_queue');
          const messages = queue ? queue.ready + queue.unacked : 0;
          waiting.push({ now, log: log.map(({ text }) => text), consumers, start, messages });
          if (!isPosting) post();
        });
      }
    };";
