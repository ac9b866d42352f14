//! Reading documents and their labels back.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use super::{Store, decisions};
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Which documents are wanted; every one by default.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Dated this day or later; `2022` and `2022-02` stand for their first day.
    pub since: Option<String>,
    /// Dated this day or earlier; `2022` and `2022-02` stand for their last day.
    pub until: Option<String>,
    /// A party that must be among the document's.
    pub party: Option<String>,
    /// The parties that the document must be of, and no others, in any order; any where there are none.
    pub parties: Vec<String>,
}

/// A document as lists show it: its newest version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredDocument {
    /// Its number in the store.
    pub id: i64,
    /// How many versions there are.
    pub versions: i64,
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who speaks.
    pub parties: Vec<String>,
    /// Where this version was found.
    pub source: String,
    /// When the document was first seen.
    pub first_seen: String,
    /// When this version was.
    pub seen: String,
    /// How many paragraphs it has.
    pub paragraphs: i64,
    /// The SHA-256 of the bytes as they came.
    pub raw_sha256: String,
}

/// A paragraph with its labels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredParagraph {
    /// Its document.
    pub document: i64,
    /// The version.
    pub version: i64,
    /// Its number, from 1.
    pub paragraph: i64,
    /// The heading of its section.
    pub section: Option<String>,
    /// Its text.
    pub text: String,
    /// How many sentences it has.
    pub sentences: i64,
    /// The labels of the model that tagged it last, and people's decisions.
    pub labels: Vec<StoredLabel>,
}

/// A label of a paragraph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredLabel {
    /// The theme's id.
    pub theme: String,
    /// The calibrated probability; none where only a person says so.
    pub probability: Option<f64>,
    /// Whether the label is given: by the person, if one decided, else by the model.
    pub assigned: bool,
    /// Whether a person should look, and none has.
    pub review: bool,
    /// How many of the paragraph's sentences carry it: none unless it is given, and all where a person gave what the
    /// model did not.
    pub sentences: i64,
    /// The person who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// How many groups of parties a message names.
const MOST_NAMED: usize = 6;

/// What [`document_of`] reads.
const DOCUMENTS: &str = "SELECT d.id, v.number, v.date, v.title, v.parties, v.source, d.first_seen, v.seen,
    (SELECT count(*) FROM paragraph WHERE version = v.id), v.raw_sha256
    FROM document d JOIN version v ON v.document = d.id
    WHERE v.number = (SELECT max(number) FROM version WHERE document = d.id)";

impl Store {
    /// The documents, by date; those without one last.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn list(&self, filter: &Filter) -> Result<Vec<StoredDocument>> {
        let sql = format!("{DOCUMENTS} ORDER BY v.date IS NULL, v.date, d.id");
        let mut documents: Vec<StoredDocument> =
            self.sql(|c| c.prepare(&sql)?.query_map([], document_of)?.collect())?;
        documents.retain(|document| filter.passes(document));
        Ok(documents)
    }

    /// The same, where somebody wants to work with what passes.
    ///
    /// # Errors
    /// Nothing passes: the message says what there is. A store that cannot be read.
    pub fn wanted(&self, filter: &Filter) -> Result<Vec<StoredDocument>> {
        let wanted = self.list(filter)?;
        if !wanted.is_empty() {
            return Ok(wanted);
        }
        let place = Place::file(self.path.display().to_string());
        let all = self.list(&Filter::default())?;
        Err(if all.is_empty() {
            Error::input(place, "holds no documents yet", "`gongbao watch` fills it")
        } else {
            Error::input(place, "holds no document that fits", format!("it holds {}", holdings(&all)))
        })
    }

    /// One document as [`Self::list`] shows it.
    ///
    /// # Errors
    /// A document that is not there; a store that cannot be read.
    pub fn entry(&self, id: i64) -> Result<StoredDocument> {
        let sql = format!("{DOCUMENTS} AND d.id = ?1");
        let found = self.sql(|c| c.query_row(&sql, [id], document_of).optional())?;
        found.ok_or_else(|| self.no_document(id))
    }

    /// The text of a document as it was read, its newest version or another, without structure: `segment` gives that.
    ///
    /// # Errors
    /// A document or version that is not there; a store that cannot be read.
    pub fn document(&self, id: i64, version: Option<i64>) -> Result<Document> {
        let sql = "SELECT source, text, title, date, parties, body FROM version
            WHERE document = ?1 AND (?2 IS NULL OR number = ?2) ORDER BY number DESC LIMIT 1";
        let found = self.sql(|c| {
            c.query_row(sql, params![id, version], |row| {
                let (source, text, title, date) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                let body = row.get::<_, u32>(5)? as usize;
                Ok(Document { source, text, title, date, parties: parties(row, 4)?, body, ..Document::default() })
            })
            .optional()
        })?;
        found.ok_or_else(|| self.no_document(id))
    }

    /// The paragraphs of a document's newest version, with the labels that hold now.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn paragraphs(&self, id: i64) -> Result<Vec<StoredParagraph>> {
        self.sql(|c| {
            let sql = "SELECT v.document, v.number, p.number, p.section, p.text, p.sentences, p.id, p.sha256, v.id
                FROM paragraph p JOIN version v ON v.id = p.version WHERE v.document = ?1
                AND v.number = (SELECT max(number) FROM version WHERE document = ?1) ORDER BY p.number";
            c.prepare(sql)?.query_map([id], |row| paragraph_of(c, row))?.collect()
        })
    }

    pub(super) fn no_document(&self, id: i64) -> Error {
        let remedy = format!("`gongbao list --store {}` shows what there is", self.path.display());
        Error::input(
            Place::file(self.path.display().to_string()),
            format!("has no such document or version ({id})"),
            remedy,
        )
    }
}

