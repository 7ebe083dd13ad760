//! The two brokers: our server, built as it is measured, and a RabbitMQ that may be there.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Our server, for as long as this is there.
#[derive(Debug)]
pub(crate) struct Server {
    /// Where it listens, `host:port`.
    pub(crate) address: String,
    process: Child,
}

/// A RabbitMQ that answers.
#[derive(Debug)]
pub(crate) struct RabbitMq {
    pub(crate) address: String,
    pub(crate) version: String,
}

impl Server {
    /// Builds and starts it.
    pub(crate) fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut process = Command::new(env!("CARGO"))
            .current_dir(root)
            .args([
                "run",
                "--release",
                "--locked",
                "--quiet",
                "--example",
                "amqp_server",
            ])
            .args(["--", "--port", "0"])
            // It stops when this pipe closes.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo runs this benchmark, so it can be started");
        let output = process.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("its output is text");
        let address = line.trim().strip_prefix("listening on ");
        let address = address
            .unwrap_or_else(|| panic!("the server said {line:?}"))
            .to_owned();
        Self { address, process }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // One that has ended by itself has made its client fail already.
        drop(self.process.wait());
    }
}

/// Where a RabbitMQ is looked for.
pub(crate) fn rabbitmq_address() -> String {
    env::var("RABBITMQ").unwrap_or_else(|_| "127.0.0.1:5672".to_owned())
}

/// The RabbitMQ, if one answers with its greeting.
pub(crate) fn rabbitmq() -> Option<RabbitMq> {
    let address = rabbitmq_address();
    let mut stream = TcpStream::connect(&address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(b"AMQP\0\0\x09\x01").ok()?;
    let mut greeting = vec![0; 4096];
    let length = stream.read(&mut greeting).ok()?;
    let greeting = greeting.get(..length)?;
    let is_rabbitmq = find(greeting, b"RabbitMQ").is_some();
    let version = after(greeting, b"\x07versionS")?;
    is_rabbitmq.then_some(RabbitMq { address, version })
}

/// The long string behind a key of the greeting's table.
fn after(greeting: &[u8], key: &[u8]) -> Option<String> {
    let value = greeting.get(find(greeting, key)? + key.len()..)?;
    let (length, text) = value.split_first_chunk::<4>()?;
    let text = text.get(..u32::from_be_bytes(*length) as usize)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
