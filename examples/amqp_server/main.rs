//! A loopback server: the engine behind TCP on 127.0.0.1, for tests and for learners who want to
//! try a real AMQP 0-9-1 client. It is not a product: one user, no TLS, one thread.
//!
//!     cargo run --example amqp_server -- --port 5673 --data /some/folder
//!
//! It says `listening on 127.0.0.1:PORT` when clients may come; port 0 lets the system choose. With
//! `--data` what is durable outlives it, without it nothing does. It stops cleanly on SIGTERM and SIGINT, and when a pipe that it was given as standard input closes.

mod clock;
mod engine;
mod journal;
mod options;
mod peer;
mod server;
mod stop;

use std::{
    io::{Error, Write as _},
    process::ExitCode,
};

use self::{options::Options, server::Server};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(refusal) => {
            say(&format!("{refusal}\n{}", options::USAGE));
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Error> {
    let mut server = Server::start(options)?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on {}", server.address()?)?;
    stdout.flush()?;
    server.run()
}

/// To standard error. If that is closed, there is nobody to tell.
fn say(text: &str) {
    drop(writeln!(std::io::stderr(), "amqp_server: {text}"));
}
