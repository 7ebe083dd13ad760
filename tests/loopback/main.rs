//! The loopback server as a program: how it starts, stops, and what it finds again after a crash.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and what it made itself is as long as it made it"
)]

mod server;
mod wire;

use std::fs;

use rustix::process::Signal;
use tempfile::TempDir;

use self::{
    server::{Ended, Server},
    wire::Wire,
};

const FORCED: &str = "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'";

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

fn journal(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("journal")
}

/// A folder in which a killed server has left the durable queue `q` with the messages `m0` to `m9`,
/// of which the first was handed out.
fn left_behind() -> TempDir {
    let folder = folder();
    let server = Server::start(&["--data", &folder.path().to_string_lossy()]);
    let mut client = Wire::open(server.address());
    client.declare("q");
    client.select_confirms();
    for number in 0..10 {
        client.publish_confirmed("q", &format!("m{number}"));
    }
    assert_eq!(client.get("q").as_deref(), Some("m0"));
    // An answer to this comes after the turn in which the delivery was written down.
    client.declare("q");
    server.kill();
    folder
}

/// What a server finds in a folder, and what it says at its start.
fn found(folder: &TempDir) -> (Vec<String>, String) {
    let server = Server::start(&["--data", &folder.path().to_string_lossy()]);
    let mut client = Wire::open(server.address());
    let found = std::iter::from_fn(|| client.get("q")).collect();
    (found, server.kill())
}

fn messages() -> Vec<String> {
    (0..10).map(|number| format!("m{number}")).collect()
}

#[test]
fn what_was_confirmed_outlives_a_kill() {
    let folder = left_behind();
    let (found, said) = found(&folder);
    assert_eq!(found, messages());
    assert_eq!(said, "", "nothing is wrong with the journal");
}

#[test]
fn what_was_handed_out_comes_back_as_redelivered() {
    let folder = left_behind();
    let server = Server::start(&["--data", &folder.path().to_string_lossy()]);
    let mut client = Wire::open(server.address());
    for number in 0..2 {
        client.get("q");
        assert_eq!(client.is_redelivered, number == 0, "m{number}");
    }
}

#[test]
fn an_entry_that_was_cut_off_is_left_out() {
    let folder = left_behind();
    let mut bytes = fs::read(journal(&folder)).expect("the journal is there");
    bytes.truncate(bytes.len() - 3);
    fs::write(journal(&folder), &bytes).expect("it can be written");
    let (found, said) = found(&folder);
    assert_eq!(
        found,
        messages(),
        "the last entry says that m0 was handed out"
    );
    assert!(said.contains("was cut off and is left out"), "{said}");
    assert!(!folder.path().join("journal.damaged").exists());
}

#[test]
fn damage_is_named_and_the_rest_comes_back() {
    let folder = left_behind();
    let mut bytes = fs::read(journal(&folder)).expect("the journal is there");
    let position = |text: &[u8]| bytes.windows(text.len()).position(|window| window == text);
    let body = position(b"m5").expect("the body stands in it");
    bytes[body] ^= 1;
    fs::write(journal(&folder), &bytes).expect("it can be written");
    let (found, said) = found(&folder);
    let mut rest = messages();
    rest.remove(5);
    assert_eq!(found, rest);
    assert!(
        said.contains("is left out: its checksum is another"),
        "{said}"
    );
    let kept = fs::read(folder.path().join("journal.damaged"));
    assert_eq!(kept.expect("the damaged file is kept"), bytes);
}

#[test]
fn a_file_that_is_no_journal_is_left_alone() {
    let folder = folder();
    fs::write(journal(&folder), "my novel").expect("it can be written");
    let ended = Ended::of(&["--port", "0", "--data", &folder.path().to_string_lossy()]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.said.contains("this is no journal"), "{}", ended.said);
    let novel = fs::read_to_string(journal(&folder));
    assert_eq!(novel.expect("it is there"), "my novel");
}

#[test]
fn a_folder_belongs_to_one_server() {
    let folder = folder();
    let path = folder.path().to_string_lossy();
    let _server = Server::start(&["--data", &path]);
    let ended = Ended::of(&["--port", "0", "--data", &path]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.said.contains("another server uses it"),
        "{}",
        ended.said
    );
}

#[test]
fn an_option_that_does_not_exist_is_named() {
    let ended = Ended::of(&["--prot", "1"]);
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.said.contains("there is no option '--prot'"),
        "{}",
        ended.said
    );
    assert!(ended.said.contains("usage: amqp_server"), "{}", ended.said);
}

#[test]
fn who_is_connected_is_told_that_the_server_stops() {
    for signal in [Signal::TERM, Signal::INT] {
        let server = Server::start(&[]);
        let mut client = Wire::open(server.address());
        server.send(signal);
        client.hear_close(320, FORCED);
        assert_eq!(server.wait(), Some(0));
    }
}

#[test]
fn it_stops_when_its_input_closes() {
    let mut server = Server::start(&[]);
    let mut client = Wire::open(server.address());
    server.close_input();
    client.hear_close(320, FORCED);
    assert_eq!(server.wait(), Some(0));
}
