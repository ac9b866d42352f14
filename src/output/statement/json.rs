//! One JSON object, schema `gongbao-tag/1`.
//!
//! `themes` are the labels given; `review` are those that a person should look at: labels given but not sure, and near
//! misses, which are not in `themes`. `scores` are probabilities. `section` is an index into the document's `sections`,
//! from 0. All offsets are bytes of the document's text in UTF-8.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::rows::{Row, rows};
use super::summary::Summary;
use super::{Context, Format, labels};
use crate::document::Section;
use crate::tagged::TaggedStatement;

/// JSON.
pub(super) static FORMAT: Format =
    Format { name: "json", description: "one JSON object with everything in it", needs_evidence: false, write };

const SCHEMA: &str = "gongbao-tag/1";

#[derive(serde::Serialize)]
struct Page<'a> {
    schema: &'a str,
    model: Origin<'a>,
    documents: Vec<DocumentView<'a>>,
}

#[derive(serde::Serialize)]
struct Origin<'a> {
    name: &'a str,
    training_sha256: &'a str,
    version: &'a str,
}

struct DocumentView<'a> {
    statement: &'a TaggedStatement,
    context: &'a Context<'a>,
}

struct Paragraphs<'a>(&'a DocumentView<'a>);

struct ParagraphView<'a> {
    row: Row<'a>,
    view: &'a DocumentView<'a>,
}

fn write(statements: &[TaggedStatement], context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let origin = &context.model.parts.origin;
    let page = Page {
        schema: SCHEMA,
        model: Origin { name: &context.model.name, training_sha256: &origin.training_sha256, version: &origin.gongbao },
        documents: statements.iter().map(|statement| DocumentView { statement, context }).collect(),
    };
    serde_json::to_writer(&mut *out, &page)?;
    out.write_all(b"\n")
}

impl Serialize for DocumentView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = &self.statement.document;
        let sections: &[Section] = &document.sections;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &document.source)?;
        map.serialize_entry("title", &document.title)?;
        map.serialize_entry("date", &document.date)?;
        map.serialize_entry("parties", &document.parties)?;
        map.serialize_entry("sections", sections)?;
        map.serialize_entry("paragraphs", &Paragraphs(self))?;
        map.serialize_entry("summary", &Summary::of(self.statement).with_ids(self.context.model.themes()))?;
        map.end()
    }
}

impl Serialize for Paragraphs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = self.0;
        serializer.collect_seq(rows(view.statement, view.context.unit).map(|row| ParagraphView { row, view }))
    }
}

impl Serialize for ParagraphView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { row, view } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &row.id)?;
        map.serialize_entry("section", &row.section)?;
        map.serialize_entry("start", &row.span.start)?;
        map.serialize_entry("end", &row.span.end)?;
        map.serialize_entry("text", row.span.of(&view.statement.document.text))?;
        labels::entries(&mut map, &row.tagged, view.context)?;
        map.end()
    }
}
