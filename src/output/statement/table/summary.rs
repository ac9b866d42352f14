//! What the statement comes to: the room of every theme and the share that a person should look at.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, Table, presets};

use super::STRONG;
use crate::output::columns::{flowing, width};
use crate::output::statement::Context;
use crate::output::statement::summary::{Summary, ThemeRoom, percent};
use crate::tagged::TaggedStatement;
use crate::theme::Theme;

/// Columns of the longest bar.
const BAR: usize = 20;

pub(super) fn write(statement: &TaggedStatement, context: &Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = Summary::of(statement);
    writeln!(out, "{STRONG}Summary{STRONG:#}")?;
    if !summary.themes.is_empty() {
        writeln!(out, "{}", themes(&summary, context).trim_fmt())?;
    }
    let all = summary.all;
    writeln!(out, "all: {} paragraphs, {} sentences, {} characters", all.paragraphs, all.sentences, all.characters)?;
    let share = |part: usize| format!("{part} ({:.0} %)", percent(part, all.paragraphs));
    let mut shares = vec![
        format!("paragraphs tagged: {}", share(summary.tagged)),
        format!("to review: {}", share(summary.review)),
        format!("without a theme: {}", share(summary.none)),
    ];
    shares.extend((summary.unjudged > 0).then(|| format!("not judged: {}", share(summary.unjudged))));
    flowing(&shares, "  ", context.width).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn themes(summary: &Summary, context: &Context<'_>) -> Table {
    let names = |of: fn(&Theme) -> &str| {
        let names = summary.themes.iter().map(move |t| width(of(&context.model.themes().themes[t.theme])));
        names.max().unwrap_or(0)
    };
    let (zh, id) = (names(|theme| &theme.zh).max("theme".len()), names(|theme| &theme.id));
    let shown = Shown {
        ids: zh + id + FIGURES <= context.width,
        bar: context.width.saturating_sub(zh + id + FIGURES).min(BAR),
        widest: summary.themes.iter().map(|theme| theme.room.characters).max().unwrap_or(0).max(1),
    };
    let mut table = Table::new();
    table.force_no_tty().load_style(presets::NOTHING);
    table.set_header(["theme", "", "para.", "review", "sent.", "chars", "share"].map(Cell::new));
    summary.themes.iter().for_each(|theme| {
        table.add_row(row(theme, summary, &shown, context));
    });
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
        if (2..=5).contains(&column.index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The columns that the figures take, with the gaps between all columns.
const FIGURES: usize = 39;

/// What fits.
struct Shown {
    ids: bool,
    bar: usize,
    widest: usize,
}

fn row(theme: &ThemeRoom, summary: &Summary, shown: &Shown, context: &Context<'_>) -> Vec<Cell> {
    let names = &context.model.themes().themes[theme.theme];
    let room = theme.room;
    let bar = "█".repeat((room.characters * shown.bar).div_ceil(shown.widest));
    let share = percent(room.characters, summary.all.characters);
    let mut cells = vec![Cell::new(&names.zh), Cell::new(if shown.ids { &names.id } else { "" })];
    cells.extend([room.paragraphs, theme.unsure, room.sentences, room.characters].map(Cell::new));
    cells.push(Cell::new(format!("{share:3.0} % {bar}")));
    cells
}
