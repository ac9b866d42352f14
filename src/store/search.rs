//! Full-text search over the words that jieba cuts.
//!
//! The index holds each paragraph's words and the shorter dictionary words inside them, so that 北极航道 is found by 北极 as
//! well. A paragraph is a hit when it holds every word of the query literally; where the index has none (a query that
//! cuts through words), all paragraphs are looked through.

use std::sync::OnceLock;

use rusqlite::{Connection, Row, params};

use super::Store;
use crate::error::Result;
use crate::normalise::normalise;
use crate::words::{Segmenter, parse_dictionary};

/// The domain's words, which jieba would cut to pieces.
const DICTIONARY: &str = include_str!("../../training/dictionary.txt");

/// How many characters of a paragraph are shown before and after what was searched.
const AROUND: usize = 20;

/// A paragraph that a search found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Hit {
    /// The document.
    pub document: i64,
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The number of the paragraph, from 1.
    pub paragraph: i64,
    /// The whole paragraph.
    pub text: String,
}

impl Hit {
    /// The part of the paragraph around the first word of the query.
    #[must_use]
    pub fn excerpt(&self, query: &str) -> String {
        let first = query.split_whitespace().next().unwrap_or_default();
        let at = self.text.find(first).unwrap_or(0);
        let before = self.text[..at].char_indices().rev().nth(AROUND).map_or(0, |(start, _)| start);
        let rest = &self.text[at..];
        let after =
            rest.char_indices().nth(first.chars().count() + AROUND).map_or(self.text.len(), |(end, _)| at + end);
        let mark = |cut: bool| if cut { "…" } else { "" };
        format!("{}{}{}", mark(before > 0), &self.text[before..after], mark(after < self.text.len()))
    }
}

impl Store {
    /// The paragraphs of the newest versions that hold every word of the query, the best first, at most `limit`.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let normal = normalise(query).to_lowercase();
        let wanted: Vec<&str> = normal.split_whitespace().collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let holds = |hit: &Hit| {
            let text = normalise(&hit.text).to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        };
        let indexed = self.sql(|c| indexed(c, &self.words.query(&normal)))?;
        let mut hits: Vec<Hit> = indexed.into_iter().filter(holds).collect();
        if hits.is_empty() {
            hits = self.sql(all)?.into_iter().filter(holds).collect();
        }
        hits.truncate(limit);
        Ok(hits)
    }
}

/// What every search reads, of the newest version of each document.
const HITS: &str =
    "SELECT v.document, v.date, v.title, p.number, p.text FROM paragraph p JOIN version v ON v.id = p.version";
const NEWEST: &str = "v.number = (SELECT max(number) FROM version WHERE document = v.document)";

fn indexed(connection: &Connection, query: &str) -> rusqlite::Result<Vec<Hit>> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let sql =
        format!("{HITS} JOIN words w ON w.rowid = p.id WHERE words MATCH ?1 AND {NEWEST} ORDER BY bm25(words), p.id");
    connection.prepare(&sql)?.query_map(params![query], hit)?.collect()
}

fn all(connection: &Connection) -> rusqlite::Result<Vec<Hit>> {
    connection.prepare(&format!("{HITS} WHERE {NEWEST} ORDER BY v.date DESC, p.id"))?.query_map([], hit)?.collect()
}

fn hit(row: &Row) -> rusqlite::Result<Hit> {
    let (document, date, title) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Hit { document, date, title, paragraph: row.get(3)?, text: row.get(4)? })
}

/// Cuts text for the index; the dictionary is loaded when the first text comes.
#[derive(Debug, Default)]
pub(super) struct Words {
    segmenter: OnceLock<Segmenter>,
}

impl Words {
    fn segmenter(&self) -> &Segmenter {
        self.segmenter.get_or_init(|| {
            // The dictionary is part of the program; a damaged line would cost its words and nothing else.
            let domain = parse_dictionary(DICTIONARY, "dictionary.txt").unwrap_or_default();
            Segmenter::full(&domain)
        })
    }

    /// A paragraph's words and the words inside them, parted by spaces.
    pub(super) fn of(&self, text: &str) -> String {
        let normal = normalise(text).to_lowercase();
        let mut words = Vec::new();
        for (_, word) in self.segmenter().words(&normal) {
            words.push(word);
            self.inner(word, &mut words);
        }
        words.join(" ")
    }

    /// The dictionary words of two or three characters inside a longer one.
    fn inner<'a>(&self, word: &'a str, words: &mut Vec<&'a str>) {
        let edges: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        for length in 2..edges.len().saturating_sub(1).min(4) {
            let parts = edges.windows(length + 1).filter_map(|edge| word.get(edge[0]..edge[length]));
            words.extend(parts.filter(|part| self.segmenter().frequency(part).is_some()));
        }
    }

    /// A query for paragraphs that hold all words of a text.
    fn query(&self, normal: &str) -> String {
        let words = self.segmenter().words(normal).map(|(_, word)| format!("\"{}\"", word.replace('"', "\"\"")));
        words.collect::<Vec<_>>().join(" AND ")
    }
}
