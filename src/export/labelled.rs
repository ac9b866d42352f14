//! Labelled text: what people decided, as lines that training reads.
//!
//! A line of labelled text says of every theme whether the paragraph carries it. So a paragraph is written once somebody
//! has decided about it and nothing in it is left to decide: its themes are the person's and, where nobody said
//! otherwise, the model's sure ones. It says nothing of sentences: people decide about paragraphs, and which sentences a
//! model found is no label to train on.

use std::io::{self, Write as _};

use serde_json::json;

use super::{Format, Output, Writer};
use crate::store::{StoredDocument, StoredParagraph, sha256};

/// Labelled text.
pub static FORMAT: Format = Format {
    name: "labelled",
    description: "labelled text for `gongbao train`: the paragraphs that people decided about and left nothing open in",
    binary: false,
    open: |out| Ok(Box::new(Lines { out, open: 0 })),
};

/// How the text came about, in the words of the labelled text: as its publisher has it.
const BASIS: &str = "published";

/// How much of a hash makes an id one of a kind, in hexadecimal digits.
const ENOUGH: usize = 8;

struct Lines<'w> {
    out: Output<'w>,
    /// Paragraphs with a decision in which something is left to decide.
    open: usize,
}

impl Writer for Lines<'_> {
    fn document(&mut self, document: &StoredDocument, paragraphs: &[StoredParagraph]) -> io::Result<()> {
        for paragraph in paragraphs.iter().filter(|p| p.labels.iter().any(|label| label.decided_by.is_some())) {
            if paragraph.labels.iter().any(|label| label.review) {
                self.open += 1;
            } else {
                writeln!(self.out, "{}", line(document, paragraph))?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Option<String>> {
        self.out.flush()?;
        let open = self.open;
        Ok((open > 0).then(|| format!("paragraphs left out, as labels in them still wait for a decision: {open}")))
    }
}

fn line(document: &StoredDocument, paragraph: &StoredParagraph) -> serde_json::Value {
    let statement = statement(document);
    // Copies of a paragraph in one statement are rows of their own.
    let wording = &sha256(paragraph.text.as_bytes())[..ENOUGH];
    let themes = paragraph.labels.iter().filter(|label| label.assigned).map(|label| label.theme.as_str());
    json!({
        "id": format!("{statement}-{}-{wording}", paragraph.paragraph),
        "statement": statement,
        "date": document.date,
        "text": paragraph.text,
        "themes": themes.collect::<Vec<_>>(),
        "basis": BASIS,
        "source": document.source,
    })
}

/// An id that is the same in every store: the date, and enough of the address's hash.
fn statement(document: &StoredDocument) -> String {
    let date = document.date.as_deref().unwrap_or("undated");
    format!("{date}-{}", &sha256(document.source.as_bytes())[..ENOUGH])
}
