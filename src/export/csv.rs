//! CSV: the table of labels, with the names of its columns in the first line.

use std::io;

use super::rows::{COLUMNS, Value, rows};
use super::{Format, Output, Writer};
use crate::store::{StoredDocument, StoredParagraph};

/// CSV.
pub static FORMAT: Format = Format {
    name: "csv",
    description: "comma-separated values, a line for each label; a paragraph without labels has one with an empty theme",
    binary: false,
    open: |out| {
        let mut lines = csv::Writer::from_writer(out);
        lines.write_record(COLUMNS.iter().map(|column| column.name))?;
        Ok(Box::new(Lines(lines)))
    },
};

struct Lines<'w>(csv::Writer<Output<'w>>);

impl Writer for Lines<'_> {
    fn document(&mut self, document: &StoredDocument, paragraphs: &[StoredParagraph]) -> io::Result<()> {
        for row in rows(document, paragraphs) {
            self.0.write_record(COLUMNS.iter().map(|column| written((column.value)(&row))))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Option<String>> {
        self.0.flush().map(|()| None)
    }
}

fn written(value: Value<'_>) -> String {
    match value {
        Value::Whole(number) => number.to_string(),
        Value::Real(number) => number.map_or(String::new(), |number| format!("{number:.4}")),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => text.unwrap_or_default().into_owned(),
    }
}
