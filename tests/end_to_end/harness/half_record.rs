//! The half of a record that a killed Chromium leaves at the end of a log of its `LevelDB`.
//!
//! Chromium keeps `IndexedDB` in `LevelDB`, with `reuse_logs`. Killed between two writes to a file,
//! it leaves a record of which the end is missing. Nobody was told that this was written, and
//! recovery passes over it, rightly. But then the next life appends behind the half, and the
//! recovery after that takes the new records for the missing end: it drops all that the life wrote
//! and, where it notices, the whole database (google/leveldb issue 1287, open). No page can prevent
//! this, or see it.
//!
//! So the harness cuts off the half after a kill, as recovery should. All that the page was told to
//! be written stays, and the stories go on to ask for it, however often they kill.
//!
//! The format is `doc/log_format.md` of `LevelDB`: blocks of 32 KiB, in them records with a header
//! of seven bytes, four of checksum, two of length and one of type.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

const BLOCK_BYTES: usize = 32 * 1024;
const HEADER_BYTES: usize = 7;

/// The types after which a record is complete. The others begin or continue a longer one.
const FULL: u8 = 1;
const LAST: u8 = 4;

/// Cuts half-written records off the logs of all databases of a profile. Gives how many there were.
pub(super) fn cut_half_records(profile: &Path) -> io::Result<usize> {
    let databases = match fs::read_dir(profile.join("Default/IndexedDB")) {
        Ok(databases) => databases,
        // Killed before there was any.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut cut = 0;
    for database in databases {
        let database = database?.path();
        if database.extension().is_none_or(|kind| kind != "leveldb") {
            continue;
        }
        for file in fs::read_dir(database)? {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // The manifest is written as a log, and reused as one.
            if name.ends_with(".log") || name.starts_with("MANIFEST-") {
                cut += usize::from(cut_half_record(&path)?);
            }
        }
    }
    Ok(cut)
}

fn cut_half_record(path: &Path) -> io::Result<bool> {
    let log = fs::read(path)?;
    let whole = whole_bytes(&log);
    if whole == log.len() {
        return Ok(false);
    }
    File::options()
        .write(true)
        .open(path)?
        .set_len(whole as u64)?;
    Ok(true)
}

/// Where the last complete record of a log ends.
fn whole_bytes(log: &[u8]) -> usize {
    let mut whole = 0;
    let mut at = 0;
    loop {
        let left_in_block = BLOCK_BYTES - at % BLOCK_BYTES;
        if left_in_block < HEADER_BYTES {
            // Too little for a header: zeros fill it.
            at += left_in_block;
        }
        let Some(&[.., low, high, kind]) = log.get(at..at + HEADER_BYTES) else {
            return whole;
        };
        at += HEADER_BYTES + usize::from(u16::from_le_bytes([low, high]));
        if at > log.len() {
            return whole;
        }
        if kind == FULL || kind == LAST {
            whole = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: u8 = 2;

    fn record(kind: u8, length: usize) -> Vec<u8> {
        let [low, high] = u16::try_from(length).unwrap().to_le_bytes();
        let mut record = vec![0, 0, 0, 0, low, high, kind];
        record.resize(HEADER_BYTES + length, b'x');
        record
    }

    #[test]
    fn whole_records_stay_whole() {
        let log = [record(FULL, 10), record(FULL, 0), record(FULL, 300)].concat();

        assert_eq!(whole_bytes(&log), log.len());
        assert_eq!(whole_bytes(&[]), 0);
    }

    #[test]
    fn wherever_the_last_record_stops_short_it_is_cut_off() {
        let kept = record(FULL, 10);
        let log = [kept.clone(), record(FULL, 300)].concat();

        for length in kept.len()..log.len() {
            assert_eq!(whole_bytes(&log[..length]), kept.len(), "of {length} bytes");
        }
    }

    #[test]
    fn a_long_record_without_its_last_part_is_cut_off_from_its_first() {
        let kept = record(FULL, 10);
        let first = record(FIRST, BLOCK_BYTES - kept.len() - HEADER_BYTES);
        let begun = [kept.clone(), first].concat();
        assert_eq!(begun.len(), BLOCK_BYTES);

        assert_eq!(whole_bytes(&begun), kept.len());
        let ended = [begun, record(LAST, 5)].concat();
        assert_eq!(whole_bytes(&ended), ended.len());
    }

    #[test]
    fn the_filling_at_the_end_of_a_block_is_passed_over() {
        let full = record(FULL, BLOCK_BYTES - HEADER_BYTES - 3);
        let log = [full, vec![0; 3], record(FULL, 5)].concat();

        assert_eq!(whole_bytes(&log), log.len());
    }
}
