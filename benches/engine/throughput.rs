//! Publish, deliver and ack of small messages: native, in wasm, and smqp's.

use serde_json::json;

use crate::{
    browser::{Browser, Side},
    clock::{ROUNDS, per_second, rounds},
    workload::Workload,
};

const PREFETCHES: [u16; 2] = [1, 100];

/// Messages of a round.
const COUNT: u32 = 200_000;

/// Backlogs, and how many messages smqp gets a round: as many as it manages in about a second.
const BACKLOGS: [(u32, u32); 4] = [
    (0, COUNT),
    (10_000, 20_000),
    (100_000, 2_000),
    (1_000_000, 300),
];

/// Published first, then delivered and acked.
const DRAINED: u32 = 100_000;

/// Messages a second.
struct Row {
    name: String,
    native: f64,
    wasm: f64,
    smqp: f64,
}

pub(crate) async fn measure(browser: &Browser<'_>) {
    print_head();
    for (backlog, smqp_count) in BACKLOGS {
        for prefetch in PREFETCHES {
            standing(browser, backlog, smqp_count, prefetch)
                .await
                .print();
        }
    }
    for prefetch in PREFETCHES {
        drained(browser, prefetch).await.print();
    }
    println!();
}

async fn standing(browser: &Browser<'_>, backlog: u32, smqp_count: u32, prefetch: u16) -> Row {
    let options = |count: u32| json!({ "backlog": backlog, "prefetch": prefetch, "count": count, "rounds": ROUNDS });
    let native = standing_natively(backlog, prefetch);
    let wasm = browser.standing(Side::Leveret, &options(COUNT)).await;
    let smqp = browser.standing(Side::Smqp, &options(smqp_count)).await;
    let name = if backlog == 0 {
        format!("live, prefetch {prefetch}")
    } else {
        format!("backlog {backlog}, prefetch {prefetch}")
    };
    Row {
        name,
        native: per_second(COUNT.into(), native),
        wasm: per_second(COUNT.into(), wasm),
        smqp: per_second(smqp_count.into(), smqp),
    }
}

async fn drained(browser: &Browser<'_>, prefetch: u16) -> Row {
    let native = rounds(|| {
        let mut workload = Workload::new(DRAINED);
        workload.consume(prefetch);
        workload.drain();
        workload.assert_delivered(DRAINED.into());
    });
    Row {
        name: format!("{DRAINED} in, then out, prefetch {prefetch}"),
        native: per_second(DRAINED.into(), native),
        wasm: drained_in(browser, Side::Leveret, prefetch).await,
        smqp: drained_in(browser, Side::Smqp, prefetch).await,
    }
}

/// Each round is a script of its own, since smqp takes long.
async fn drained_in(browser: &Browser<'_>, side: Side, prefetch: u16) -> f64 {
    let options = json!({ "prefetch": prefetch, "count": DRAINED });
    browser.drained(side, &options).await;
    let mut took = Vec::new();
    for _ in 0..ROUNDS {
        took.extend(browser.drained(side, &options).await);
    }
    per_second(DRAINED.into(), took)
}

fn standing_natively(backlog: u32, prefetch: u16) -> Vec<f64> {
    let mut workload = Workload::new(backlog);
    workload.consume(prefetch);
    rounds(|| workload.publish_deliver_ack(COUNT))
}

fn print_head() {
    println!("publish, deliver, ack: messages a second, median of {ROUNDS} rounds after a warm-up");
    let [name, native, wasm, smqp, native_by_wasm, wasm_by_smqp] =
        ["", "native", "wasm", "smqp 15", "native/wasm", "wasm/smqp"];
    println!(
        "  {name:<32} {native:>10} {wasm:>10} {smqp:>9} {native_by_wasm:>12} {wasm_by_smqp:>10}"
    );
}

impl Row {
    fn print(&self) {
        let Self {
            name,
            native,
            wasm,
            smqp,
        } = self;
        let (native_by_wasm, wasm_by_smqp) = (native / wasm, wasm / smqp);
        println!(
            "  {name:<32} {native:>10.0} {wasm:>10.0} {smqp:>9.0} {native_by_wasm:>12.2} {wasm_by_smqp:>10.1}"
        );
    }
}
