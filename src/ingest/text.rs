//! Plain text, with an optional header of its own.
//!
//! ```text
//! ---
//! title: 中华人民共和国和俄罗斯联邦联合声明
//! date: 2024-05-16
//! parties: 中国、俄罗斯
//! ---
//! ```
//!
//! The keys are `id`, `title`, `date`, `parties`, `basis` and `note`; a value may be left empty.

use super::{Format, Input, decode};
use crate::date;
use crate::document::Document;
use crate::error::{Error, Place, Result};

/// Plain text.
pub static FORMAT: Format = Format {
    name: "text",
    extensions: &["txt", "text"],
    description: "plain text, one paragraph a line, with an optional header between --- lines",
    looks_like: |_| true,
    read,
};

/// The line that opens and closes a header.
const FENCE: &str = "---";

/// The keys that a header may have.
const KEYS: [&str; 6] = ["id", "title", "date", "parties", "basis", "note"];

/// What the header of a text file states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The statement's id.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who speaks in it.
    pub parties: Vec<String>,
    /// How the text came to be: `authored`, `paraphrase` and the like.
    pub basis: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// The byte offset in the text at which the header ends.
    pub end: usize,
}

fn read(input: &Input) -> Result<Document> {
    let text = decode::decode(input.bytes, input.source)?;
    let header = header(&text, input.source)?.unwrap_or_default();
    if text[header.end..].trim().is_empty() {
        return Err(Error::input(Place::file(input.source), "holds a header and no text", "add the text below it"));
    }
    Ok(Document {
        source: input.source.to_owned(),
        title: header.title,
        date: header.date,
        parties: header.parties,
        body: header.end,
        text,
        ..Document::default()
    })
}

/// Reads the header that a text opens with, if it opens with one; `source` names the text in messages.
///
/// # Errors
/// A header that is never closed; a line that is no `key: value`; an unknown or repeated key; a bad date.
pub fn header(text: &str, source: &str) -> Result<Option<Header>> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == FENCE) else { return Ok(None) };
    let mut header = Header { end: first.len(), ..Header::default() };
    let mut seen = Vec::new();
    for (i, line) in lines.enumerate() {
        header.end += line.len();
        if line.trim_end() == FENCE {
            return Ok(Some(header));
        }
        if !line.trim().is_empty() {
            let (key, value) = entry(line).ok_or_else(|| stray(source, i + 2, line))?;
            header
                .set(key, value, &mut seen)
                .map_err(|(problem, remedy)| Error::input(Place::line(source, i + 2), problem, remedy))?;
        }
    }
    let remedy = "close it with a line --- above the text, or take the first line away";
    Err(Error::input(Place::line(source, 1), "the header that opens here is never closed", remedy))
}

/// `key: value`; Chinese keyboards write the colon full-width.
fn entry(line: &str) -> Option<(&str, &str)> {
    line.split_once([':', '：']).map(|(key, value)| (key.trim(), value.trim()))
}

fn stray(source: &str, line: usize, found: &str) -> Error {
    let start: String = found.trim().chars().take(20).collect();
    let remedy = "write `key: value`, or close the header above this line with ---";
    Error::input(Place::line(source, line), format!("`{start}` is no line of a header"), remedy)
}

impl Header {
    /// Takes one entry in, or says what is wrong with it and what to do.
    fn set(&mut self, key: &str, value: &str, seen: &mut Vec<&'static str>) -> Result<(), (String, String)> {
        let key = KEYS.iter().find(|known| **known == key).ok_or_else(|| unknown(key))?;
        if seen.contains(key) {
            return Err((format!("the header says `{key}` twice"), "keep one of the lines".to_owned()));
        }
        seen.push(key);
        let filled = (!value.is_empty()).then(|| value.to_owned());
        match *key {
            "id" => self.id = filled,
            "title" => self.title = filled,
            "date" => self.date = filled.as_deref().map(day).transpose()?,
            "parties" => self.parties = parties(value),
            "basis" => self.basis = filled,
            _ => self.note = filled,
        }
        Ok(())
    }
}

fn unknown(key: &str) -> (String, String) {
    let key: String = key.chars().take(20).collect();
    (format!("the header has no key `{key}`"), format!("the keys are {}", KEYS.join(", ")))
}

fn day(value: &str) -> Result<String, (String, String)> {
    date::iso(value).ok_or_else(|| (format!("`{value}` is no date"), "write a real day as YYYY-MM-DD".to_owned()))
}

fn parties(value: &str) -> Vec<String> {
    value.split(['、', ',', '，']).map(str::trim).filter(|party| !party.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Result<Document> {
        read(&Input { bytes: text.as_bytes(), source: "a.txt" })
    }

    fn problem(text: &str) -> String {
        document(text).unwrap_err().to_string()
    }

    #[test]
    fn a_header_fills_what_it_states_and_the_text_is_kept_whole() {
        let text = "---\r\nid: x\r\ntitle: 联合声明\r\ndate：2024-05-16\r\nparties: 中国、俄罗斯, 蒙古国\r\nnote:\r\n---\r\n正文。\r\n";
        let document = document(text).unwrap();
        assert_eq!(document.text, text);
        assert_eq!(&document.text[document.body..], "正文。\r\n");
        assert_eq!(document.title.as_deref(), Some("联合声明"));
        assert_eq!(document.date.as_deref(), Some("2024-05-16"));
        assert_eq!(document.parties, ["中国", "俄罗斯", "蒙古国"]);
        assert_eq!(header(text, "a").unwrap().unwrap().id.as_deref(), Some("x"));
    }

    #[test]
    fn text_without_a_header_is_all_body() {
        let document = document("双方重申。\n---\ntitle: x\n---\n").unwrap();
        assert_eq!((document.body, document.title), (0, None));
    }

    #[test]
    fn mistakes_in_a_header_name_line_and_remedy() {
        assert!(
            problem("---\ntitle: x\n正文。\n")
                .starts_with("a.txt:3: `正文。` is no line of a header; write `key: value`")
        );
        assert!(
            problem("---\ntitle: x\n").starts_with("a.txt:1: the header that opens here is never closed; close it")
        );
        assert!(
            problem("---\ndate: 2024-02-30\n---\nx").starts_with("a.txt:2: `2024-02-30` is no date; write a real day")
        );
        assert!(
            problem("---\n\nlang: zh\n---\nx")
                .starts_with("a.txt:3: the header has no key `lang`; the keys are id, title")
        );
        assert!(problem("---\nid: a\nid: b\n---\nx").starts_with("a.txt:3: the header says `id` twice"));
        assert!(problem("---\nid: a\n---\n \n").contains("holds a header and no text"));
    }
}
