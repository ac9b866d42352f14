//! JSON lines: one `{"id": ..., "text": ...}` a line.
//!
//! [`parse_line`] reads one record of a stream; [`FORMAT`] reads a whole file as one document whose paragraphs are the
//! records, under the callers' ids; [`statements`] reads it as the statements that its lines name.

pub mod statements;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::{Format, Input, decode};
use crate::document::{Document, Paragraph, Span};
use crate::error::{Error, Place, Result};

/// JSON lines.
pub static FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    description: "JSON lines, one {\"id\": ..., \"text\": ...} a paragraph",
    looks_like,
    read,
};

/// How many bad lines of a file are told at once.
const TOLD: usize = 10;

/// A caller's id, in the form that the caller gave it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum RecordId {
    /// A string.
    Text(String),
    /// A whole number.
    Number(serde_json::Number),
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(id) => f.write_str(id),
            Self::Number(id) => id.fmt(f),
        }
    }
}

/// One text under its caller's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The caller's id; the number of the line where none was given.
    pub id: RecordId,
    /// The text, not empty.
    pub text: String,
}

/// The fields that are read; text without escapes is borrowed from the line until it is known to be good.
#[derive(serde::Deserialize)]
struct Fields<'a> {
    #[serde(borrow, default)]
    id: Id<'a>,
    #[serde(borrow, default)]
    text: Cow<'a, str>,
}

/// Reads line `n` (from 1) of `source`. Keys other than `id` and `text` are passed over.
///
/// # Errors
/// Invalid UTF-8, broken JSON, no text, an id that is neither a string nor a whole number.
pub fn parse_line(line: &[u8], source: &str, n: usize) -> Result<Record> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| n == 1).unwrap_or(line);
    let text = simdutf8::compat::from_utf8(line).map_err(|error| {
        let problem = format!("is not UTF-8 from byte {} of the line on", error.valid_up_to() + 1);
        Error::input(Place::line(source, n), problem, "write the JSON lines as UTF-8")
    })?;
    parse(text, source, n)
}

