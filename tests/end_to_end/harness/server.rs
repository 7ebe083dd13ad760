//! A static server for `dist/` below a path, as any web host would serve it.
//!
//! It writes down what was asked for, so that a story can say what the page fetched and that
//! nothing was missing. It knows only what the page needs: GET, a few types, one connection a
//! request. Besides, it keeps what a story's own script sends it by POST.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// The server. It serves until the test program ends.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    origin: String,
    requests: Arc<Mutex<Vec<Request>>>,
    posted: Arc<Mutex<Posted>>,
    offered: Arc<Mutex<BTreeMap<String, String>>>,
    policy: Option<&'static str>,
    is_gone: Arc<AtomicBool>,
}

/// Bodies in the order in which they arrived whole, by path.
type Posted = BTreeMap<String, Vec<String>>;

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
    /// Serves a folder on a port of its own, under the policy that the page is made for.
    pub(crate) fn start(folder: PathBuf) -> Self {
        Self::serve(folder, Some(POLICY))
    }

    /// Serves somebody else's site, which is under no policy of ours.
    pub(crate) fn of_a_site(folder: PathBuf) -> Self {
        Self::serve(folder, None)
    }

    fn serve(folder: PathBuf, policy: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let server = Self {
            origin: format!("http://{address}"),
            requests: Arc::default(),
            posted: Arc::default(),
            offered: Arc::default(),
            policy,
            is_gone: Arc::default(),
        };
        let serving = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.is_gone.load(Ordering::Relaxed) {
                    continue;
                }
                let (folder, serving) = (folder.clone(), serving.clone());
                // A browser that goes away in the middle of an answer is no failure of the server.
                thread::spawn(move || drop(serving.answer(stream, &folder)));
            }
        });
        server
    }

    /// Answers nobody any more.
    pub(crate) fn goes_away(&self) {
        self.is_gone.store(true, Ordering::Relaxed);
    }

    /// Where the page is.
    pub(crate) fn page(&self) -> String {
        format!("{}{BASE}", self.origin)
    }

    /// What a browser takes for one site: everything from this server.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// What was asked for so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no request panics").clone()
    }

    /// Takes what was sent to that path, below the page's own, by POST.
    pub(crate) fn take_posted(&self, path: &str) -> Vec<String> {
        let mut posted = self.posted.lock().expect("no request panics");
        posted.remove(&format!("{BASE}{path}")).unwrap_or_default()
    }

    /// Serves a document of a story's own at that path, and gives its address.
    pub(crate) fn offer(&self, path: &str, document: &str) -> String {
        let mut offered = self.offered.lock().expect("no request panics");
        offered.insert(path.to_owned(), document.to_owned());
        format!("{}{path}", self.origin)
    }

    fn answer(&self, stream: TcpStream, folder: &Path) -> Result<(), io::Error> {
        let mut reader = BufReader::new(stream);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let length = read_header(&mut reader)?;
        let mut words = first.split(' ');
        let (Some(method), Some(path)) = (words.next(), words.next()) else {
            return Ok(());
        };
        if method == "POST" {
            let mut body = vec![0; length];
            // A body that the sender did not live to finish is none.
            reader.read_exact(&mut body)?;
            let body = String::from_utf8(body).map_err(io::Error::other)?;
            let mut posted = self.posted.lock().expect("no request panics");
            posted.entry(path.to_owned()).or_default().push(body);
            drop(posted);
            return reader.into_inner().write_all(
                b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
        let offered = self
            .offered
            .lock()
            .expect("no request panics")
            .get(path)
            .cloned();
        if let Some(document) = offered {
            return send_plainly(
                reader.into_inner(),
                "text/html; charset=utf-8",
                document.as_bytes(),
            );
        }
        let content = file(path, folder).and_then(|file| Some((fs::read(&file).ok()?, file)));
        let status = if content.is_some() { 200 } else { 404 };
        let request = Request {
            path: path.to_owned(),
            status,
        };
        let mut requests = self.requests.lock().expect("no request panics");
        requests.push(request);
        drop(requests);
        self.send(reader.into_inner(), content)
    }

    fn send(
        &self,
        mut stream: TcpStream,
        content: Option<(Vec<u8>, PathBuf)>,
    ) -> Result<(), io::Error> {
        let Some((body, file)) = content else {
            return stream.write_all(
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        };
        let kind = media_type(&file);
        let Some(policy) = self.policy else {
            return send_plainly(stream, kind, &body);
        };
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
             Content-Security-Policy: {policy}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
        )?;
        stream.write_all(&body)
    }
}

/// Reads up to the empty line, and says how long the body is.
fn read_header(reader: &mut impl BufRead) -> Result<usize, io::Error> {
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > "\r\n".len() {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        line.clear();
    }
    Ok(length)
}

/// A document that is no part of the page, and under no policy of its.
fn send_plainly(mut stream: TcpStream, kind: &str, body: &[u8]) -> Result<(), io::Error> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

/// What `docs/EMBEDDING.md` recommends. Every story is told under it.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    worker-src 'self' blob:; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; \
    img-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

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
