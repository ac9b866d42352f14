//! A file of JSON lines that says which statement each paragraph belongs to: a document a statement.
//!
//! `statement` (or `document`, as `gongbao export` writes it) names it; `date`, `title` and `parties` may stand on any of
//! its lines. Lines without `statement` make one document together.

use indexmap::IndexMap;
use serde::Deserialize;

use super::{Id, TOLD, append, parse, without_line};
use crate::date;
use crate::document::Document;
use crate::error::{Error, Place, Result};
use crate::ingest::{Input, decode};

/// What a line says of its statement.
#[derive(Deserialize)]
struct About<'a> {
    #[serde(borrow, default, alias = "document")]
    statement: Id<'a>,
    #[serde(borrow, default)]
    date: Id<'a>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    parties: Parties,
}

/// Who speaks: a list, or one text as a header writes it (中国、俄罗斯).
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Parties {
    #[default]
    None,
    List(Vec<String>),
    Text(String),
}

impl Parties {
    fn listed(self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::List(list) => list,
            Self::Text(text) => text.split(['、', ',', '，']).map(|party| party.trim().to_owned()).collect(),
        }
    }
}

/// Reads a file of JSON lines as one document for each statement named, in the order in which they first stand there.
///
/// # Errors
/// Every line that is no record or whose statement's date is none or another than before, up to ten.
pub fn read(input: &Input) -> Result<Vec<Document>> {
    let content = decode::decode(input.bytes, input.source)?;
    let mut documents: IndexMap<Option<String>, Document> = IndexMap::new();
    let mut errors = Vec::new();
    for (i, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        errors.extend(take(&mut documents, line, input.source, i + 1).err());
        if errors.len() == TOLD {
            break;
        }
    }
    if errors.is_empty() { Ok(documents.into_values().collect()) } else { Err(Error::all(errors)) }
}

/// Adds a line to its statement.
fn take(documents: &mut IndexMap<Option<String>, Document>, line: &str, source: &str, n: usize) -> Result<()> {
    let record = parse(line, source, n)?;
    let about: About = serde_json::from_str(line).map_err(|error| {
        let problem = format!("does not say what statement it is of: {}", without_line(&error));
        let remedy = r#"write "statement" and "date" as text, "title" as text, "parties" as a list of texts"#;
        Error::input(Place::line(source, n), problem, remedy)
    })?;
    let name = about.statement.text();
    let fresh = || Document { source: source.to_owned(), name: name.clone(), ..Document::default() };
    let document = documents.entry(name.clone()).or_insert_with(fresh);
    append(document, &record);
    if name.is_some() {
        describe(document, about, &Place::line(source, n))?;
    }
    Ok(())
}

/// Takes in what a line says of its statement; the first title and parties count.
fn describe(document: &mut Document, about: About, place: &Place) -> Result<()> {
    if let Some(written) = about.date.text() {
        let found = day(&written).ok_or_else(|| {
            Error::input(place.clone(), format!("`{written}` is no date"), "write it as 2024-05-16, or the year alone")
        })?;
        if document.date.as_ref().is_some_and(|known| *known != found) {
            let known = document.date.as_deref().unwrap_or_default();
            let name = document.name.as_deref().unwrap_or_default();
            let problem = format!("statement `{name}` has the date {found} here and {known} before");
            return Err(Error::input(place.clone(), problem, "give a statement one date"));
        }
        document.date = Some(found);
    }
    document.title = document.title.take().or(about.title);
    if document.parties.is_empty() {
        document.parties = about.parties.listed();
    }
    Ok(())
}

/// A day in any spelling as `YYYY-MM-DD`, or a year alone as it is.
fn day(written: &str) -> Option<String> {
    let year = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit()) && !written.starts_with('0');
    if year { Some(written.to_owned()) } else { date::first(written).map(|found| found.date) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_lines(lines: &[&str]) -> Result<Vec<Document>> {
        read(&Input { bytes: lines.join("\n").as_bytes(), source: "a.jsonl" })
    }

    #[test]
    fn each_statement_is_a_document_with_what_its_lines_say_of_it() {
        let documents = read_lines(&[
            r#"{"id": 1, "statement": "b", "text": "双方重申。", "date": "2024年5月16日", "title": "联合声明"}"#,
            r#"{"id": 2, "statement": "a", "text": "中方支持。", "date": 2023, "parties": ["中国", "法国"]}"#,
            r#"{"id": 3, "statement": "b", "text": "两国合作。", "date": "2024-05-16", "parties": "中国、俄罗斯"}"#,
        ])
        .unwrap();
        let told: Vec<_> =
            documents.iter().map(|d| (d.name.as_deref(), d.date.as_deref(), d.paragraphs.len())).collect();
        assert_eq!(told, [(Some("b"), Some("2024-05-16"), 2), (Some("a"), Some("2023"), 1)]);
        assert_eq!(documents[0].title.as_deref(), Some("联合声明"));
        assert_eq!((documents[0].parties.len(), documents[1].parties[1].as_str()), (2, "法国"));
        assert_eq!(documents[0].text_of(&documents[0].paragraphs[1]), "两国合作。");
    }

    #[test]
    fn lines_without_a_statement_are_one_document_and_exports_are_read_too() {
        let documents = read_lines(&[
            r#"{"text": "双方。"}"#,
            r#"{"text": "两国。", "date": "no"}"#,
            r#"{"document": 7, "text": "丙。"}"#,
        ])
        .unwrap();
        let told: Vec<_> = documents.iter().map(|d| (d.name.as_deref(), d.paragraphs.len())).collect();
        assert_eq!(told, [(None, 2), (Some("7"), 1)]);
    }

    #[test]
    fn a_bad_date_and_two_dates_name_their_lines() {
        let error = read_lines(&[
            r#"{"statement": "a", "text": "甲。", "date": "2024-05-16"}"#,
            r#"{"statement": "a", "text": "乙。", "date": "2023-05-16"}"#,
            r#"{"statement": "b", "text": "丙。", "date": "2023-02-30"}"#,
            r#"{"statement": ["b"], "text": "丁。"}"#,
            r#"{"statement": "b"}"#,
        ])
        .unwrap_err()
        .to_string();
        let lines: Vec<&str> = error.lines().collect();
        assert!(lines[0].starts_with("a.jsonl:2: statement `a` has the date 2023-05-16 here and 2024-05-16 before; "));
        assert!(lines[1].starts_with("a.jsonl:3: `2023-02-30` is no date; write it as "), "{error}");
        assert!(lines[2].starts_with("a.jsonl:4: does not say what statement it is of: "), "{error}");
        assert!(lines[3].starts_with("a.jsonl:5: has no text"), "{error}");
    }
}
