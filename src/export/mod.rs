//! What a store holds as data for other programs: a file per format and a line in [`FORMATS`].
//!
//! CSV and Parquet are one table with a row for each label, whose columns [`rows`] lists; JSON lines hold a paragraph with
//! all its labels; labelled text is what a person decided, for training.

mod csv;
mod jsonl;
mod labelled;
mod parquet;
pub mod rows;

use std::io::{self, Write};

use crate::store::{StoredDocument, StoredParagraph};

/// A format.
#[derive(Debug)]
pub struct Format {
    /// What the user calls it.
    pub name: &'static str,
    /// A phrase for the help.
    pub description: &'static str,
    /// Whether it is for programs alone: nothing to show on a terminal.
    pub binary: bool,
    /// Begins to write.
    pub open: for<'w> fn(Output<'w>) -> io::Result<Box<dyn Writer + 'w>>,
}

/// Where an export goes.
pub type Output<'w> = Box<dyn Write + Send + 'w>;

/// An export under way.
pub trait Writer {
    /// Writes a document with its paragraphs.
    ///
    /// # Errors
    /// An output that cannot be written to.
    fn document(&mut self, document: &StoredDocument, paragraphs: &[StoredParagraph]) -> io::Result<()>;

    /// Writes what is still to be written; a sentence for people, where there is something to say.
    ///
    /// # Errors
    /// An output that cannot be written to.
    fn finish(self: Box<Self>) -> io::Result<Option<String>>;
}

/// Every format.
pub static FORMATS: &[&Format] = &[&jsonl::FORMAT, &csv::FORMAT, &parquet::FORMAT, &labelled::FORMAT];

/// A format by its name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

#[cfg(test)]
mod tests;
