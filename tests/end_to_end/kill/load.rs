//! The load: consumers that were set up once, and a producer that is kept busy.

use std::time::Duration;

use leveret::broker::Millis;
use serde_json::{Value, json};

use super::{audit::Asked, chance::Chance, rows::stored, witness::AtWork};
use crate::harness::{PATIENCE, Page, Part, Role, eventually};

/// Consumers that ack after their sleep: sleep in milliseconds and prefetch. The sleeps are longer
/// than it mostly takes from the last view to the kill, so that little can be acked unheard.
const CREW: [(u64, u64); 2] = [(120, 1), (200, 5)];

const BURSTS: usize = 60;
const BURST_ORDERS_MAX: u64 = 20;

/// One burst in so many is transient.
const TRANSIENT_EVERY: u64 = 4;

/// The consumers as they are before they have got anything.
pub(super) fn crew() -> Vec<AtWork> {
    let idle = CREW.map(|(sleep, _)| AtWork {
        sleep: Millis(sleep),
        current: None,
    });
    idle.into()
}

/// Sets the consumers up, and waits until that is stored.
pub(super) async fn hire_crew(page: &Page, has_automatic: bool) {
    let [first, second] = CREW;
    let (card, consumers) = (page.part("consumer-1"), page.part("Consumers"));
    card.press("Settings of consumer-1").await;
    fill_in(&card, first).await;
    card.press("Apply").await;
    card.press("Settings of consumer-1").await;
    consumers.press("Add a consumer").await;
    fill_in(&consumers, second).await;
    consumers.press("Add consumer").await;
    page.part("consumer-2").shows("Consuming").await;
    if has_automatic {
        consumers.choose("Automatic").await;
        consumers.press("Add consumer").await;
        page.part("consumer-3").shows("Consuming").await;
    }
    let hired = 2 + usize::from(has_automatic);
    eventually(PATIENCE, "the consumers to be stored", async || {
        let rows = stored(page, "clients").await;
        let consumers = rows.iter().filter(|row| row["kind"] == "consumer");
        let sleeps: Vec<&Value> = consumers.map(|row| &row["sleep_ms"]).collect();
        if sleeps.len() == hired && *sleeps[0] == first.0 {
            Ok(())
        } else {
            Err(format!("{sleeps:?}"))
        }
    })
    .await;
}

async fn fill_in(form: &Part, (sleep, prefetch): (u64, u64)) {
    form.fill("Prefetch", &prefetch.to_string()).await;
    let seconds = Duration::from_millis(sleep).as_secs_f64();
    form.fill("Sleep, in seconds", &seconds.to_string()).await;
}

/// What one life is asked to publish: bursts of new orders, some of them transient.
#[derive(Debug)]
pub(super) struct Bursts {
    /// First number, how many, and whether they are persistent.
    bursts: Vec<(u64, u64, bool)>,
}

impl Bursts {
    /// Bursts whose ids begin with that number, more than there will be time for.
    pub(super) fn from(mut next_order: u64, chance: &mut Chance) -> Self {
        let bursts = (0..BURSTS).map(|_| {
            let count = 2 + chance.below(BURST_ORDERS_MAX - 1);
            let first = next_order;
            next_order += count;
            (first, count, chance.below(TRANSIENT_EVERY) > 0)
        });
        Self {
            bursts: bursts.collect(),
        }
    }

    /// Every order of them, in order.
    pub(super) fn orders(&self) -> Vec<Asked> {
        let orders = self.bursts.iter().flat_map(|&(first, count, persistent)| {
            (first..first + count).map(move |number| Asked {
                id: format!("order_{number}"),
                persistent,
            })
        });
        orders.collect()
    }

    /// Lets the page publish them one after another, as fast as it redraws its form.
    pub(super) async fn publish(&self, page: &Page) {
        let producer = page.part("Producer");
        // Another name than for one order, and so the button stays the same.
        producer.fill("How many", "2").await;
        let mut arguments = vec![json!(self.bursts)];
        for (role, name) in [
            (Role::Field, "Order id"),
            (Role::Field, "How many"),
            (Role::Choice, "Persistent"),
            (Role::Choice, "Transient"),
            (Role::Button, "Publish orders"),
        ] {
            let control = producer.find(role, name).await;
            arguments.push(serde_json::to_value(control).expect("an element is a value"));
        }
        page.run(PUBLISH, &arguments).await;
    }
}

/// Fills in the form and presses, as a person would who is quick. An edit that comes before the one
/// before it was drawn takes that one back, so the form is looked at before the button is pressed:
/// when the body has the new id, all fields are as they will be sent.
const PUBLISH: &str = "
    const [bursts, id, count, persistent, transient, button] = arguments;
    const body = button.form.querySelector('pre.body');
    const frame = () => new Promise(requestAnimationFrame);
    const type = (field, text) => {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const fillIn = async (first, size, mode) => {
      await frame();
      mode.click();
      await frame();
      type(count, size);
      await frame();
      type(id, first);
      while (!body.textContent.includes(`\"${first}\"`)) await frame();
      return count.value === size && mode.checked;
    };
    (async () => {
      for (const [first, size, isPersistent] of bursts) {
        const mode = isPersistent ? persistent : transient;
        while (!(await fillIn(`order_${first}`, String(size), mode))) type(id, 'order_0');
        button.click();
      }
    })();";
