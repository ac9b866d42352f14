//! Tagged statements in the formats that people and programs read: one file per format and one line in [`FORMATS`].

mod csv;
mod html;
mod json;
pub mod jsonl;
mod labels;
pub mod rows;
pub mod summary;
mod table;

use std::io::{self, Write};

pub use rows::Unit;

use crate::model::Model;
use crate::tagged::{Evidence, Judgement, TaggedStatement};
use crate::tfidf::Kind;

/// What a writer needs to know beside the statements.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The model that tagged them: names of themes, intercepts.
    pub model: &'a Model,
    /// What a row is.
    pub unit: Unit,
    /// Whether the evidence is written out.
    pub explain: bool,
    /// Whether data formats give the probability of every theme, not only of those tagged and for review.
    pub all_scores: bool,
    /// How many columns a table may take.
    pub width: usize,
}

/// How wide a table is where no terminal says so.
pub const DEFAULT_WIDTH: usize = 100;

impl<'a> Context<'a> {
    /// Paragraphs, without explanations, [`DEFAULT_WIDTH`] wide.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        Self { model, unit: Unit::Paragraph, explain: false, all_scores: false, width: DEFAULT_WIDTH }
    }
}

/// An output format.
#[derive(Debug)]
pub struct Format {
    /// What the user calls it.
    pub name: &'static str,
    /// A phrase for the help.
    pub description: &'static str,
    /// Whether it shows evidence even where no explanation was asked for, so that tagging must keep it.
    pub needs_evidence: bool,
    /// Writes statements; only the table carries terminal styles, for the caller's stream to strip.
    pub write: fn(&[TaggedStatement], &Context<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every output format; the first is the default.
pub static FORMATS: &[&Format] = &[&table::FORMAT, &json::FORMAT, &jsonl::FORMAT, &csv::FORMAT, &html::FORMAT];

/// The format of a name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// How sure a label is, for the formats that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Assigned, no second look needed.
    Sure,
    /// Assigned, but a person should look.
    Unsure,
    /// Not assigned, by little.
    NearMiss,
}

impl Standing {
    fn of(judgement: &Judgement) -> Self {
        match (judgement.assigned, judgement.review) {
            (true, false) => Self::Sure,
            (true, true) => Self::Unsure,
            (false, _) => Self::NearMiss,
        }
    }
}

/// A term as an analyst reads it; a run of characters between dots, so that it does not look like the word.
fn readable(evidence: &Evidence, model: &Model) -> String {
    let kinds = [Kind::Word, Kind::Pair, Kind::Characters, Kind::ThemeWord];
    let kind = kinds.into_iter().find(|kind| kind.id() == evidence.kind).unwrap_or(Kind::Word);
    let term = crate::model::readable(kind, &evidence.term, model.themes());
    if kind == Kind::Characters { format!("…{term}…") } else { term }
}

/// How [`readable`] terms are to be read.
const TERMS_KEY: [&str; 3] = [
    "+ joins two adjoining words;",
    "dots stand around a run of characters;",
    "（strong）, （weak）, （unnamed）, （cited） are a theme's own lists of words.",
];

/// A number with its sign, a minus sign for a hyphen.
fn signed(number: f64) -> String {
    let sign = if number < 0.0 { '−' } else { '+' };
    format!("{sign}{:.2}", number.abs())
}

#[cfg(test)]
mod tests;