fn parse(line: &str, source: &str, n: usize) -> Result<Record> {
    let place = || Place::line(source, n);
    let broken = |cause: String| {
        Error::input(place(), format!("is no record: {cause}"), r#"write one {"id": "...", "text": "..."} a line"#)
    };
    if !line.trim_start().starts_with('{') {
        return Err(broken("it does not begin with `{`".to_owned()));
    }
    let fields: Fields = serde_json::from_str(line).map_err(|error| broken(without_line(&error)))?;
    if fields.text.trim().is_empty() {
        return Err(Error::input(place(), "has no text", r#"give the paragraph under the key "text""#));
    }
    Ok(Record { id: fields.id.or_line(n), text: fields.text.into_owned() })
}

/// `serde_json`'s message with the column alone: it counts lines within the one line that it was given.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cause = message.split(" at line ").next().unwrap_or_default();
    format!("{cause} (column {})", error.column())
}

/// An id as the caller wrote it.
#[derive(Default)]
enum Id<'a> {
    #[default]
    Missing,
    Text(Cow<'a, str>),
    Number(serde_json::Number),
}

impl Id<'_> {
    /// The id as text, where one is given.
    fn text(&self) -> Option<String> {
        match self {
            Self::Missing => None,
            Self::Text(id) => Some(id.clone().into_owned()),
            Self::Number(id) => Some(id.to_string()),
        }
    }

    fn or_line(self, n: usize) -> RecordId {
        match self {
            Self::Missing => RecordId::Number(n.into()),
            Self::Text(id) => RecordId::Text(id.into_owned()),
            Self::Number(id) => RecordId::Number(id),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Id<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl<'de> Visitor<'de> for IdVisitor {
    type Value = Id<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a whole number as the id")
    }

    fn visit_borrowed_str<E>(self, id: &'de str) -> Result<Self::Value, E> {
        Ok(Id::Text(Cow::Borrowed(id)))
    }

    fn visit_str<E>(self, id: &str) -> Result<Self::Value, E> {
        Ok(Id::Text(Cow::Owned(id.to_owned())))
    }

    fn visit_u64<E>(self, id: u64) -> Result<Self::Value, E> {
        Ok(Id::Number(id.into()))
    }

    fn visit_i64<E>(self, id: i64) -> Result<Self::Value, E> {
        Ok(Id::Number(id.into()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Id::Missing)
    }
}

fn looks_like(input: &Input) -> bool {
    let head = decode::head(input.bytes);
    let start = head.trim_start();
    start.starts_with('{') && ["\"text\"", "\"id\""].iter().any(|key| start.contains(key))
}

fn read(input: &Input) -> Result<Document> {
    let content = decode::decode(input.bytes, input.source)?;
    let mut document = Document { source: input.source.to_owned(), ..Document::default() };
    let mut errors = Vec::new();
    for (i, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match parse(line, input.source, i + 1) {
            Ok(record) => append(&mut document, &record),
            Err(error) => errors.push(error),
        }
        if errors.len() == TOLD {
            break;
        }
    }
    if errors.is_empty() { Ok(document) } else { Err(Error::all(errors)) }
}

/// Adds a record as the document's next paragraph, on a line of its own.
fn append(document: &mut Document, record: &Record) {
    if !document.text.is_empty() {
        document.text.push('\n');
    }
    let start = document.text.len() + record.text.len() - record.text.trim_start().len();
    let span = Span::new(start, start + record.text.trim().len());
    document.text.push_str(&record.text);
    document.paragraphs.push(Paragraph { id: record.id.to_string(), section: None, span, sentences: Vec::new() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(json: &str) -> Record {
        parse_line(json.as_bytes(), "a.jsonl", 7).unwrap()
    }

    fn problem(json: &[u8]) -> String {
        parse_line(json, "a.jsonl", 7).unwrap_err().to_string()
    }

    #[test]
    fn an_id_may_be_a_string_a_number_or_left_out() {
        assert_eq!(
            line(r#"{"id": "a-1", "text": "双方重申。", "themes": [{"x": null}]}"#).id,
            RecordId::Text("a-1".into())
        );
        assert_eq!(line(r#"{"text": "双方重申。", "id": 12}"#).id, RecordId::Number(12.into()));
        assert_eq!(line(r#"{"text": "双方重申。", "id": -3}"#).id.to_string(), "-3");
        assert_eq!(line(r#"{"text": "双方重申。", "id": "\u4e2d"}"#).id.to_string(), "中");
        assert_eq!(
            line(r#"{"text": "双方\u91cd申。\n", "id": null}"#),
            Record { id: RecordId::Number(7.into()), text: "双方重申。\n".into() }
        );
    }

    #[test]
    fn a_byte_order_mark_is_taken_off_the_first_line_only() {
        let marked = "\u{FEFF}{\"text\": \"双方。\"}".as_bytes();
        assert_eq!(parse_line(marked, "a", 1).unwrap().text, "双方。");
        assert!(parse_line(marked, "a", 2).is_err());
    }

    #[test]
    fn bad_lines_name_place_and_remedy() {
        assert!(
            problem(b"{\"text\": \"a")
                .starts_with("a.jsonl:7: is no record: EOF while parsing a string (column 11); write one")
        );
        assert!(problem(b"[1]").starts_with("a.jsonl:7: is no record: "));
        assert!(problem(br#"{"id": 1.5, "text": "a"}"#).contains("a string or a whole number as the id"));
        assert!(problem(br#"{"id": "1"}"#).starts_with("a.jsonl:7: has no text; give the paragraph"));
        assert!(problem(r#"{"text": " 　"}"#.as_bytes()).contains("has no text"));
        assert!(problem(br#"{"text": 5}"#).contains("expected a string"));
        assert!(problem(br#"{"text": "\ud800"}"#).contains("is no record"));
        assert!(
            problem(b"{\"text\": \"\xFF\"}").starts_with("a.jsonl:7: is not UTF-8 from byte 11 of the line on; write")
        );
    }

    #[test]
    fn a_file_becomes_one_document_with_the_callers_ids() {
        let bytes =
            "{\"id\": \"a\", \"text\": \"第一。\"}\r\n\n{\"id\": \"b\", \"text\": \" 第二\\n行。 \"}\n".as_bytes();
        let document = read(&Input { bytes, source: "a.jsonl" }).unwrap();
        assert_eq!(document.text, "第一。\n 第二\n行。 ");
        let paragraphs: Vec<_> = document.paragraphs.iter().map(|p| (p.id.as_str(), document.text_of(p))).collect();
        assert_eq!(paragraphs, [("a", "第一。"), ("b", "第二\n行。")]);
    }

    #[test]
    fn every_bad_line_of_a_file_is_told() {
        let error = read(&Input { bytes: b"{\"text\": \"a\"}\n{}\nx\n", source: "a.jsonl" }).unwrap_err().to_string();
        let places: Vec<_> = error.lines().map(|line| &line[..9]).collect();
        assert_eq!(places, ["a.jsonl:2", "a.jsonl:3"]);
    }
}
