//! Where documents were looked for, and when to look there again.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, seconds};
use crate::error::Result;

/// The first wait after a failure, in seconds; it doubles with every further one.
const FIRST_WAIT: i64 = 60;

/// The longest wait after failures, in seconds: a day.
const LONGEST_WAIT: i64 = 24 * 3600;

/// How often an address that its list names no longer is tried: about a week, as a day is the longest wait.
const LAST_FAILURE: i64 = 17;

/// A list or feed that names an address, and what it calls it.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// The address of the list.
    pub list: &'a str,
    /// The title in it.
    pub title: &'a str,
}

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
    /// `stamp` is the state that could not be read, if the place says one, and `listed` the list that names the address.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn missed(&self, address: &str, stamp: Option<&str>, problem: &str, listed: Option<Listed>) -> Result<()> {
        let failures = self.visit(address)?.map_or(0, |visit| visit.failures).saturating_add(1);
        let wait = FIRST_WAIT.saturating_mul(1 << (failures - 1).clamp(0, 30)).min(LONGEST_WAIT);
        let sql = "INSERT INTO address (address, stamp, checked, due, failures, problem, list, title)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (address) DO UPDATE SET stamp = coalesce(excluded.stamp, stamp), checked = excluded.checked,
            due = excluded.due, failures = excluded.failures, problem = excluded.problem, list = excluded.list,
            title = excluded.title";
        let (now, list, title) = (seconds(), listed.map(|l| l.list), listed.map(|l| l.title));
        let values = params![address, stamp, now, now + wait, failures, problem, list, title];
        self.sql(|c| c.execute(sql, values).map(drop))
    }

    /// The addresses that a list named, that could never be read, and whose wait is over, with their titles: a list
    /// forgets what is older, and they would be lost.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn overdue(&self, list: &str) -> Result<Vec<(String, String)>> {
        let sql = "SELECT address, coalesce(title, '') FROM address WHERE list = ?1 AND document IS NULL
            AND due <= ?2 AND failures <= ?3 ORDER BY due, address";
        self.sql(|c| {
            c.prepare(sql)?
                .query_map(params![list, seconds(), LAST_FAILURE], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// What a list's first page named when the list was last read as far as it was new; nothing if it never was.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn named(&self, list: &str) -> Result<Vec<String>> {
        let sql = "SELECT named FROM list WHERE address = ?1";
        let json: Option<String> = self.sql(|c| c.query_row(sql, [list], |row| row.get(0)).optional())?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Notes what a list's first page names, once the list was read as far as it was new.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn note_named(&self, list: &str, named: &[String]) -> Result<()> {
        let json = serde_json::to_string(named).unwrap_or_else(|_| "[]".to_owned());
        self.sql(|c| c.execute("INSERT OR REPLACE INTO list (address, named) VALUES (?1, ?2)", [list, &json]).map(drop))
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
