//! People's decisions: which labels a paragraph carries, whatever a model says.
//!
//! A decision holds for a document and a paragraph's wording, so that a new version and another model leave it as it is.

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::finds::sha256;
use super::{Store, now};
use crate::error::{Error, Place, Result};
use crate::likeness::nearest;
use crate::model::{Model, TagOptions};
use crate::segment::segment;
use crate::tagged::{Judgement, TaggedParagraph, TaggedStatement};

/// A person's decision about one theme in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Where the decision stands, for messages.
    pub place: Place,
    /// The document.
    pub document: i64,
    /// The number of the paragraph in its newest version, from 1.
    pub paragraph: i64,
    /// The theme's id.
    pub theme: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Who says so.
    pub person: String,
    /// Why.
    pub note: Option<String>,
    /// The paragraph as the person saw it, where that is known: a decision about another wording is refused.
    pub text: Option<String>,
}

/// What a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The paragraph carries the theme.
    Yes,
    /// It does not.
    No,
    /// An earlier decision no longer counts.
    Withdraw,
}

/// A decision as the store keeps it.
pub(super) struct Kept {
    pub(super) theme: String,
    pub(super) carried: bool,
    pub(super) person: String,
    pub(super) decided: String,
    pub(super) note: Option<String>,
}

impl Store {
    /// Keeps decisions, each in place of an earlier one about the same label: all of them, or none if one is faulty. One
    /// that the same person has made already keeps its time.
    ///
    /// # Errors
    /// Every decision about a paragraph or theme that is not there or has another wording now, and every withdrawal of
    /// what was not decided; a store that cannot be written.
    pub fn decide(&mut self, decisions: &[Decision]) -> Result<()> {
        let faults = keep(&mut self.connection, decisions).map_err(|error| self.failed(&error))?;
        if faults.is_empty() { Ok(()) } else { Err(Error::all(faults)) }
    }

    /// A document's newest version, tagged by a model, with people's decisions in the place of the model's.
    ///
    /// # Errors
    /// A document that is not there; a store that cannot be read.
    pub fn tagged(&self, id: i64, model: &Model, options: &TagOptions) -> Result<TaggedStatement> {
        let mut document = self.document(id, None)?;
        segment(&mut document);
        let mut tagged = model.tag(document, options);
        let TaggedStatement { document, paragraphs } = &mut tagged;
        for (paragraph, labels) in document.paragraphs.iter().zip(paragraphs) {
            let wording = sha256(document.text_of(paragraph).as_bytes());
            for decision in self.sql(|c| of(c, id, &wording))? {
                if let Some(theme) = model.themes().index(&decision.theme) {
                    overrule(labels, theme, decision.carried, paragraph.sentences.len());
                }
            }
        }
        Ok(tagged)
    }
}

/// Writes decisions unless one is faulty; what is wrong with those that are.
fn keep(connection: &mut Connection, decisions: &[Decision]) -> rusqlite::Result<Vec<Error>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut faults = Vec::new();
    for decision in decisions {
        if let Err((problem, remedy)) = keep_one(&transaction, decision)? {
            faults.push(Error::input(decision.place.clone(), problem, remedy));
        }
    }
    if faults.is_empty() {
        transaction.commit()?;
    }
    Ok(faults)
}

/// What is wrong with a decision, and what to do.
type Fault = (String, String);

fn keep_one(transaction: &Transaction, decision: &Decision) -> rusqlite::Result<Result<(), Fault>> {
    let Decision { document, paragraph, text, .. } = decision;
    let Some((wording, sha256)) = newest(transaction, *document, *paragraph)? else {
        let problem = format!("document {document} has no paragraph {paragraph}");
        return Ok(Err((problem, format!("`gongbao show {document}` numbers its paragraphs"))));
    };
    if text.as_ref().is_some_and(|text| *text != wording) {
        let problem = format!("paragraph {paragraph} of document {document} has another wording now");
        return Ok(Err((problem, "look at it again: `gongbao review` writes it anew".to_owned())));
    }
    if decision.verdict == Verdict::Withdraw {
        return withdraw(transaction, decision, &sha256);
    }
    match unknown_theme(transaction, &decision.theme)? {
        Some(fault) => Ok(Err(fault)),
        None => write(transaction, decision, &sha256).map(Ok),
    }
}

