//! What is to be told, to which channel, and whether it was.

use rusqlite::params;

use super::{Store, now, seconds};
use crate::error::Result;

/// How long a claim holds, in seconds: a program that was killed while telling loses it then, and another tells again.
const CLAIM: i64 = 120;

/// The first wait after a failure, in seconds; it doubles with every further one, up to the longest.
const WAITS: (i64, i64) = (5, 3600);

/// One thing to tell one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Its number: the same for every attempt.
    pub id: i64,
    /// The document.
    pub document: i64,
    /// The number of the version.
    pub version: i64,
    /// Attempts so far, this one included.
    pub attempts: i64,
}

/// How telling went.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// The channel took it.
    Told,
    /// It did not, for this reason; it is told again later.
    Failed(&'a str),
}

impl Store {
    /// Claims the next thing that is due for a channel; no other program tells it while the claim holds (two minutes).
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn claim(&self, channel: &str) -> Result<Option<Announcement>> {
        let sql =
            "UPDATE announcement SET due = ?2 + ?3, attempts = attempts + 1 WHERE id = (SELECT id FROM announcement
            WHERE channel = ?1 AND told IS NULL AND due <= ?2 ORDER BY id LIMIT 1)
            RETURNING id, attempts, (SELECT document FROM version v WHERE v.id = version),
            (SELECT number FROM version v WHERE v.id = version)";
        self.sql(|c| {
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map(params![channel, seconds(), CLAIM], |row| {
                let (id, attempts, document) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(Announcement { id, document, version: row.get(3)?, attempts })
            })?;
            // To the end: SQLite commits a statement when it is stepped through.
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.pop())
        })
    }

    /// Notes how telling went.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn told(&self, announcement: &Announcement, outcome: &Outcome) -> Result<()> {
        let doublings = (announcement.attempts - 1).clamp(0, 20);
        let again = seconds() + (WAITS.0 << doublings).min(WAITS.1);
        let id = announcement.id;
        self.sql(|c| match outcome {
            Outcome::Told => {
                c.execute("UPDATE announcement SET told = ?2, problem = NULL WHERE id = ?1", params![id, now()])
            }
            Outcome::Failed(problem) => {
                c.execute("UPDATE announcement SET due = ?2, problem = ?3 WHERE id = ?1", params![id, again, problem])
            }
        })
        .map(drop)
    }

    /// How many things are still to be told.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn untold(&self) -> Result<usize> {
        self.sql(|c| {
            c.query_row("SELECT count(*) FROM announcement WHERE told IS NULL", [], |row| row.get::<_, u32>(0))
        })
        .map(|count| count as usize)
    }
}
