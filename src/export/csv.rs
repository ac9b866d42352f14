//! CSV: the table of labels, with the names of its columns in the first line.

use std::io;

use super::rows::{COLUMNS, Value, rows};
use super::{Format, Output, Writer};
use crate::output::spreadsheet::{Cell, Spreadsheet};
use crate::store::{StoredDocument, StoredParagraph};

/// CSV.
pub static FORMAT: Format = Format {
    name: "csv",
    description: "comma-separated values, a line for each label; a paragraph without labels has one with an empty theme",
    binary: false,
    open: |out| {
        let table = Spreadsheet::new(out, COLUMNS.iter().map(|column| column.name))?;
        Ok(Box::new(Lines(table)))
    },
};

struct Lines<'w>(Spreadsheet<Output<'w>>);

impl Writer for Lines<'_> {
    fn document(&mut self, document: &StoredDocument, paragraphs: &[StoredParagraph]) -> io::Result<()> {
        for row in rows(document, paragraphs) {
            self.0.row(COLUMNS.iter().map(|column| cell((column.value)(&row))))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<Option<String>> {
        self.0.finish().map(|()| None)
    }
}

fn cell(value: Value<'_>) -> Cell<'_> {
    match value {
        Value::Whole(number) => Cell::Exact(number.to_string()),
        Value::Real(number) => Cell::Exact(number.map_or(String::new(), |number| format!("{number:.4}"))),
        Value::Flag(flag) => Cell::Exact(flag.to_string()),
        Value::Text(text) => Cell::Text(text.unwrap_or_default()),
    }
}
