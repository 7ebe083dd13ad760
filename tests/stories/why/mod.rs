//! Why: what the log answers when a reader asks why something happened, with the numbers of this
//! case and the page of RabbitMQ's documentation that states the rule.

mod arguments;
mod consuming;
mod keeping;
mod publishing;

use leveret::{broker::Method, projection::LogKind};

use crate::{stage::Stage, telling::Telling};

/// The reasons of the broker's lines that say this, each with the title of its page.
fn whys(stage: &mut Stage, of: &str) -> Vec<String> {
    let lines = stage.take_log().into_iter();
    let of_broker = lines.filter(|line| line.kind == LogKind::Broker && line.text.contains(of));
    of_broker
        .map(|line| {
            let why = line.why.expect("the broker did it");
            format!("{} [{}]", why.rule, why.page.title())
        })
        .collect()
}

/// What the operator has done so far, of which nothing is asked.
fn set_up<const N: usize>(methods: [Method; N]) -> Telling {
    let mut telling = Telling::new();
    telling.tell(methods);
    telling
}

/// Sends methods, and gives the reasons of the lines that say this.
fn ask<const N: usize>(telling: &mut Telling, methods: [Method; N], of: &str) -> Vec<String> {
    for method in methods {
        telling.stage.operate(method).expect("the broker takes it");
        telling.count();
    }
    whys(&mut telling.stage, of)
}
