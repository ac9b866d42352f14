//! JSON lines: a paragraph a line, with its labels, near misses and decisions.

use std::io::{self, Write as _};

use serde_json::json;

use super::{Format, Output, Writer};
use crate::store::{StoredDocument, StoredParagraph};

/// JSON lines.
pub static FORMAT: Format = Format {
    name: "jsonl",
    description: "JSON lines, one for each paragraph, with its labels",
    binary: false,
    open: |out| Ok(Box::new(Lines(out))),
};

struct Lines<'w>(Output<'w>);

impl Writer for Lines<'_> {
    fn document(&mut self, document: &StoredDocument, paragraphs: &[StoredParagraph]) -> io::Result<()> {
        for paragraph in paragraphs {
            let line = json!({
                "id": format!("{}:{}", document.id, paragraph.paragraph),
                "document": document.id,
                "version": paragraph.version,
                "date": document.date,
                "title": document.title,
                "parties": document.parties,
                "source": document.source,
                "paragraph": paragraph.paragraph,
                "section": paragraph.section,
                "labels": paragraph.labels,
                "text": paragraph.text,
            });
            writeln!(self.0, "{line}")?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Option<String>> {
        self.0.flush().map(|()| None)
    }
}
