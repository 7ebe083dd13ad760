//! The broker that a story speaks to: a loopback server of its own, or the one that `RABBITMQ`
//! names.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError, mpsc},
    thread,
    time::Duration,
};

/// A broker for one story. Our own server ends with it.
#[derive(Debug)]
pub(crate) struct Broker {
    /// Where it listens, `host:port`.
    pub(crate) address: String,
    server: Option<Child>,
    _alone: Option<MutexGuard<'static, ()>>,
}

/// How long a server may take to say where it listens.
const START_LIMIT: Duration = Duration::from_secs(20);

/// A broker that is shared gets one story at a time: the course's queue has one name only.
static SHARED: Mutex<()> = Mutex::new(());

impl Broker {
    /// Starts a server, or takes the broker that is named.
    pub(crate) fn start() -> Self {
        if let Ok(address) = env::var("RABBITMQ") {
            // A story that failed has said so itself; it does not keep the others from being told.
            let alone = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
            return Self {
                address,
                server: None,
                _alone: Some(alone),
            };
        }
        let mut server = Command::new(server_program())
            .args(["--port", "0"])
            // It stops when this pipe closes, so it does not outlive a test program that is killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the loopback server can be started");
        let output = server.stdout.take().expect("its output is piped");
        let (sender, first_line) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            if let Some(line) = lines.next() {
                // Nobody listens any more when the server was too slow.
                drop(sender.send(line));
            }
            lines.for_each(drop);
        });
        let line = first_line.recv_timeout(START_LIMIT);
        let address = line
            .as_deref()
            .ok()
            .and_then(|line| line.strip_prefix("listening on "));
        let Some(address) = address else {
            drop(server.kill());
            panic!("the loopback server did not say where it listens: {line:?}");
        };
        Self {
            address: address.to_owned(),
            server: Some(server),
            _alone: None,
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            // A server that has ended by itself has made its story fail already.
            drop(server.kill());
            drop(server.wait());
        }
    }
}

/// Builds the server, once: `cargo test --test clients` builds no examples.
fn server_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "--locked", "--quiet", "--example", "amqp_server"])
            .status()
            .expect("cargo runs this test, so it can be started");
        assert!(built.success(), "the loopback server does not build");
        let program = Path::new(env!("CARGO_BIN_EXE_app"));
        program.with_file_name("examples").join("amqp_server")
    })
}
