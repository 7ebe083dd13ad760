//! The stories in Python, with pika.

use crate::program::{tell, tool};

fn told_with_pika(script: &str) {
    tell(&tool("LEVERET_PYTHON"), &format!("pika/{script}.py"));
}

#[test]
fn course() {
    told_with_pika("course");
}

#[test]
fn confirms() {
    told_with_pika("confirms");
}

#[test]
fn returns() {
    told_with_pika("returns");
}

#[test]
fn retry() {
    told_with_pika("retry");
}

#[test]
fn priorities() {
    told_with_pika("priorities");
}

#[test]
fn errors() {
    told_with_pika("errors");
}

#[test]
fn many() {
    told_with_pika("many");
}
