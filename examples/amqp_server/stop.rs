//! When to stop: SIGTERM, SIGINT, or the end of standard input.
//!
//! All three end in a byte on a socket, so that the one loop that waits hears of them.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    os::{
        fd::AsFd as _,
        unix::{fs::FileTypeExt as _, net::UnixStream},
    },
    thread,
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    low_level::pipe,
};

/// The end on which a byte arrives when it is time to stop.
pub(crate) fn listen() -> io::Result<mio::net::UnixStream> {
    let (heard, said) = UnixStream::pair()?;
    heard.set_nonblocking(true)?;
    for signal in [SIGTERM, SIGINT] {
        pipe::register(signal, said.try_clone()?)?;
    }
    if is_held_by_another()? {
        thread::spawn(move || tell_of_end(said));
    }
    Ok(mio::net::UnixStream::from_std(heard))
}

/// Whether standard input is a pipe, whose other end somebody holds. A terminal is not watched, and
/// neither is `/dev/null`, which ends at once.
fn is_held_by_another() -> io::Result<bool> {
    let stdin = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let kind = stdin.metadata()?.file_type();
    Ok(kind.is_fifo() || kind.is_socket())
}

fn tell_of_end(mut said: UnixStream) {
    let mut stdin = io::stdin();
    let mut ignored = [0; 1024];
    while stdin.read(&mut ignored).is_ok_and(|count| count > 0) {}
    // If nobody listens any more, the program is stopping already.
    drop(said.write_all(&[0]));
}
