//! Room and what became of it.

use super::{cell_anchor, link, theme_anchor};
use crate::analyse::compare::Change;
use crate::analyse::room::{Cell, Matrix};
use crate::analyse::series::{Series, Statement};
use crate::output::analysis::table::{Link, Table, Value};
use crate::theme::ThemeSet;

/// From so many statements on, a cell of the wide table holds its number of sentences alone.
const MANY: usize = 7;

/// Theme × statement for people.
#[must_use]
pub fn matrix(series: &Series, matrix: &Matrix, themes: &ThemeSet) -> Table {
    let many = series.statements.len() >= MANY;
    let mut table = Table::new("matrix", "Room by theme and statement", &["Theme"]).noted(if many {
        "sentences"
    } else {
        "sentences in paragraphs, and their share of the text"
    });
    let heading = |s: &Statement| match s.date() {
        Some(date) if !many && s.name != date => format!("{} {date}", s.name),
        _ => s.name.clone(),
    };
    table.columns.extend(series.statements.iter().map(|s| (s.name.clone(), heading(s))));
    let largest = matrix.cells.iter().flatten().map(|cell| cell.room.share).fold(0.0, f64::max);
    for theme in matrix.spoken_of() {
        let name = format!("{} {}", themes.themes[theme].en, themes.themes[theme].zh);
        let mut row = vec![Value::Link(Link::new(name, theme_anchor(theme)))];
        row.extend(matrix.cells[theme].iter().enumerate().map(|(s, cell)| {
            let shade = if largest > 0.0 { (cell.room.share / largest).sqrt() } else { 0.0 };
            Value::Shaded(Link::new(figure(cell, many), cell_anchor(theme, s)), shade)
        }));
        table.rows.push(row);
    }
    table
}

fn figure(cell: &Cell, short: bool) -> String {
    let room = &cell.room;
    match (room.paragraphs, short) {
        (0, _) => String::new(),
        (_, true) => room.sentences.to_string(),
        (paragraphs, false) => format!("{} in {paragraphs}, {:.1} %", room.sentences, 100.0 * room.share),
    }
}

/// Theme × statement for programs: a row a cell, with everything known of it.
#[must_use]
pub fn room(series: &Series, matrix: &Matrix, themes: &ThemeSet) -> Table {
    let columns = [
        "Theme",
        "Statement",
        "Date",
        "Paragraphs",
        "Sentences",
        "Characters",
        "Share",
        "Expected",
        "Low",
        "High",
        "Paragraph ids",
    ];
    let mut table = Table::new("room", "Room", &columns).noted(
        "share: of the statement's characters; expected, low and high: the true number of sentences given the \
                  classifier's precision and recall (95 %)",
    );
    for (theme, row) in matrix.cells.iter().enumerate() {
        for (statement, cell) in series.statements.iter().zip(row) {
            let (low, high) = cell.estimate.range();
            table.rows.push(vec![
                Value::text(themes.id(theme)),
                Value::text(statement.name.clone()),
                statement.date().map_or(Value::None, Value::text),
                Value::Count(cell.room.paragraphs),
                Value::Count(cell.room.sentences),
                Value::Count(cell.room.characters),
                Value::Number(cell.room.share, 4),
                Value::Number(cell.estimate.expected, 2),
                Value::Number(low, 2),
                Value::Number(high, 2),
                Value::Links(cell.behind.iter().map(|(at, _)| link(series, *at)).collect()),
            ]);
        }
    }
    table
}

/// What appeared, grew, shrank and vanished.
#[must_use]
pub fn changes(series: &Series, changes: &[Change], matrix: &Matrix, themes: &ThemeSet) -> Table {
    let columns = [
        "From",
        "To",
        "Theme",
        "Change",
        "Before",
        "After",
        "Points",
        "Beyond error",
        "Paragraphs before",
        "Paragraphs after",
    ];
    let mut table = Table::new("changes", "What appeared, grew, shrank and vanished", &columns).noted(
        "before and after: sentences; points: change of the share of the text, in percentage points; beyond \
                  error: larger than the classifier's own mistakes could make it, 19 times in 20",
    );
    for change in changes {
        let behind = |s: usize| {
            Value::Links(matrix.cells[change.theme][s].behind.iter().map(|(at, _)| link(series, *at)).collect())
        };
        let (old, new) = (change.statement - 1, change.statement);
        table.rows.push(vec![
            Value::text(series.statements[old].name.clone()),
            Value::text(series.statements[new].name.clone()),
            Value::text(themes.themes[change.theme].en.clone()),
            Value::text(change.kind.name()),
            Value::Counted(change.sentences.0, cell_anchor(change.theme, old)),
            Value::Counted(change.sentences.1, cell_anchor(change.theme, new)),
            Value::Number(change.points, 1),
            Value::Is(change.certain),
            behind(old),
            behind(new),
        ]);
    }
    table
}
