//! Lints of labelled text: what would mislead a training or an evaluation, each with its place.
//!
//! [`labels`] finds what is plainly wrong, [`near`] paragraphs that are nearly the same, [`support`] themes with too
//! little text. Nothing is changed and nothing is left out: every finding is for a person.

pub mod labels;
pub mod near;
pub mod support;

use std::path::Path;

use serde::Serialize;

use crate::error::{Error, Place, Result};
use crate::labelled::{self, Labelled, read_text};
use crate::theme::ThemeSet;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// To be mended: labels or figures would be wrong.
    Error,
    /// Worth a look.
    Warning,
}

/// What kind of finding it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A line that cannot be read, an unknown theme, an empty id or text.
    Line,
    /// An id that stands twice.
    RepeatedId,
    /// A statement in the training part and in the test part.
    SharedStatement,
    /// The same text with different labels.
    Contradiction,
    /// A theme of a paragraph whose sentences are labelled, and none of them carries it.
    NoSentence,
    /// Nearly the same text in two statements.
    NearDuplicate,
    /// A theme with little labelled text.
    ThinSupport,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What kind it is.
    pub kind: Kind,
    /// `file:line` or the file.
    pub place: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Finding {
    fn new(
        severity: Severity,
        kind: Kind,
        place: &Place,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { severity, kind, place: place.to_string(), problem: problem.into(), remedy: remedy.into() }
    }
}

/// A folder of labelled text, read as far as it can be.
#[derive(Debug)]
pub struct Folder {
    /// Its themes.
    pub themes: ThemeSet,
    /// The file of the themes, for messages.
    pub themes_file: String,
    /// The readable rows below `paragraphs/`.
    pub paragraphs: Vec<Labelled>,
    /// The readable rows below `test/`; empty where there is no such folder.
    pub test: Vec<Labelled>,
    /// What stands on the lines that are not readable.
    pub unreadable: Vec<Error>,
}

impl Folder {
    /// Reads `themes.toml`, `paragraphs/**/*.jsonl` and, if it is there, `test/**/*.jsonl`.
    ///
    /// # Errors
    /// Themes or files that cannot be read at all, and no labelled line in any of them.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("themes.toml");
        let themes_file = file.display().to_string();
        let themes = ThemeSet::parse(&read_text(&file)?, &themes_file)?;
        let mut unreadable = Vec::new();
        let mut part = |name: &str| -> Result<Vec<Labelled>> {
            let mut rows = Vec::new();
            for file in labelled::files(&[folder.join(name)])? {
                let (more, errors) = labelled::parse_all(&read_text(&file)?, &file.display().to_string(), &themes);
                rows.extend(more);
                unreadable.extend(errors);
            }
            Ok(rows)
        };
        let paragraphs = part("paragraphs")?;
        let test = if folder.join("test").is_dir() { part("test")? } else { Vec::new() };
        if paragraphs.is_empty() && test.is_empty() && unreadable.is_empty() {
            let place = Place::file(folder.join("paragraphs").display().to_string());
            return Err(Error::input(place, "no labelled paragraph in it", "put JSONL files with labels there"));
        }
        Ok(Self { themes, themes_file, paragraphs, test, unreadable })
    }

    /// All readable rows.
    pub fn rows(&self) -> impl Iterator<Item = &Labelled> + Clone {
        self.paragraphs.iter().chain(&self.test)
    }

    /// Every finding, the gravest first and then in the order of kinds and lines.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let rows: Vec<&Labelled> = self.rows().collect();
        let mut findings: Vec<Finding> = self.unreadable.iter().map(labels::line).collect();
        findings.extend(labels::repeated_ids(&rows));
        findings.extend(labels::shared_statements(&self.paragraphs, &self.test));
        findings.extend(labels::contradictions(&rows, &self.themes));
        findings.extend(labels::in_no_sentence(&rows, &self.themes));
        findings.extend(near::findings(&rows));
        findings.extend(support::thin(&self.paragraphs, &self.themes, &self.themes_file));
        findings.sort_by_key(|finding| (finding.severity, finding.kind));
        findings
    }
}

/// A text as comparisons see it: in normal form, letters and digits alone.
fn letters(text: &str) -> String {
    crate::normalise::normalise(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first characters of a text, with a sign where something follows.
pub(crate) fn beginning(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What the unit tests of this module's files share.
#[cfg(test)]
mod sample {
    use crate::error::Place;
    use crate::labelled::Labelled;

    /// A row at line `line` of `x.jsonl`.
    pub fn row(line: usize, statement: &str, text: &str, themes: &[usize]) -> Labelled {
        let (id, place) = (format!("p{line}"), Place::line("x.jsonl", line));
        let (statement, text) = (statement.to_owned(), text.to_owned());
        Labelled { id, statement, text, themes: themes.to_vec(), sentences: None, basis: None, date: None, place }
    }
}
