//! Memory, topic routing and the codec: native, in wasm, and smqp's where it has the like.

use serde_json::json;

use crate::{
    browser::{Browser, Side},
    clock::{ROUNDS, per_second, rounds},
    routing::Routing,
    wire::Wire,
    workload::BODY,
};

/// Ready messages whose memory is seen.
const MESSAGES: u32 = 1_000_000;

/// Bindings of a topic exchange, and how many messages smqp gets a round.
const BINDINGS: [(u32, u32); 2] = [(12, 20_000), (10_000, 300)];

/// Messages routed in a round.
const ROUTED: u32 = 100_000;

/// Bytes of a body, and deliveries of a round.
const CONTENTS: [(usize, u32); 2] = [(11, 100_000), (16_384, 2_000)];

/// What a ready message takes of the memory that a page sees, allocator and all.
pub(crate) async fn memory(browser: &Browser<'_>) {
    let grown = browser.call("grown", &[json!(MESSAGES)]).await[0];
    let beyond = grown / f64::from(MESSAGES) - BODY.len() as f64;
    println!(
        "memory, wasm: growth by {MESSAGES} ready messages with bodies of {} bytes",
        BODY.len()
    );
    println!("  bytes a message beyond its body     {beyond:>8.1}\n");
}

pub(crate) async fn routing(browser: &Browser<'_>) {
    println!(
        "topic routing, three bindings match each message: messages a second, median of {ROUNDS}"
    );
    head("smqp 15", "wasm/smqp");
    for (bindings, smqp_count) in BINDINGS {
        let mut native = Routing::new(bindings);
        let native = rounds(|| native.publish(ROUTED));
        let native = per_second(ROUTED.into(), native);
        let wasm = routed(browser, Side::Leveret, bindings, ROUTED).await;
        let smqp = routed(browser, Side::Smqp, bindings, smqp_count).await;
        row(&format!("{bindings} bindings"), native, wasm, Some(smqp));
    }
    println!();
}

async fn routed(browser: &Browser<'_>, side: Side, bindings: u32, count: u32) -> f64 {
    let options = json!({ "bindings": bindings, "count": count, "rounds": ROUNDS });
    let took = browser.call("routed", &[json!(side.name()), options]).await;
    per_second(count.into(), took)
}

pub(crate) async fn codec(browser: &Browser<'_>) {
    println!("codec: deliveries written as frames and read again, millions of bytes a second");
    head("", "");
    for (body_bytes, count) in CONTENTS {
        let mut wire = Wire::new(body_bytes);
        let bytes = wire.write(count) as f64 / 1e6;
        let written = per_second(bytes, rounds(|| assert!(wire.write(count) > 0)));
        let expected = body_bytes * count as usize;
        let read = per_second(bytes, rounds(|| assert_eq!(wire.read(), expected)));
        let options = json!({ "bodyBytes": body_bytes, "count": count, "rounds": ROUNDS });
        for (name, native) in [("written", written), ("read", read)] {
            let took = browser.call(name, std::slice::from_ref(&options)).await;
            row(
                &format!("{name}, bodies of {body_bytes}"),
                native,
                per_second(bytes, took),
                None,
            );
        }
    }
    println!();
}

fn head(other: &str, ratio: &str) {
    let [name, native, wasm, native_by_wasm] = ["", "native", "wasm", "native/wasm"];
    println!("  {name:<32} {native:>10} {wasm:>10} {other:>9} {native_by_wasm:>12} {ratio:>10}");
}

fn row(name: &str, native: f64, wasm: f64, smqp: Option<f64>) {
    let native_by_wasm = native / wasm;
    match smqp {
        Some(smqp) => println!(
            "  {name:<32} {native:>10.0} {wasm:>10.0} {smqp:>9.0} {native_by_wasm:>12.2} {:>10.1}",
            wasm / smqp
        ),
        None => println!(
            "  {name:<32} {native:>10.0} {wasm:>10.0} {:>9} {native_by_wasm:>12.2}",
            ""
        ),
    }
}
