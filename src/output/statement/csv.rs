//! Comma-separated values: a row a paragraph, for spreadsheets and data frames.

use std::io::{self, Write};

use super::rows::{Row, rows};
use super::{Context, Format, labels};
use crate::tagged::{Judgement, TaggedStatement};

/// CSV.
pub(super) static FORMAT: Format = Format {
    name: "csv",
    description: "a row a paragraph: document, id, section, themes, review, probability, text",
    needs_evidence: false,
    write,
};

fn write(statements: &[TaggedStatement], context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = ::csv::Writer::from_writer(out);
    table.write_record(["document", "id", "section", "themes", "review", "probability", "text"])?;
    for statement in statements {
        for row in rows(statement, context.unit) {
            table.write_record(record(statement, &row, context))?;
        }
    }
    table.flush()
}

/// The probability is that of the likeliest label or near miss.
fn record(statement: &TaggedStatement, row: &Row<'_>, context: &Context<'_>) -> [String; 7] {
    let document = &statement.document;
    let section = row.section.and_then(|index| document.sections.get(index));
    let top = row.tagged.shown().map(|judgement| judgement.probability).reduce(f64::max);
    [
        document.source.clone(),
        row.id.to_string(),
        section.map(|section| section.number.clone()).unwrap_or_default(),
        ids(row.tagged.assigned(), context),
        ids(row.tagged.review(), context),
        top.map(|top| labels::rounded(top).to_string()).unwrap_or_default(),
        row.span.of(&document.text).to_owned(),
    ]
}

fn ids<'a>(judgements: impl Iterator<Item = &'a Judgement>, context: &Context<'_>) -> String {
    judgements.map(|judgement| context.model.themes().id(judgement.theme)).collect::<Vec<_>>().join(";")
}
