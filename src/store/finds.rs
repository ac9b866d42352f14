//! Taking finds in: each document once, each changed wording as a new version of it.

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::search::Words;
use super::{Store, integer, labels, now, visits};
use crate::error::Result;
use crate::model::Model;
use crate::tagged::TaggedStatement;

/// A document that was found, read and tagged.
#[derive(Debug)]
pub struct Find<'a> {
    /// Where: a web address or a path.
    pub address: &'a str,
    /// What the place says of the content's state (an entity tag, a time and size), to know later whether it changed.
    pub stamp: Option<&'a str>,
    /// The SHA-256 of the bytes as they came, in hexadecimal.
    pub raw_sha256: &'a str,
    /// The document with its labels.
    pub tagged: &'a TaggedStatement,
    /// The channels that are to be told if it is new or changed.
    pub channels: &'a [String],
}

/// What became of a find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// A document that the store did not have.
    New {
        /// The document.
        document: i64,
    },
    /// A new wording of one that it had.
    Changed {
        /// The document.
        document: i64,
        /// The number of the new version, from 2.
        version: i64,
    },
    /// Nothing new: this wording of the document is there, perhaps from another address.
    Known {
        /// The document.
        document: i64,
    },
}

impl Store {
    /// Takes a find in, in one transaction.
    ///
    /// The same wording (white space aside) is the same document, wherever it stands; another wording at the address of
    /// a document is a new version of it.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub fn keep(&mut self, find: &Find, model: &Model) -> Result<Kept> {
        let Self { connection, words, .. } = self;
        let kept = keep(connection, words, find, model);
        kept.map_err(|error| self.failed(&error))
    }
}

fn keep(connection: &mut Connection, words: &Words, find: &Find, model: &Model) -> rusqlite::Result<Kept> {
    // The segmenter is loaded and the model hashed before the store is locked for others.
    let terms: Vec<String> = paragraphs(find).map(|(_, text)| words.of(text)).collect();
    let fingerprint = labels::fingerprint(model);
    let content = content_sha256(&find.tagged.document.text[find.tagged.document.body..]);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = place(&transaction, find, &content)?;
    let (document, version) = match kept {
        Kept::New { document } => (document, Some(1)),
        Kept::Changed { document, version } => (document, Some(version)),
        Kept::Known { document } => (document, None),
    };
    if let Some(number) = version {
        let version = write_version(&transaction, find, document, number, &content)?;
        let written = write_paragraphs(&transaction, find, version, &terms)?;
        labels::write(&transaction, version, model, &fingerprint, find.tagged, &written)?;
        for channel in find.channels {
            let sql = "INSERT INTO announcement (version, channel) VALUES (?1, ?2)";
            transaction.execute(sql, params![version, channel])?;
        }
    }
    visits::succeeded(&transaction, find.address, document, find.stamp)?;
    transaction.commit()?;
    Ok(kept)
}

/// Decides what a find is, and makes its document if it is new.
fn place(transaction: &Transaction, find: &Find, content: &str) -> rusqlite::Result<Kept> {
    let of_address = "SELECT document FROM address WHERE address = ?1 AND document IS NOT NULL";
    let here: Option<i64> = transaction.query_row(of_address, [find.address], |row| row.get(0)).optional()?;
    let of_content = "SELECT document FROM content WHERE sha256 = ?1";
    let same: Option<i64> = transaction.query_row(of_content, [content], |row| row.get(0)).optional()?;
    match (here, same) {
        // A document went back to an earlier wording: that is news as well.
        (Some(here), Some(same)) if here == same && newest(transaction, here)?.1 != content => {
            changed(transaction, here)
        }
        (_, Some(document)) => Ok(Kept::Known { document }),
        (Some(document), None) => {
            transaction
                .execute("INSERT INTO content (sha256, document) VALUES (?1, ?2)", params![content, document])?;
            changed(transaction, document)
        }
        (None, None) => {
            transaction.execute("INSERT INTO document (first_seen) VALUES (?1)", [now()])?;
            let document = transaction.last_insert_rowid();
            transaction
                .execute("INSERT INTO content (sha256, document) VALUES (?1, ?2)", params![content, document])?;
            Ok(Kept::New { document })
        }
    }
}

fn changed(transaction: &Transaction, document: i64) -> rusqlite::Result<Kept> {
    Ok(Kept::Changed { document, version: newest(transaction, document)?.0 + 1 })
}

/// The number and content of a document's newest version.
fn newest(transaction: &Transaction, document: i64) -> rusqlite::Result<(i64, String)> {
    let sql = "SELECT number, content FROM version WHERE document = ?1 ORDER BY number DESC LIMIT 1";
    transaction.query_row(sql, [document], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn write_version(
    transaction: &Transaction,
    find: &Find,
    document: i64,
    number: i64,
    content: &str,
) -> rusqlite::Result<i64> {
    let found = &find.tagged.document;
    let parties = serde_json::to_string(&found.parties).unwrap_or_else(|_| "[]".to_owned());
    let sql =
        "INSERT INTO version (document, number, content, source, title, date, parties, text, body, raw_sha256, seen)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let body = integer(found.body);
    let values = params![
        document,
        number,
        content,
        find.address,
        found.title,
        found.date,
        parties,
        found.text,
        body,
        find.raw_sha256,
        now()
    ];
    transaction.execute(sql, values)?;
    Ok(transaction.last_insert_rowid())
}

/// The find's paragraphs and their texts.
fn paragraphs<'a>(find: &Find<'a>) -> impl Iterator<Item = (&'a crate::document::Paragraph, &'a str)> {
    let document = &find.tagged.document;
    document.paragraphs.iter().map(move |paragraph| (paragraph, document.text_of(paragraph)))
}

/// Writes the paragraphs with their words; their ids in order.
fn write_paragraphs(
    transaction: &Transaction,
    find: &Find,
    version: i64,
    terms: &[String],
) -> rusqlite::Result<Vec<i64>> {
    let sections = &find.tagged.document.sections;
    let mut insert = transaction.prepare(
        "INSERT INTO paragraph (version, number, name, section, first_byte, end_byte, sentences, text, sha256)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut index = transaction.prepare("INSERT INTO words (rowid, terms) VALUES (?1, ?2)")?;
    let mut ids = Vec::with_capacity(terms.len());
    for (i, ((paragraph, text), words)) in paragraphs(find).zip(terms).enumerate() {
        let section = paragraph.section.and_then(|at| sections.get(at)).map(|s| format!("{} {}", s.number, s.heading));
        let section = section.map(|name| name.trim().to_owned());
        let (start, end) = (integer(paragraph.span.start), integer(paragraph.span.end));
        let sentences = integer(paragraph.sentences.len());
        let values = params![
            version,
            integer(i + 1),
            paragraph.id,
            section,
            start,
            end,
            sentences,
            text,
            sha256(text.as_bytes())
        ];
        ids.push(insert.insert(values)?);
        index.execute(params![ids[i], words])?;
    }
    Ok(ids)
}

/// The SHA-256 of a text without its white space, in which copies of one text differ.
fn content_sha256(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    sha256(bare.as_bytes())
}

/// The SHA-256 of bytes, in hexadecimal.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write as _;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
