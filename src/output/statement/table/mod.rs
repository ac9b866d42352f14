//! A table for the terminal: who speaks and when, every paragraph with its themes, and what it comes to.

mod explain;
mod labels;
mod paragraphs;
mod summary;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Context, Format};
use crate::document::Document;
use crate::output::columns::{self, cut, plain};
use crate::tagged::TaggedStatement;

/// The table.
pub(super) static FORMAT: Format =
    Format { name: "table", description: "a table to read on a terminal", needs_evidence: false, write };

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const SURE: Style = AnsiColor::Green.on_default();
const UNSURE: Style = AnsiColor::Yellow.on_default();

/// Narrower than this nothing can be read, whatever the terminal says.
const LEAST_WIDTH: usize = 50;

fn write(statements: &[TaggedStatement], context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let context = &Context { width: context.width.max(LEAST_WIDTH), ..*context };
    for (index, statement) in statements.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n{}\n", "═".repeat(context.width))?;
        }
        head(&statement.document, context, out)?;
        paragraphs::write(statement, context, out)?;
        summary::write(statement, context, out)?;
    }
    Ok(())
}

fn head(document: &Document, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let source = plain(&document.source);
    let title = document.title.as_deref().map_or_else(|| source.clone(), plain);
    for line in columns::opening(&title, context.width, 3) {
        writeln!(out, "{STRONG}{line}{STRONG:#}")?;
    }
    let mut known = Vec::new();
    known.extend(document.date.clone());
    known.extend((!document.parties.is_empty()).then(|| plain(&document.parties.join("、"))));
    known.extend(document.title.is_some().then_some(source));
    if !known.is_empty() {
        writeln!(out, "{}", cut(&known.join(" · "), context.width))?;
    }
    writeln!(out)
}
