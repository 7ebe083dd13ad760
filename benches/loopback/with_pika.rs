//! The program in Python, with pika, as a learner would write it.

use std::{env, process::Command};

use crate::{MESSAGES, PREFETCH, Rates};

/// One round against a broker.
pub(crate) fn run(address: &str) -> Rates {
    let python = env::var("LEVERET_PYTHON").expect("`.ci/setup bench` sets it");
    let arguments = [address, &MESSAGES.to_string(), &PREFETCH.to_string()];
    let output = Command::new(python)
        .args(["-c", PROGRAM])
        .args(arguments)
        .output()
        .expect("Python runs");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{address}: {problem}");
    let text = String::from_utf8_lossy(&output.stdout);
    let rates: Vec<f64> = (text.split_whitespace())
        .filter_map(|seconds| seconds.parse().ok())
        .map(|seconds: f64| f64::from(MESSAGES) / seconds)
        .collect();
    Rates {
        published: rates[0],
        acked: rates[1],
    }
}

const PROGRAM: &str = r#"
import os, sys, time
import pika

address, count, prefetch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
host, port = address.rsplit(":", 1)
connection = pika.BlockingConnection(pika.ConnectionParameters(host, int(port)))
channel = connection.channel()
queue = f"leveret.bench.pika.{os.getpid()}"
channel.queue_declare(queue)

start = time.perf_counter()
for number in range(count):
    channel.basic_publish("", queue, b"order_12345")
while channel.queue_declare(queue, passive=True).method.message_count < count:
    pass
print(time.perf_counter() - start)

left = count
def process(channel, method, properties, body):
    global left
    channel.basic_ack(method.delivery_tag)
    left -= 1
    if left == 0:
        channel.stop_consuming()

start = time.perf_counter()
channel.basic_qos(prefetch_count=prefetch)
channel.basic_consume(queue, process)
channel.start_consuming()
print(time.perf_counter() - start)
channel.queue_delete(queue)
connection.close()
"#;
