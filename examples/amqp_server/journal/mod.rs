//! The journal: durable state in a file, for as long as a server is tried out.
//!
//! It is the broker's records, one after the other, each with its length and a checksum before it.
//! A turn's records are written and synced together, and only then does the broker hear that they
//! are kept. At the start the records are read again and put together by the same rules as a
//! browser's rows ([`MemoryStore`]), so what does not fit is named and left out; then the file is
//! written anew with what is still needed.
//!
//! A file that ends inside an entry was cut by a crash: nobody was promised what that entry says.
//! Any other damage is named, and the damaged file is kept beside the new one.

mod bytes;
mod entry;
mod message;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use futures_util::FutureExt as _;
use leveret::{
    broker::{Durable, Record},
    storage::{Change, Durability, Loaded, MemoryStore, Store as _},
};

use crate::say;

/// The file that is written to.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    /// Entries of this turn.
    gathered: Vec<u8>,
    /// Keeps others out of the folder for as long as it is open.
    _lock: File,
}

/// What a journal starts with: what it is, and the version of its entries.
const MAGIC: &[u8; 16] = b"LEVERET-JOURNAL1";

/// Length and checksum before each entry.
const HEAD_BYTES: usize = 8;

/// Changes that are put together at a time.
const BATCH: usize = 1000;

impl Journal {
    /// Opens the journal of a folder, or begins one, and gives what it has kept.
    pub(crate) fn open(folder: &Path) -> io::Result<(Self, Durable)> {
        fs::create_dir_all(folder)?;
        let lock = lock(folder)?;
        let path = folder.join("journal");
        let (durable, is_damaged) = read(&path)?;
        if is_damaged {
            fs::copy(&path, folder.join("journal.damaged"))?;
        }
        let file = write_anew(folder, &path, &durable)?;
        let journal = Self {
            file,
            gathered: Vec::new(),
            _lock: lock,
        };
        Ok((journal, durable))
    }

    /// Takes a record in, to be kept with the others of this turn.
    pub(crate) fn gather(&mut self, record: &Record) {
        write_entry(record, &mut self.gathered);
    }

    /// Keeps what was gathered. When it returns, a loss of power does not lose it.
    pub(crate) fn keep(&mut self) -> io::Result<()> {
        self.file.write_all(&self.gathered)?;
        self.gathered.clear();
        self.file.sync_data()
    }
}

fn lock(folder: &Path) -> io::Result<File> {
    let lock = File::create(folder.join("lock"))?;
    lock.try_lock().map_err(|error| {
        let why = format!("{}: another server uses it: {error}", folder.display());
        io::Error::other(why)
    })?;
    Ok(lock)
}

/// What the records add up to, and whether any was damaged.
fn read(path: &Path) -> io::Result<(Durable, bool)> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok((Durable::default(), false));
        }
        opened => opened?.read_to_end(&mut bytes)?,
    };
    let Some(mut entries) = bytes.strip_prefix(MAGIC) else {
        let why = format!("{}: this is no journal of this version", path.display());
        return Err(io::Error::other(why));
    };
    let store = MemoryStore::new();
    let mut batch = Vec::new();
    let mut is_damaged = false;
    let mut number = 0_u64;
    while !entries.is_empty() {
        number += 1;
        let Some((payload, checksum, rest)) = split_entry(entries) else {
            say(&format!(
                "entry {number} of the journal was cut off and is left out"
            ));
            break;
        };
        entries = rest;
        match parse_entry(payload, checksum) {
            Ok(record) => batch.push(Change::from(record)),
            Err(why) => {
                is_damaged = true;
                say(&format!("entry {number} of the journal is left out: {why}"));
            }
        }
        if batch.len() == BATCH {
            write(&store, &std::mem::take(&mut batch));
        }
    }
    write(&store, &batch);
    let loaded = load(&store);
    for row in &loaded.quarantined {
        is_damaged = true;
        let (store, key, reason) = (row.store, &row.key, &row.reason);
        say(&format!(
            "{key} of the {} is left out: {reason}",
            store.as_str()
        ));
    }
    Ok((loaded.durable, is_damaged))
}

fn write(store: &MemoryStore, batch: &[Change]) {
    let written = store.write(batch, Durability::Relaxed).now_or_never();
    written
        .expect("memory keeps nobody waiting")
        .expect("memory takes what it is given");
}

fn load(store: &MemoryStore) -> Loaded {
    let loaded = store.load(|_| ()).now_or_never();
    loaded
        .expect("memory keeps nobody waiting")
        .expect("memory gives back what it has")
}

/// An entry's payload, its checksum, and what comes after it; none if it does not end.
fn split_entry(entries: &[u8]) -> Option<(&[u8], u32, &[u8])> {
    let (head, rest) = entries.split_first_chunk::<HEAD_BYTES>()?;
    let [a, b, c, d, checksum @ ..] = *head;
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?;
    let (payload, rest) = rest.split_at_checked(length)?;
    Some((payload, u32::from_be_bytes(checksum), rest))
}

fn parse_entry(payload: &[u8], checksum: u32) -> Result<Record, String> {
    if crc32fast::hash(payload) != checksum {
        return Err("its checksum is another".to_owned());
    }
    entry::read(payload).map_err(|why| why.to_string())
}

fn write_entry(record: &Record, out: &mut Vec<u8>) {
    let mut payload = Vec::new();
    entry::write(record, &mut payload);
    let length = u32::try_from(payload.len()).expect("an entry is not much more than a message");
    out.extend(length.to_be_bytes());
    out.extend(crc32fast::hash(&payload).to_be_bytes());
    out.extend(payload);
}

/// Writes a journal with what is needed only, and puts it in the place of the old one.
fn write_anew(folder: &Path, path: &PathBuf, durable: &Durable) -> io::Result<File> {
    let new = folder.join("journal.new");
    let mut bytes = MAGIC.to_vec();
    for record in entry::records_of(durable) {
        write_entry(&record, &mut bytes);
    }
    fs::write(&new, bytes)?;
    File::open(&new)?.sync_all()?;
    fs::rename(&new, path)?;
    File::open(folder)?.sync_all()?;
    OpenOptions::new().append(true).open(path)
}
