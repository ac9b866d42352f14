//! Where documents were looked for, and when to look there again.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, seconds};
use crate::error::Result;

/// The first wait after a failure, in seconds; it doubles with every further one.
const FIRST_WAIT: i64 = 60;

/// The longest wait after failures, in seconds: a day.
const LONGEST_WAIT: i64 = 24 * 3600;

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The document that was found there, if one was.
    pub document: Option<i64>,
    /// What the place said of its content's state.
    pub stamp: Option<String>,
    /// When it was last looked at, in seconds since 1970.
    pub checked: i64,
    /// Not to be looked at before then, after failures.
    pub due: i64,
    /// Failures since it was last read.
    pub failures: i64,
    /// What went wrong the last time.
    pub problem: Option<String>,
}

impl Store {
    /// What is known of an address; none if it was never looked at.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn visit(&self, address: &str) -> Result<Option<Visit>> {
        let sql = "SELECT document, stamp, checked, due, failures, problem FROM address WHERE address = ?1";
        self.sql(|c| {
            c.query_row(sql, [address], |row| {
                let (document, stamp, checked) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(Visit { document, stamp, checked, due: row.get(3)?, failures: row.get(4)?, problem: row.get(5)? })
            })
            .optional()
        })
    }

    /// Notes that an address was looked at and holds what it held.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn unchanged(&self, address: &str) -> Result<()> {
        self.sql(|c| {
            let sql = "UPDATE address SET checked = ?2, due = 0, failures = 0, problem = NULL WHERE address = ?1";
            c.execute(sql, params![address, seconds()]).map(drop)
        })
    }

    /// Notes that an address could not be read; it is left alone for a minute, then two, then four, up to a day.
    /// `stamp` is the state that could not be read, if the place says one.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn missed(&self, address: &str, stamp: Option<&str>, problem: &str) -> Result<()> {
        let failures = self.visit(address)?.map_or(0, |visit| visit.failures).saturating_add(1);
        let wait = FIRST_WAIT.saturating_mul(1 << (failures - 1).clamp(0, 30)).min(LONGEST_WAIT);
        let sql =
            "INSERT INTO address (address, stamp, checked, due, failures, problem) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (address) DO UPDATE SET stamp = coalesce(excluded.stamp, stamp), checked = excluded.checked,
            due = excluded.due, failures = excluded.failures, problem = excluded.problem";
        let now = seconds();
        self.sql(|c| c.execute(sql, params![address, stamp, now, now + wait, failures, problem]).map(drop))
    }
}

/// Notes in a transaction that an address was read.
pub(super) fn succeeded(
    connection: &Connection,
    address: &str,
    document: i64,
    stamp: Option<&str>,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO address (address, document, stamp, checked, due, failures, problem)
        VALUES (?1, ?2, ?3, ?4, 0, 0, NULL)";
    connection.execute(sql, params![address, document, stamp, seconds()]).map(drop)
}
