//! A static server for `dist/` below a path, as any web host would serve it.
//!
//! It writes down what was asked for, so that a story can say what the page fetched and that
//! nothing was missing. It knows only what the page needs: GET, a few types, one connection a
//! request.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
};

/// The server. It serves until the test program ends.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    origin: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The path with its query.
    pub(crate) path: String,
    /// The status that it got.
    pub(crate) status: u16,
}

/// The path that the page is served below.
const BASE: &str = "/course/leveret/";

/// The release build.
pub(crate) fn dist() -> PathBuf {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    assert!(
        dist.join("index.html").is_file(),
        "dist/ is missing or empty: run `make release` first"
    );
    dist
}

impl Server {
    /// Serves a folder on a port of its own.
    pub(crate) fn start(folder: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let server = Self {
            origin: format!("http://{address}"),
            requests: Arc::default(),
        };
        let requests = Arc::clone(&server.requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, requests) = (folder.clone(), Arc::clone(&requests));
                // A browser that goes away in the middle of an answer is no failure of the server.
                thread::spawn(move || drop(answer(stream, &folder, &requests)));
            }
        });
        server
    }

    /// Where the page is.
    pub(crate) fn page(&self) -> String {
        format!("{}{BASE}", self.origin)
    }

    /// What was asked for so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no request panics").clone()
    }
}

fn answer(
    stream: TcpStream,
    folder: &Path,
    requests: &Mutex<Vec<Request>>,
) -> Result<(), std::io::Error> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > "\r\n".len() {
        header.clear();
    }
    let mut stream = reader.into_inner();
    let Some(path) = first.split(' ').nth(1) else {
        return Ok(());
    };
    let content = file(path, folder).and_then(|file| Some((fs::read(&file).ok()?, file)));
    let status = if content.is_some() { 200 } else { 404 };
    requests.lock().expect("no request panics").push(Request {
        path: path.to_owned(),
        status,
    });
    let Some((body, file)) = content else {
        return stream.write_all(
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
    };
    let (kind, length) = (media_type(&file), body.len());
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

fn file(path: &str, folder: &Path) -> Option<PathBuf> {
    let path = path.split(['?', '#']).next()?.strip_prefix(BASE)?;
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let stays_inside = (path.components()).all(|part| matches!(part, Component::Normal(_)));
    stays_inside.then(|| folder.join(path))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some(_) | None => "application/octet-stream",
    }
}
