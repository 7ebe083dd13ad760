//! One world again, or operations that were written down.
//!
//! What a world does depends on what RabbitMQ answers, so its seed need not lead to the same
//! operations twice. A difference is therefore shown as operations, and these can be run as they
//! are. Either is done several times one after the other, with nothing else on the brokers, so that
//! an answer that comes now so and now otherwise is seen to do that.

use std::fs;

use super::{
    Run, number, show,
    world::{Brokers, PATIENT, differs_from_itself, explore, repeat},
};

/// Explores the world of this seed, and examines each difference.
pub(crate) fn one_world(run: &Run, brokers: &Brokers, seed: u64) {
    for time in 1..=times() {
        let explored = explore(brokers, seed, run.length);
        run.count(explored.coverage);
        match explored.difference {
            None => println!("time {time}: no difference"),
            Some(difference) => {
                println!("time {time}:\n{}", show(&difference));
                run.examine(brokers, seed, &difference);
            }
        }
    }
}

/// Does the operations of a file, lines that start with `> `, on both brokers, and on two clients
/// of RabbitMQ alone.
pub(crate) fn written_down(run: &Run, brokers: &Brokers, path: &str) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = text.lines().filter_map(|line| line.strip_prefix("> "));
    let operations: Vec<String> = lines.map(str::to_owned).collect();
    for time in 1..=times() {
        let pairs = [
            ("both", repeat(brokers, &operations, PATIENT)),
            ("RabbitMQ alone", differs_from_itself(brokers, &operations)),
        ];
        for (who, difference) in pairs {
            match difference {
                None => println!("time {time}, {who}: no difference"),
                Some(difference) => {
                    run.found_one();
                    println!("time {time}, {who}:\n{}", show(&difference));
                }
            }
        }
    }
}

fn times() -> u64 {
    number("TIMES").unwrap_or(5)
}