impl Filter {
    fn passes(&self, document: &StoredDocument) -> bool {
        let date = document.date.as_deref();
        let since = self.since.as_deref().is_none_or(|day| date.is_some_and(|date| date >= day));
        // A prefix stands for all its days: 2022-12-31 is not after 2022.
        let until = |day: &str| date.is_some_and(|date| date <= day || date.starts_with(day));
        let party = self.party.as_ref().is_none_or(|party| document.parties.contains(party));
        since && self.until.as_deref().is_none_or(until) && party && self.is_of(&document.parties)
    }

    fn is_of(&self, parties: &[String]) -> bool {
        let within = |ours: &[String], theirs: &[String]| ours.iter().all(|party| theirs.contains(party));
        self.parties.is_empty() || within(&self.parties, parties) && within(parties, &self.parties)
    }
}

/// `12 from 2013-03-22 to 2025-05-08: 中国、俄罗斯 (9), 中国、法国 (3)`: the parties with the most documents first.
fn holdings(documents: &[StoredDocument]) -> String {
    let mut of: Vec<(String, usize)> = Vec::new();
    for document in documents {
        let parties =
            if document.parties.is_empty() { "of unknown parties".to_owned() } else { document.parties.join("、") };
        match of.iter_mut().find(|(known, _)| *known == parties) {
            Some((_, count)) => *count += 1,
            None => of.push((parties, 1)),
        }
    }
    of.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<String> =
        of.iter().take(MOST_NAMED).map(|(parties, count)| format!("{parties} ({count})")).collect();
    let more = if of.len() > MOST_NAMED { ", …" } else { "" };
    let mut dates = documents.iter().filter_map(|document| document.date.as_deref());
    let span = dates.next().map(|first| format!(" from {first} to {}", dates.next_back().unwrap_or(first)));
    format!("{}{}: {}{more}", documents.len(), span.unwrap_or_default(), named.join(", "))
}

fn document_of(row: &Row) -> rusqlite::Result<StoredDocument> {
    Ok(StoredDocument {
        id: row.get(0)?,
        versions: row.get(1)?,
        date: row.get(2)?,
        title: row.get(3)?,
        parties: parties(row, 4)?,
        source: row.get(5)?,
        first_seen: row.get(6)?,
        seen: row.get(7)?,
        paragraphs: row.get(8)?,
        raw_sha256: row.get(9)?,
    })
}

fn parties(row: &Row, column: usize) -> rusqlite::Result<Vec<String>> {
    Ok(serde_json::from_str(&row.get::<_, String>(column)?).unwrap_or_default())
}

fn paragraph_of(connection: &Connection, row: &Row) -> rusqlite::Result<StoredParagraph> {
    let (document, id, sha256, version): (i64, i64, String, i64) = (row.get(0)?, row.get(6)?, row.get(7)?, row.get(8)?);
    let mut paragraph = StoredParagraph {
        document,
        version: row.get(1)?,
        paragraph: row.get(2)?,
        section: row.get(3)?,
        text: row.get(4)?,
        sentences: row.get(5)?,
        labels: labels(connection, version, id)?,
    };
    for decision in decisions::of(connection, document, &sha256)? {
        decided(decision, &mut paragraph);
    }
    Ok(paragraph)
}

/// The labels of the newest tagging.
fn labels(connection: &Connection, version: i64, paragraph: i64) -> rusqlite::Result<Vec<StoredLabel>> {
    let sql = "SELECT theme, probability, assigned, review, sentences FROM label WHERE paragraph = ?2
        AND tagging = (SELECT max(id) FROM tagging WHERE version = ?1) ORDER BY probability DESC, theme";
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([version, paragraph], |row| {
        let (theme, probability, assigned) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(StoredLabel { probability, assigned, review: row.get(3)?, sentences: row.get(4)?, ..StoredLabel::of(theme) })
    })?;
    rows.collect()
}

impl StoredLabel {
    /// A label of which nobody has said anything.
    fn of(theme: String) -> Self {
        let (decided_by, decided, note) = (None, None, None);
        Self { theme, probability: None, assigned: false, review: false, sentences: 0, decided_by, decided, note }
    }
}

/// Lets a person's decision overrule the model, in its sentences as well, as in a statement that is tagged anew.
fn decided(decision: decisions::Kept, paragraph: &mut StoredParagraph) {
    let StoredParagraph { labels, sentences, .. } = paragraph;
    let at = labels.iter().position(|label| label.theme == decision.theme).unwrap_or_else(|| {
        labels.push(StoredLabel::of(decision.theme));
        labels.len() - 1
    });
    let label = &mut labels[at];
    label.sentences = match (decision.carried, label.assigned) {
        (false, _) => 0,
        (true, true) => label.sentences,
        (true, false) => *sentences,
    };
    (label.assigned, label.review) = (decision.carried, false);
    (label.decided_by, label.decided, label.note) = (Some(decision.person), Some(decision.decided), decision.note);
}
