//! JSON lines: one a row, with its `id` and its labels.
//!
//! The fields are those of a paragraph of the JSON format. Where several documents are written, `source` tells them
//! apart. [`line()`] writes a single one; [`crate::output`]'s callers that stream use it.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::rows::rows;
use super::{Context, Format, labels};
use crate::tagged::{TaggedParagraph, TaggedStatement};

/// JSON lines.
pub(super) static FORMAT: Format = Format {
    name: "jsonl",
    description: "one JSON object a line and paragraph: id, themes, review, scores",
    needs_evidence: false,
    write,
};

struct Line<'a, I> {
    source: Option<&'a str>,
    id: &'a I,
    tagged: &'a TaggedParagraph,
    context: &'a Context<'a>,
}

impl<I: Serialize> Serialize for Line<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(source) = self.source {
            map.serialize_entry("source", source)?;
        }
        map.serialize_entry("id", self.id)?;
        labels::entries(&mut map, self.tagged, self.context)?;
        map.end()
    }
}

/// Writes one line: the id in the form that it has, and the labels.
///
/// # Errors
/// What `out` refuses; an id that has no JSON form.
pub fn line(
    id: &impl Serialize,
    tagged: &TaggedParagraph,
    context: &Context<'_>,
    mut out: impl Write,
) -> io::Result<()> {
    serde_json::to_writer(&mut out, &Line { source: None, id, tagged, context })?;
    out.write_all(b"\n")
}

fn write(statements: &[TaggedStatement], context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    for statement in statements {
        let source = (statements.len() > 1).then_some(statement.document.source.as_str());
        for row in rows(statement, context.unit) {
            serde_json::to_writer(&mut *out, &Line { source, id: &row.id, tagged: &row.tagged, context })?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}
