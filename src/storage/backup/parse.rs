//! Reading a file, checked whole.
//!
//! Size and nesting come first, because what follows pays for both. Then the text must be JSON as a
//! whole; what it is, and of which version, is asked before what it says, so that a file of a newer
//! Leveret is not called broken.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::{Value, error::Category};

use super::{
    BACKUP_FORMAT, Backup, BackupError, BackupScope,
    check::{row_fault, take_broker, take_ends},
    definitions::Definitions,
    import::Contents,
    nesting::check_nesting,
    sift::{Place, sift},
    strict::Strict,
};
use crate::{
    broker::Timestamp,
    storage::{
        recovery::Recovery,
        rows::{ClientRow, MessageRow, Row, RowError, read_strictly},
    },
};

/// Bytes of a file. The text, the values read of it and the broker that starts with them stand in
/// memory at once, and a worker has at most four gigabytes.
pub const BACKUP_BYTES_MAX: usize = 256 * 1024 * 1024;

/// The latest moment at which a scenario can begin, in milliseconds since 1970: the end of the year
/// 9999. Beyond it a time of day could not be shown.
const MOMENT_MAX: u64 = 253_402_300_799_999;

/// Reads a backup of a whole broker, or RabbitMQ's definitions.
///
/// # Errors
/// [`BackupError`], naming the first fault by its place in the file.
pub fn parse(text: &str) -> Result<Backup, BackupError> {
    if text.len() > BACKUP_BYTES_MAX {
        return Err(BackupError::TooLarge { bytes: text.len() });
    }
    check_nesting(text)?;
    match kind(text)? {
        BackupScope::Broker => parse_broker(text),
        BackupScope::Definitions => parse_definitions(text),
    }
}

fn parse_broker(text: &str) -> Result<Backup, BackupError> {
    let file: BrokerFile = shaped(text)?;
    let messages = file.messages.whole("messages")?;
    let programs = file.programs.whole("programs")?;
    let sifted = sift(BackupScope::Broker, file.definitions)?;
    let mut recovery = Recovery::new();
    take_broker(&mut recovery, &sifted, messages)?;
    let mut names = std::collections::BTreeSet::new();
    for (index, program) in programs.into_iter().enumerate() {
        if !names.insert(program.name.clone()) {
            let reason = format!(
                "'{}' stands in the file before: a name is taken once",
                program.name
            );
            return Err(Place::of_list("programs", index).fault("name", reason));
        }
        recovery.take_client(program);
    }
    let kept = recovery.finish(Vec::new());
    let contents = Contents {
        durable: kept.durable,
        clients: kept.clients,
    };
    let backup = Backup::of_broker(contents, sifted.passed_over);
    Ok(match file.begins_at {
        Some(moment) if moment > MOMENT_MAX => {
            return Err(BackupError::Fault {
                path: "begins_at".to_owned(),
                reason: format!("a scenario begins at {MOMENT_MAX} at the latest"),
            });
        }
        Some(moment) => backup.beginning_at(Timestamp(moment)),
        None => backup,
    })
}

fn parse_definitions(text: &str) -> Result<Backup, BackupError> {
    let sifted = sift(BackupScope::Definitions, shaped(text)?)?;
    take_ends(&mut Recovery::new(), &sifted.exchanges, &sifted.queues)?;
    for (place, exchange) in &sifted.exchanges {
        let checked = exchange.check();
        checked.map_err(|refusal| place.fault("arguments", refusal.explanation))?;
    }
    Ok(Backup::of_definitions(sifted))
}

/// What a file is.
fn kind(text: &str) -> Result<BackupScope, BackupError> {
    let marks: Marks = match shaped(text) {
        Ok(marks) => marks,
        Err(BackupError::Fault { .. }) if !text.trim_start().starts_with('{') => {
            return Err(BackupError::Foreign);
        }
        Err(error) => return Err(error),
    };
    let is_rabbitmq = [
        marks.rabbit_version,
        marks.rabbitmq_version,
        marks.queues,
        marks.exchanges,
        marks.bindings,
    ];
    match marks.leveret.as_ref().map(Value::as_u64) {
        None if is_rabbitmq.iter().any(Option::is_some) => Ok(BackupScope::Definitions),
        None => Err(BackupError::Foreign),
        Some(Some(BACKUP_FORMAT)) => Ok(BackupScope::Broker),
        Some(Some(found)) if found > BACKUP_FORMAT => Err(BackupError::NewerFormat { found }),
        Some(_) => Err(BackupError::Fault {
            path: "leveret".to_owned(),
            reason: format!("it is the version of the format, {BACKUP_FORMAT}"),
        }),
    }
}

fn shaped<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, BackupError> {
    let mut json = serde_json::Deserializer::from_str(text);
    // How deep it nests has been checked.
    json.disable_recursion_limit();
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        fault(path, &error.into_inner())
    })?;
    json.end().map_err(|error| fault(ROOT.to_owned(), &error))?;
    Ok(read)
}

fn fault(path: String, error: &serde_json::Error) -> BackupError {
    let reason = error.to_string();
    match error.classify() {
        Category::Data => BackupError::Fault { path, reason },
        Category::Syntax | Category::Eof | Category::Io => {
            let (line, column) = (error.line(), error.column());
            let place = format!(" at line {line} column {column}");
            BackupError::Syntax {
                line,
                column,
                reason: reason.strip_suffix(&place).unwrap_or(&reason).to_owned(),
            }
        }
    }
}

/// The path of a file's root.
const ROOT: &str = ".";

/// What tells one sort of file from another.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Marks {
    leveret: Option<Value>,
    rabbit_version: Option<IgnoredAny>,
    rabbitmq_version: Option<IgnoredAny>,
    queues: Option<IgnoredAny>,
    exchanges: Option<IgnoredAny>,
    bindings: Option<IgnoredAny>,
}

/// Our own file. It is ours, so a field that it does not know is a slip of the pen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrokerFile {
    #[serde(rename = "leveret")]
    _leveret: IgnoredAny,
    begins_at: Option<u64>,
    definitions: Definitions,
    messages: Rows<MessageRow>,
    programs: Rows<ClientRow>,
}

/// Rows, or the first that is none.
struct Rows<R>(Result<Vec<R>, (usize, RowError)>);

impl<R> Rows<R> {
    fn whole(self, list: &'static str) -> Result<Vec<R>, BackupError> {
        let Self(rows) = self;
        rows.map_err(|(index, error)| row_fault(Place::of_list(list, index), &error))
    }
}

impl<'de, R: Row> Deserialize<'de> for Rows<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowsVisitor(PhantomData))
    }
}

struct RowsVisitor<R>(PhantomData<R>);

impl<'de, R: Row> Visitor<'de> for RowsVisitor<R> {
    type Value = Rows<R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows<R>, A::Error> {
        let mut rows = Vec::new();
        let mut first_fault = None;
        // A row is put together from values, because its version says how to read it. One at a
        // time, that costs little.
        while let Some(Strict(row)) = list.next_element()? {
            if first_fault.is_some() {
                continue;
            }
            match read_strictly(&row) {
                Ok(row) => rows.push(row),
                Err(error) => first_fault = Some((rows.len(), error)),
            }
        }
        Ok(Rows(first_fault.map_or(Ok(rows), Err)))
    }
}
