//! Rounds of publishing, consuming and SIGKILL on one profile, each followed by an audit.

use std::{future::pending, time::Duration};

use leveret::{broker::Timestamp, ui::words::start_sentence};
use tokio::time::{sleep, timeout};

use super::{
    audit::{Round, restored},
    chance::Chance,
    load::{Bursts, crew, hire_crew},
    rows::{StoredOrder, left_behind, stored_orders},
    tally::Tally,
    witness::{Life, watch},
};
use crate::harness::{Options, PATIENCE, Page, Story, eventually, story_with, time_of_day};

/// Rounds on one profile: what one leaves is what the next starts with.
const PROFILE_ROUNDS: u64 = 50;

/// When the browser is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after it was told to open the page.
    Loading(Duration),
    /// So long after the page has started its worker, which reads what is stored.
    Recovering(Duration),
    /// So long after the first of the load.
    UnderLoad(Duration),
}

const LOADING_MAX: Duration = Duration::from_millis(500);
const RECOVERING_MAX: Duration = Duration::from_millis(150);
const UNDER_LOAD_MAX: Duration = Duration::from_millis(1000);

#[test]
fn whenever_the_browser_is_killed_what_was_confirmed_comes_back() {
    let rounds = number("ROUNDS", PROFILE_ROUNDS);
    kill_again_and_again(rounds, false);
}

#[test]
fn whenever_the_browser_is_killed_only_what_acked_itself_is_lost() {
    let rounds = number("ROUNDS", PROFILE_ROUNDS).div_ceil(5);
    kill_again_and_again(rounds, true);
}

#[expect(clippy::print_stdout, reason = "the seed and the totals are asked for")]
fn kill_again_and_again(rounds: u64, has_automatic: bool) {
    let seed = number("SEED", u64::from(std::process::id()));
    println!("SEED={seed} ROUNDS={rounds}");
    let mut total = Tally::default();
    let mut half_records = 0;
    for first in (0..rounds).step_by(usize::try_from(PROFILE_ROUNDS).expect("a small number")) {
        story_with(Options::default(), async |story| {
            let mut profile = Profile::set_up(story, has_automatic).await;
            for round in first..rounds.min(first + PROFILE_ROUNDS) {
                let seed = seed.wrapping_add(round);
                match profile.round(seed).await {
                    Ok(tally) => total += tally,
                    Err(wrong) => panic!("round {round}, ROUNDS=1 SEED={seed}: {wrong}"),
                }
            }
            profile.ends_as_stored().await;
            half_records += profile.half_records;
        });
    }
    println!("{rounds} rounds: {total}");
    println!("{half_records} records that the browser had half written were cut off");
}

/// A browser's profile through its lives.
struct Profile<'a> {
    story: &'a mut Story,
    has_automatic: bool,
    next_order: u64,
    stored: Vec<StoredOrder>,
    half_records: usize,
}

impl<'a> Profile<'a> {
    async fn set_up(story: &'a mut Story, has_automatic: bool) -> Self {
        let page = story.visit().await;
        hire_crew(&page, has_automatic).await;
        let stored = left_behind(story, &page).await;
        Self {
            story,
            has_automatic,
            next_order: 1,
            stored,
            half_records: 0,
        }
    }

    /// One life, and the audit of what it left.
    async fn round(&mut self, seed: u64) -> Result<Tally, String> {
        let mut chance = Chance::new(seed);
        let moment = Moment::choose(&mut chance);
        let path = format!("views-{seed}");
        let page = Page::new(self.story.browser.start().await);
        watch(&page, &path).await;
        let opened_at = timestamp(time_of_day());
        let (mut asked, mut posted) = (Vec::new(), Vec::new());
        match moment {
            Moment::Loading(length) => {
                let address = self.story.server.page();
                at_most(length, page.goto(&address)).await;
            }
            Moment::Recovering(length) => {
                posted = self.open_until_it_recovers(&page, &path).await;
                sleep(length).await;
            }
            Moment::UnderLoad(length) => {
                let page = self.story.visit().await;
                self.start_is_shown(&page).await;
                let bursts = Bursts::from(self.next_order, &mut chance);
                asked = bursts.orders();
                self.next_order += asked.len() as u64;
                bursts.publish(&page).await;
                sleep(length).await;
            }
        }
        let killed = self.story.browser.kill().await;
        self.half_records += killed.half_records;
        let page = Page::new(self.story.browser.start().await);
        let after = left_behind(self.story, &page).await;
        posted.extend(self.story.server.take_posted(&path));
        let round = Round {
            before: &self.stored,
            asked: &asked,
            life: &Life::of(&posted),
            crew: &crew(),
            has_automatic: self.has_automatic,
            opened_at,
            killed_at: timestamp(killed.gone_by),
        };
        let tally = round
            .audit(&after)
            .map_err(|wrong| format!("{moment:?}: {wrong}"))?;
        self.stored = after;
        Ok(tally)
    }

    /// Opens the page until its worker starts. Gives what was posted by then.
    async fn open_until_it_recovers(&self, page: &Page, path: &str) -> Vec<String> {
        let server = &self.story.server;
        let address = server.page();
        let opening = async {
            page.goto(&address).await;
            pending().await
        };
        let recovering = eventually(PATIENCE, "a worker", async || {
            let posted = server.take_posted(path);
            if posted.is_empty() {
                Err("none".to_owned())
            } else {
                Ok(posted)
            }
        });
        tokio::select! {
            posted = recovering => posted,
            posted = opening => posted,
        }
    }

    async fn start_is_shown(&self, page: &Page) {
        let redelivered = self.stored.iter().filter(|row| row.deliveries > 0);
        let start = restored(self.stored.len(), redelivered.count());
        if start.restored > 0 {
            page.shows(start_sentence(&start).trim_end_matches('.'))
                .await;
        }
    }

    /// When the consumers have finished, the page counts as many as are stored.
    async fn ends_as_stored(&mut self) {
        let page = self.story.visit().await;
        self.start_is_shown(&page).await;
        for consumer in 1..=crew().len() {
            let name = format!("consumer-{consumer}");
            page.part(&name).press(&format!("Stop {name}")).await;
        }
        let queue = page.part("order_queue");
        queue.counts(&[("Unacked", 0)]).await;
        eventually(PATIENCE, "what is shown to be what is stored", async || {
            let (shown, stored) = (queue.number("Ready").await, stored_orders(&page).await);
            if shown == stored.len() as u64 {
                Ok(())
            } else {
                Err(format!("{shown} and {}", stored.len()))
            }
        })
        .await;
    }
}

impl Moment {
    fn choose(chance: &mut Chance) -> Self {
        match chance.below(10) {
            0 | 1 => Self::Loading(chance.length_below(LOADING_MAX)),
            2 | 3 => Self::Recovering(chance.length_below(RECOVERING_MAX)),
            _ => Self::UnderLoad(chance.length_below(UNDER_LOAD_MAX)),
        }
    }
}

/// Lets something go on, and nothing follow it, for so long.
async fn at_most(length: Duration, work: impl Future<Output = ()>) {
    let work = async {
        work.await;
        pending::<()>().await;
    };
    drop(timeout(length, work).await);
}

fn timestamp(time_of_day: Duration) -> Timestamp {
    let milliseconds = time_of_day.as_millis();
    Timestamp(u64::try_from(milliseconds).expect("milliseconds for ages to come"))
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(otherwise, |text| text.parse().expect("a number"))
}