fn withdraw(transaction: &Transaction, decision: &Decision, sha256: &str) -> rusqlite::Result<Result<(), Fault>> {
    let Decision { document, paragraph, theme, .. } = decision;
    let sql = "DELETE FROM decision WHERE document = ?1 AND paragraph_sha256 = ?2 AND theme = ?3";
    if transaction.execute(sql, params![document, sha256, theme])? > 0 {
        return Ok(Ok(()));
    }
    let problem = format!("nobody decided about `{theme}` in paragraph {paragraph} of document {document}");
    Ok(Err((problem, "leave it out; `gongbao review --decided` shows what was decided".to_owned())))
}

/// Writes a decision. What the same person decided already keeps its time, so that a file of decisions can be read back
/// with a few of them changed.
fn write(transaction: &Transaction, decision: &Decision, sha256: &str) -> rusqlite::Result<()> {
    let Decision { document, theme, verdict, person, note, .. } = decision;
    let sql = "INSERT INTO decision AS old (document, paragraph_sha256, theme, carried, person, note, decided)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET carried = excluded.carried,
        person = excluded.person, note = excluded.note,
        decided = iif(old.carried = excluded.carried AND old.person = excluded.person, old.decided, excluded.decided)";
    let carried = *verdict == Verdict::Yes;
    transaction.execute(sql, params![document, sha256, theme, carried, person, note, now()]).map(drop)
}

/// What is wrong with a theme that no model of the store knows.
fn unknown_theme(connection: &Connection, theme: &str) -> rusqlite::Result<Option<Fault>> {
    let mut query = connection.prepare_cached("SELECT id FROM theme ORDER BY id")?;
    let known: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if known.iter().any(|id| id == theme) {
        return Ok(None);
    }
    let near = nearest(known.iter().map(String::as_str), theme).map(|id| format!("did you mean `{id}`"));
    let remedy = near.unwrap_or_else(|| "`gongbao themes` lists the ids".to_owned());
    Ok(Some((format!("theme `{theme}` is unknown"), remedy)))
}

/// The text of a paragraph of a document's newest version, and its SHA-256.
fn newest(connection: &Connection, document: i64, paragraph: i64) -> rusqlite::Result<Option<(String, String)>> {
    let sql = "SELECT p.text, p.sha256 FROM paragraph p JOIN version v ON v.id = p.version WHERE v.document = ?1
        AND p.number = ?2 AND v.number = (SELECT max(number) FROM version WHERE document = ?1)";
    connection.query_row(sql, [document, paragraph], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// What was decided about a wording in a document.
pub(super) fn of(connection: &Connection, document: i64, sha256: &str) -> rusqlite::Result<Vec<Kept>> {
    let sql = "SELECT theme, carried, person, decided, note FROM decision WHERE document = ?1 AND paragraph_sha256 = ?2
        ORDER BY theme";
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map(params![document, sha256], |row| {
        let (theme, carried, person) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Kept { theme, carried, person, decided: row.get(3)?, note: row.get(4)? })
    })?;
    rows.collect()
}

/// Puts a decision in the place of the model's. A theme that the model did not give is carried by the whole paragraph.
fn overrule(labels: &mut TaggedParagraph, theme: usize, carried: bool, sentences: usize) {
    let at = labels.judgements.iter().position(|judgement| judgement.theme == theme).unwrap_or_else(|| {
        let probability = f64::from(u8::from(carried));
        let (score, assigned, review, evidence) = (0.0, carried, false, Vec::new());
        labels.judgements.push(Judgement { theme, score, probability, assigned, review, evidence });
        labels.judgements.len() - 1
    });
    (labels.judgements[at].assigned, labels.judgements[at].review) = (carried, false);
    labels.sentences.resize(labels.judgements.len(), Vec::new());
    if !carried {
        labels.sentences[at].clear();
    } else if labels.sentences[at].is_empty() {
        labels.sentences[at] = (0..sentences).collect();
    }
}
