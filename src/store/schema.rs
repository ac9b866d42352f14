//! The tables, and how a store of an older version becomes one of this.

use rusqlite::{Connection, TransactionBehavior};

use super::integer;

/// Marks a database file as a store ("GONG").
const APPLICATION: i32 = 0x474F_4E47;

/// What makes each version of the schema out of the one before; the store's version is how many were carried out.
/// Entries are only ever added.
const MIGRATIONS: &[&str] = &[include_str!("schema-1.sql"), include_str!("schema-2.sql")];

/// Why a file cannot be used as a store.
#[derive(Debug)]
pub enum Unusable {
    /// It is some other program's database.
    Foreign,
    /// A newer version wrote it.
    Newer {
        /// The version of its schema.
        found: usize,
        /// The newest that is known here.
        known: usize,
    },
    /// SQLite's own complaint.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Brings the schema up to date. Several programs may do so at once: one does, the others find it done.
pub fn migrate(connection: &mut Connection) -> Result<(), Unusable> {
    if version(connection)? == Some(MIGRATIONS.len()) {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = version(&transaction)?.ok_or(Unusable::Foreign)?;
    let missing = MIGRATIONS.get(done..).ok_or(Unusable::Newer { found: done, known: MIGRATIONS.len() })?;
    for sql in missing {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", integer(MIGRATIONS.len()))?;
    Ok(transaction.commit()?)
}

/// The version of the schema, 0 for an empty file; none for another program's database.
fn version(connection: &Connection) -> rusqlite::Result<Option<usize>> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let ours = pragma("application_id")? == i64::from(APPLICATION);
    let version = usize::try_from(pragma("user_version")?).unwrap_or(usize::MAX);
    Ok(if ours { Some(version) } else { (tables == 0).then_some(0) })
}
