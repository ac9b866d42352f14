//! Comma-separated values: a row a paragraph, for spreadsheets and data frames.

use std::io::{self, Write};

use super::rows::{Row, rows};
use super::{Context, Format, labels};
use crate::output::spreadsheet::{Cell, Spreadsheet};
use crate::tagged::{Judgement, TaggedStatement};

/// CSV.
pub(super) static FORMAT: Format = Format {
    name: "csv",
    description: "a row a paragraph: document, id, section, themes, review, probability, text",
    needs_evidence: false,
    write,
};

fn write(statements: &[TaggedStatement], context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heading = ["document", "id", "section", "themes", "review", "probability", "text"];
    let mut table = Spreadsheet::new(out, heading)?;
    for statement in statements {
        for row in rows(statement, context.unit) {
            table.row(cells(statement, &row, context))?;
        }
    }
    table.finish()
}

/// The probability is that of the likeliest label or near miss.
fn cells<'a>(statement: &'a TaggedStatement, row: &'a Row<'_>, context: &Context<'_>) -> [Cell<'a>; 7] {
    let document = &statement.document;
    let section = row.section.and_then(|index| document.sections.get(index));
    let top = row.tagged.shown().map(|judgement| judgement.probability).reduce(f64::max);
    [
        Cell::text(document.source.as_str()),
        Cell::text(row.id.as_ref()),
        Cell::text(section.map_or("", |section| section.number.as_str())),
        Cell::text(ids(row.tagged.assigned(), context)),
        Cell::text(ids(row.tagged.review(), context)),
        Cell::Exact(top.map(|top| labels::rounded(top).to_string()).unwrap_or_default()),
        Cell::text(row.span.of(&document.text)),
    ]
}

fn ids<'a>(judgements: impl Iterator<Item = &'a Judgement>, context: &Context<'_>) -> String {
    judgements.map(|judgement| context.model.themes().id(judgement.theme)).collect::<Vec<_>>().join(";")
}
