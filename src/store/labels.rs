//! Labels, the models that gave them, and people's decisions.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::finds::sha256;
use super::{Filter, Store, integer, now};
use crate::error::Result;
use crate::model::{Model, TagOptions};
use crate::segment::segment;
use crate::tagged::TaggedStatement;

/// What tagging a version again changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retagged {
    /// The document.
    pub document: i64,
    /// The version.
    pub version: i64,
    /// Its title.
    pub title: Option<String>,
    /// Labels that the new model gives and the old did not, as (paragraph number, theme id).
    pub gained: Vec<(i64, String)>,
    /// Labels that the old model gave and the new does not.
    pub lost: Vec<(i64, String)>,
}

impl Store {
    /// Tags again every version that this model has not judged yet. The labels of earlier models are kept.
    ///
    /// # Errors
    /// A store that cannot be read or written.
    pub fn retag(&mut self, model: &Model) -> Result<Vec<Retagged>> {
        let fingerprint = fingerprint(model);
        let stale = self.sql(|c| stale(c, &fingerprint))?;
        let mut changes = Vec::with_capacity(stale.len());
        for (version, document, number) in stale {
            let mut statement = self.document(document, Some(number))?;
            segment(&mut statement);
            let tagged = model.tag(statement, &TagOptions::default());
            let change = retag(&mut self.connection, version, model, &fingerprint, &tagged);
            let (gained, lost) = change.map_err(|error| self.failed(&error))?;
            changes.push(Retagged { document, version: number, title: tagged.document.title, gained, lost });
        }
        Ok(changes)
    }

    /// How many documents a filter lets through, without reading them.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<usize> {
        Ok(self.list(filter)?.len())
    }
}

/// Versions that the model has not judged: id, document, number.
fn stale(connection: &Connection, fingerprint: &str) -> rusqlite::Result<Vec<(i64, i64, i64)>> {
    let sql = "SELECT id, document, number FROM version v WHERE NOT EXISTS (SELECT 1 FROM tagging t
        JOIN model m ON m.id = t.model WHERE t.version = v.id AND m.sha256 = ?1) ORDER BY id";
    let mut query = connection.prepare(sql)?;
    let rows = query.query_map([fingerprint], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

type Labels = Vec<(i64, String)>;

fn retag(
    connection: &mut Connection,
    version: i64,
    model: &Model,
    fingerprint: &str,
    tagged: &TaggedStatement,
) -> rusqlite::Result<(Labels, Labels)> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let before = assigned(&transaction, version)?;
    let ids: Vec<i64> = {
        let mut query = transaction.prepare("SELECT id FROM paragraph WHERE version = ?1 ORDER BY number")?;
        query.query_map([version], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
    };
    write(&transaction, version, model, fingerprint, tagged, &ids)?;
    let after = assigned(&transaction, version)?;
    transaction.commit()?;
    let without = |from: &Labels, other: &Labels| from.iter().filter(|l| !other.contains(l)).cloned().collect();
    Ok((without(&after, &before), without(&before, &after)))
}

/// The labels that the newest tagging gives, as (paragraph number, theme).
fn assigned(connection: &Connection, version: i64) -> rusqlite::Result<Labels> {
    let sql = "SELECT p.number, l.theme FROM label l JOIN paragraph p ON p.id = l.paragraph
        WHERE l.assigned AND l.tagging = (SELECT max(id) FROM tagging WHERE version = ?1) ORDER BY 1, 2";
    let mut query = connection.prepare(sql)?;
    query.query_map([version], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The SHA-256 of the model's file: what tells two models apart.
pub(super) fn fingerprint(model: &Model) -> String {
    sha256(&model.parts.to_bytes())
}

/// The row of a model; makes it, and those of its themes, when it is used for the first time.
fn write_model(transaction: &Transaction, model: &Model, fingerprint: &str) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO model (sha256, name, gongbao, first_used) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
    let new = transaction.execute(sql, params![fingerprint, model.name, model.parts.origin.gongbao, now()])?;
    if new > 0 {
        let sql = "INSERT OR REPLACE INTO theme (id, zh, en) VALUES (?1, ?2, ?3)";
        for theme in &model.themes().themes {
            transaction.execute(sql, params![theme.id, theme.zh, theme.en])?;
        }
    }
    transaction.query_row("SELECT id FROM model WHERE sha256 = ?1", [fingerprint], |row| row.get(0))
}

/// Writes what a model says of a version; `paragraphs` are the ids of its paragraphs in order. Nothing happens where
/// another program has done so in the meantime.
pub(super) fn write(
    transaction: &Transaction,
    version: i64,
    model: &Model,
    fingerprint: &str,
    tagged: &TaggedStatement,
    paragraphs: &[i64],
) -> rusqlite::Result<()> {
    let row = write_model(transaction, model, fingerprint)?;
    let sql = "INSERT INTO tagging (version, model, tagged) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    if transaction.execute(sql, params![version, row, now()])? == 0 {
        return Ok(());
    }
    let tagging = transaction.last_insert_rowid();
    let mut insert = transaction.prepare(
        "INSERT INTO label (tagging, paragraph, theme, score, probability, assigned, review, sentences)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (paragraph, id) in tagged.paragraphs.iter().zip(paragraphs) {
        for (at, j) in paragraph.judgements.iter().enumerate().filter(|(_, j)| j.assigned || j.review) {
            let sentences = integer(paragraph.sentences.get(at).map_or(0, Vec::len));
            let theme = model.themes().id(j.theme);
            insert.execute(params![tagging, id, theme, j.score, j.probability, j.assigned, j.review, sentences])?;
        }
    }
    Ok(())
}
