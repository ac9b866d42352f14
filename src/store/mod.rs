//! The store: documents, their versions, what models said of them and what people decided, in one SQLite file.
//!
//! Everything that belongs to one find (the version, its paragraphs and labels, its words for the search, and what is to
//! be told about it) is written in one transaction: a store never holds half a document. Several programs may use a
//! store at once.

mod announcements;
mod decisions;
mod difference;
mod documents;
mod finds;
mod labels;
mod schema;
mod search;
mod visits;

pub use announcements::{Announcement, Outcome};
pub use decisions::{Decision, Verdict};
pub use difference::difference;
pub use documents::{Filter, StoredDocument, StoredLabel, StoredParagraph};
pub(crate) use finds::sha256;
pub use finds::{Find, Kept};
pub use labels::Retagged;
pub use search::Hit;
pub use visits::{Listed, Visit};

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Place, Result};
use schema::Unusable;
use search::Words;

/// How long to wait while another program writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    words: Words,
}

impl Store {
    /// Opens a store, or makes one where there is no file.
    ///
    /// # Errors
    /// A file that is no store or of a newer version; a folder that cannot be written to.
    pub fn open(path: &Path) -> Result<Self> {
        Self::with_flags(path, OpenFlags::default())
    }

    /// Opens a store that must be there.
    ///
    /// # Errors
    /// No such file; a file that is no store or of a newer version.
    pub fn open_existing(path: &Path) -> Result<Self> {
        if !path.is_file() {
            let remedy = "name the file that `gongbao watch --store FILE` writes";
            return Err(Error::input(Place::file(path.display().to_string()), "there is no such store", remedy));
        }
        Self::with_flags(path, OpenFlags::default() - OpenFlags::SQLITE_OPEN_CREATE)
    }

    fn with_flags(path: &Path, flags: OpenFlags) -> Result<Self> {
        let open = || {
            let mut connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "foreign_keys", true)?;
            schema::migrate(&mut connection)?;
            // Last, as it writes: another program's database is left as it was.
            connection.pragma_update(None, "journal_mode", "wal")?;
            Ok(connection)
        };
        let connection = open().map_err(|problem| unusable(path, &problem))?;
        Ok(Self { connection, path: path.to_owned(), words: Words::default() })
    }

    /// Whether SQLite finds the file whole (`PRAGMA integrity_check`), or else what it complains of.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn integrity(&self) -> Result<Option<String>> {
        let said: String = self.sql(|c| c.pragma_query_value(None, "integrity_check", |row| row.get(0)))?;
        Ok((said != "ok").then_some(said))
    }

    /// Runs a query.
    fn sql<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(&self.connection).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        unusable_by_sqlite(&self.path, error)
    }
}

/// Now, to the second, as the store writes it.
fn now() -> String {
    Timestamp::from_second(seconds()).unwrap_or_default().to_string()
}

/// A count or offset as SQLite keeps it.
fn integer(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Seconds since 1970.
fn seconds() -> i64 {
    Timestamp::now().as_second()
}

fn unusable(path: &Path, problem: &Unusable) -> Error {
    let place = Place::file(path.display().to_string());
    match problem {
        Unusable::Foreign => Error::input(place, "is another program's database", "name a store, or a new file"),
        Unusable::Newer { found, known } => {
            let problem = format!("was written by a newer version (schema {found}, this one knows {known})");
            Error::input(place, problem, "use that version of gongbao")
        }
        Unusable::Sqlite(error) => unusable_by_sqlite(path, error),
    }
}

fn unusable_by_sqlite(path: &Path, error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let remedy = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "name a store, or a new file",
        Some(ErrorCode::DatabaseCorrupt) => "restore it from a copy, or start a new one",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "wait until the other program is done",
        Some(ErrorCode::DiskFull) => "make room on the disk",
        _ => "check that the file and its folder can be written to",
    };
    Error::input(Place::file(path.display().to_string()), format!("the store cannot be used: {error}"), remedy)
}

#[cfg(test)]
mod tests;
