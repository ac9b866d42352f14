//! A page by itself: no network, no script, prints well, readable in black and white.
//!
//! Each paragraph shows its themes as chips and their evidence marked in place. What a colour tells is also told by a
//! sign: sure labels have a solid border, unsure ones a question mark and a dashed border, near misses brackets and a
//! dotted border.

mod marks;
mod paragraphs;
mod style;
mod summary;

use std::io::{self, Write};

use super::{Context, Format};
use crate::document::Document;
use crate::output::markup::Escaped;
use crate::tagged::TaggedStatement;

/// HTML.
pub(super) static FORMAT: Format = Format {
    name: "html",
    description: "a page by itself, with the evidence marked in the text",
    needs_evidence: true,
    write,
};

fn write(statements: &[TaggedStatement], context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = statements.first().map_or("Gongbao", |first| name(&first.document));
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{}</title>\n<style>{}</style>\n</head>\n<body>", Escaped(title), style::SHEET)?;
    for (index, statement) in statements.iter().enumerate() {
        let number = index + 1;
        writeln!(out, "<article id=\"d{number}\">")?;
        head(&statement.document, context, out)?;
        summary::write(statement, number, context, out)?;
        paragraphs::write(statement, number, context, out)?;
        writeln!(out, "</article>")?;
    }
    writeln!(out, "</body>\n</html>")
}

fn name(document: &Document) -> &str {
    document.title.as_deref().unwrap_or(&document.source)
}

fn head(document: &Document, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<header>\n<h1>{}</h1>\n<p class=\"facts\">", Escaped(name(document)))?;
    if let Some(date) = &document.date {
        writeln!(out, "<time datetime=\"{0}\">{0}</time> · ", Escaped(date))?;
    }
    if !document.parties.is_empty() {
        writeln!(out, "{} · ", Escaped(&document.parties.join("、")))?;
    }
    let origin = &context.model.parts.origin;
    let hash: String = origin.training_sha256.chars().take(12).collect();
    writeln!(out, "<span lang=\"en\">{}", Escaped(&document.source))?;
    write!(out, "<br>Model {}, trained by Gongbao ", Escaped(&context.model.name))?;
    write!(out, "{} on {} paragraphs ", Escaped(&origin.gongbao), origin.paragraphs)?;
    writeln!(out, "({})</span></p>\n</header>", Escaped(&hash))
}

/// The hue of a theme: neighbours in the theme set are far apart on the colour wheel (the golden angle).
fn hue(theme: usize) -> usize {
    theme * 1375 % 3600 / 10
}
