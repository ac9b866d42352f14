//! An evaluation as text: one file per format and one list.

mod details;
mod figures;
mod html;
mod json;
mod junit;
mod markdown;
mod table;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Result};
use crate::evaluate::report::{Labels, Report};
use crate::evaluate::scores::Scores;
use crate::system::Words;

pub use details::Before;

/// A report and what makes it readable. In JSON the fields of [`Report`] stand at the top level.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Evaluation {
    /// Every figure.
    #[serde(flatten)]
    pub report: Report,
    /// The keyword baseline's figures on the same paragraphs, if they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Scores>,
    /// The parts of a cross-validation, each with its own figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What was left out or must be known, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The words behind the labels, by paragraph id.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub details: IndexMap<String, Detail>,
    /// Chinese name by theme id.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub names: IndexMap<String, String>,
}

/// One part of a cross-validation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What was held out: `fold 1`, `2016 to 2018`.
    pub name: String,
    /// How many paragraphs were learned from.
    pub learned: usize,
    /// How many were scored.
    pub scored: usize,
    /// Its micro F1.
    pub micro_f1: Option<f64>,
    /// Its macro F1.
    pub macro_f1: Option<f64>,
}

/// What is behind the labels of one paragraph.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// The text; empty where no label is wrong or changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The words for and against each theme that is gold, given or changed.
    pub words: Words,
    /// The same of the system that it is compared with, for the themes that changed.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub against: Words,
}

impl Evaluation {
    /// An evaluation without the extras.
    #[must_use]
    pub fn new(report: Report) -> Self {
        let (parts, notes) = (Vec::new(), Vec::new());
        Self { report, baseline: None, parts, notes, details: IndexMap::new(), names: IndexMap::new() }
    }

    /// The paragraphs with a wrong label, those with most first.
    #[must_use]
    pub fn errors(&self) -> Vec<&Labels> {
        let wrong = |labels: &Labels| labels.missed().count() + labels.extra().count();
        let mut errors: Vec<&Labels> = self.report.judged.iter().filter(|labels| wrong(labels) > 0).collect();
        errors.sort_by_key(|labels| std::cmp::Reverse(wrong(labels)));
        errors
    }
}

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident in $file:ident, $id:literal, $extension:literal);* $(;)?) => {
        /// The formats of an evaluation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Format {
            $($(#[$doc])* $name,)*
        }

        impl Format {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name on the command line.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The ending of its files.
            #[must_use]
            pub fn extension(self) -> &'static str {
                match self { $(Self::$name => $extension,)* }
            }

            /// An evaluation in this format, ending in a line break.
            ///
            /// # Errors
            /// None that is known: no figure, name or text of an evaluation is beyond any format.
            pub fn render(self, evaluation: &Evaluation) -> Result<String> {
                match self { $(Self::$name => $file::render(evaluation).map_err(|e| unwritable(evaluation, &e)),)* }
            }
        }
    };
}

formats! {
    /// Tables for the terminal, with colour codes.
    Table in table, "table", "txt";
    /// Everything, for programs and for later comparison.
    Json in json, "json", "json";
    /// For the summary of a CI job.
    Markdown in markdown, "markdown", "md";
    /// One case a theme and one a gate rule, for CI.
    Junit in junit, "junit", "xml";
    /// A page by itself.
    Html in html, "html", "html";
}

fn unwritable(evaluation: &Evaluation, why: &dyn std::fmt::Display) -> Error {
    let problem = format!("the report cannot be written: {why}");
    Error::input(Place::file(&evaluation.report.system), problem, "report this")
}

impl Format {
    /// The format of a file's ending.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.extension() == extension)
    }
}

/// A small evaluation for the tests of every format.
#[cfg(test)]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_says_the_same_whole_figures_and_ends_in_a_line_break() {
        let evaluation = sample::evaluation();
        for format in Format::ALL {
            let text = format.render(&evaluation).unwrap();
            assert!(text.ends_with('\n'), "help: {format:?}");
            for id in ["arctic", "taiwan", "space"] {
                assert!(text.contains(id), "help: {format:?} lacks {id}");
            }
            assert_eq!(Format::of_extension(format.extension()), Some(*format));
        }
    }

    #[test]
    fn every_format_holds_whatever_the_names_are() {
        let mut evaluation = sample::evaluation();
        evaluation.report.system = "a|b<script>&\u{1b}[31m".to_owned();
        evaluation.report.judged[0].id = "]]>|\"\n`x`".to_owned();
        for format in Format::ALL {
            let text = format.render(&evaluation).unwrap();
            // Nothing is a tag in JSON and on a terminal.
            let markup = ![Format::Json, Format::Table].contains(format);
            assert!(!markup || !text.contains("<script>"), "help: {format:?}");
            assert!(!text.contains("\u{1b}[31m") || *format == Format::Table, "help: {format:?}");
        }
    }
}
