//! A row a paragraph: its number, its section, its opening words, its themes.

use std::io::{self, Write};

use super::labels::{self, Line};
use super::{FAINT, STRONG, explain};
use crate::output::columns::{cut, opening, padded, plain, width};
use crate::output::statement::Context;
use crate::output::statement::rows::{Row, Unit, rows};
use crate::tagged::TaggedStatement;

/// The spaces between columns.
const GAP: usize = 2;

/// The head of the last column, which also is the key to its signs.
const THEMES: &str = "themes (? review, [] near miss)";

/// The widths of the columns.
struct Layout {
    id: usize,
    section: usize,
    opening: usize,
    labels: usize,
}

/// What a row shows.
struct Shown {
    id: String,
    section: String,
    text: String,
    labels: Vec<Line>,
}

pub(super) fn write(statement: &TaggedStatement, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row<'_>> = rows(statement, context.unit).collect();
    if rows.is_empty() {
        return writeln!(out, "no paragraph was found\n");
    }
    let shown: Vec<Shown> = rows.iter().map(|row| show(statement, row, context)).collect();
    let layout = Layout::new(&shown, context);
    layout.header(context, out)?;
    for (row, shown) in rows.iter().zip(&shown) {
        layout.row(shown, out)?;
        if context.explain {
            explain::write(&row.tagged, context, out)?;
        }
    }
    if context.explain {
        explain::key(context, out)?;
    }
    writeln!(out)
}

fn show(statement: &TaggedStatement, row: &Row<'_>, context: &Context<'_>) -> Shown {
    let section = row.section.and_then(|index| statement.document.sections.get(index));
    let labels = labels::lines(&row.tagged, context.model);
    // More than the lines beside the labels can show; a paragraph may be of any length.
    let most = context.width * (labels.len() + 1);
    let opening: String = row.span.of(&statement.document.text).chars().take(most).collect();
    Shown {
        id: plain(&row.id),
        section: section.map(|section| plain(&section.number)).unwrap_or_default(),
        text: plain(&opening),
        labels,
    }
}

impl Layout {
    fn new(rows: &[Shown], context: &Context<'_>) -> Self {
        let widest = |of: fn(&Shown) -> usize, least: usize, most: usize| {
            rows.iter().map(of).max().unwrap_or(0).max(least).min(most)
        };
        let id = widest(|row| width(&row.id), 2, 16);
        let section = widest(|row| width(&row.section), 0, 8);
        let of_labels = |row: &Shown| row.labels.iter().map(|label| width(&label.text)).max().unwrap_or(0);
        let labels = widest(of_labels, width(THEMES), context.width * 9 / 20);
        let taken = id + section + labels + GAP * (2 + usize::from(section > 0));
        Self { id, section, opening: context.width.saturating_sub(taken).max(10), labels }
    }

    fn header(&self, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
        let what = if context.unit == Unit::Sentence { "sentence" } else { "paragraph" };
        let cells = [padded("№", self.id), padded("§", self.section), padded(what, self.opening)];
        let line = format!("{}{}{THEMES}", self.joined(&cells), " ".repeat(GAP));
        writeln!(out, "{STRONG}{}{STRONG:#}", cut(&line, context.width))?;
        writeln!(out, "{FAINT}{}{FAINT:#}", "─".repeat(context.width))
    }

    /// The first three cells; without the second where no paragraph stands in a section.
    fn joined(&self, [id, section, text]: &[String; 3]) -> String {
        let gap = " ".repeat(GAP);
        if self.section == 0 { format!("{id}{gap}{text}") } else { format!("{id}{gap}{section}{gap}{text}") }
    }

    fn row(&self, row: &Shown, out: &mut dyn Write) -> io::Result<()> {
        let text = opening(&row.text, self.opening, row.labels.len());
        for (index, label) in row.labels.iter().enumerate() {
            let first = |cell: &str| if index == 0 { cell.to_owned() } else { String::new() };
            let id = cut(&first(&row.id), self.id);
            let section = padded(&cut(&first(&row.section), self.section), self.section);
            let text = padded(text.get(index).map_or("", String::as_str), self.opening);
            let id = format!("{}{id}", " ".repeat(self.id.saturating_sub(width(&id))));
            let label_text = cut(&label.text, self.labels);
            let style = label.style;
            writeln!(out, "{}{}{style}{label_text}{style:#}", self.joined(&[id, section, text]), " ".repeat(GAP))?;
        }
        Ok(())
    }
}
