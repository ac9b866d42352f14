//! Decisions as JSON lines.

use std::path::Path;

use gongbao::error::{Error, Place, Result};
use gongbao::store::{Decision, Verdict};
use serde::Deserialize;

use crate::files;

/// A line: what `gongbao review --format jsonl` writes, of which only this is read.
#[derive(Deserialize)]
struct Line {
    document: i64,
    paragraph: i64,
    theme: String,
    decision: Option<Verdict>,
    by: Option<String>,
    note: Option<String>,
    text: Option<String>,
}

/// Reads the decisions of a file, all made by `by` if it is given; otherwise `person` made those that name nobody. Lines without a decision are passed over.
pub(super) fn read(file: &Path, by: Option<&str>, person: &str) -> Result<Vec<Decision>> {
    let (bytes, name) = if file.as_os_str() == "-" {
        (files::standard_input()?, "standard input".to_owned())
    } else {
        (files::read(file)?, file.display().to_string())
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::input(Place::file(&name), "is not UTF-8", "give JSON lines as `gongbao review --format jsonl` writes them")
    })?;
    let lines = text.trim_start_matches('\u{FEFF}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (mut decisions, mut faults) = (Vec::new(), Vec::new());
    for (at, line) in lines {
        match decision(line, Place::line(&name, at + 1), by, person) {
            Ok(decision) => decisions.extend(decision),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(decisions) } else { Err(Error::all(faults)) }
}

fn decision(line: &str, place: Place, given: Option<&str>, person: &str) -> Result<Option<Decision>> {
    let line: Line = serde_json::from_str(line).map_err(|error| {
        let remedy = "a line is {\"document\": 3, \"paragraph\": 12, \"theme\": \"arctic\", \"decision\": \"yes\"}";
        Error::input(place.clone(), format!("unreadable: {error}"), remedy)
    })?;
    let Line { document, paragraph, theme, decision, by, note, text } = line;
    let person = given.map(str::to_owned).or(by).unwrap_or_else(|| person.to_owned());
    Ok(decision.map(|verdict| Decision { place, document, paragraph, theme, verdict, person, note, text }))
}
