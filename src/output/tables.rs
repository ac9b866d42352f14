//! Tables for the terminal: a line under the heading, names to the left, figures to the right.

use std::fmt::{Result as Written, Write as _};

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};

/// An empty table.
pub(crate) fn table(heading: &[&str]) -> Table {
    let mut table = Table::new();
    let line = LineStyle::new('─', '─', '─', '─');
    table.load_style(presets::NOTHING.header_separator(line)).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(heading.iter().copied()).enforce_styling();
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

/// Writes a table without the spaces at the ends of its lines.
pub(crate) fn print(out: &mut String, table: &Table) -> Written {
    table.lines().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
}
