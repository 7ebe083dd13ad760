//! The stories in JavaScript, with amqplib.

use crate::program::tell;

fn told_with_amqplib(script: &str) {
    tell("node", &format!("amqplib/{script}.js"));
}

#[test]
fn course() {
    told_with_amqplib("course");
}

#[test]
fn confirms() {
    told_with_amqplib("confirms");
}

#[test]
fn returns() {
    told_with_amqplib("returns");
}

#[test]
fn retry() {
    told_with_amqplib("retry");
}

#[test]
fn priorities() {
    told_with_amqplib("priorities");
}

#[test]
fn errors() {
    told_with_amqplib("errors");
}

#[test]
fn many() {
    told_with_amqplib("many");
}
