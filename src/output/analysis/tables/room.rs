//! Room and what became of it.

use super::{Kind, link};
use crate::analyse::compare::Change;
use crate::analyse::room::Cell;
use crate::analyse::series::Statement;
use crate::analyse::study::Study;
use crate::output::analysis::anchor::Anchor;
use crate::output::analysis::table::{Link, Table, Value};

/// From so many statements on, a cell of the wide table holds its number of sentences alone.
const MANY: usize = 7;

/// Theme × statement for people.
pub(super) static MATRIX: Kind = Kind { id: "matrix", about: "room by theme and statement", make: matrix };

/// Theme × statement for programs: a row a cell, with everything known of it.
pub(super) static ROOM: Kind =
    Kind { id: "room", about: "the same, every figure with its range and paragraphs", make: room };

/// What appeared, grew, shrank and vanished.
pub(super) static CHANGES: Kind =
    Kind { id: "changes", about: "what appeared, grew, shrank and vanished, and whether beyond error", make: changes };

fn matrix(study: &Study) -> Table {
    let (series, matrix, themes) = (study.series, &study.matrix, study.model.themes());
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
    for theme in study.themes() {
        let name = format!("{} {}", themes.themes[theme].en, themes.themes[theme].zh);
        let mut row = vec![Value::Link(Link::new(name, Anchor::Theme(theme)))];
        row.extend(matrix.cells[theme].iter().enumerate().map(|(s, cell)| {
            let shade = if largest > 0.0 { (cell.room.share / largest).sqrt() } else { 0.0 };
            Value::Shaded(Link::new(figure(cell, many), Anchor::Cell(theme, s)), shade)
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

fn room(study: &Study) -> Table {
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
    let all = || (0..study.matrix.cells.len()).collect();
    for theme in study.settings.themes.clone().unwrap_or_else(all) {
        let cells = study.matrix.cells[theme].iter().enumerate();
        table.rows.extend(cells.map(|(at, cell)| facts(study, theme, at, cell)));
    }
    table
}

fn facts(study: &Study, theme: usize, at: usize, cell: &Cell) -> Vec<Value> {
    let statement = &study.series.statements[at];
    let (low, high) = cell.estimate.range();
    let counted = |n| Value::Counted(n, Anchor::Cell(theme, at));
    vec![
        Value::text(study.model.themes().id(theme)),
        Value::text(statement.name.clone()),
        statement.date().map_or(Value::None, Value::text),
        counted(cell.room.paragraphs),
        counted(cell.room.sentences),
        counted(cell.room.characters),
        Value::Number(cell.room.share, 4),
        Value::Number(cell.estimate.expected, 2),
        Value::Number(low, 2),
        Value::Number(high, 2),
        behind(study, cell),
    ]
}

/// The paragraphs of a cell.
fn behind(study: &Study, cell: &Cell) -> Value {
    Value::Links(cell.behind.iter().map(|(at, _)| link(study.series, *at)).collect())
}

fn changes(study: &Study) -> Table {
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
    let shown = |change: &&Change| study.settings.themes.as_ref().is_none_or(|only| only.contains(&change.theme));
    table.rows = study.changes.iter().filter(shown).map(|change| changed(study, change)).collect();
    table
}

fn changed(study: &Study, change: &Change) -> Vec<Value> {
    let (old, new) = (change.statement - 1, change.statement);
    let name = |s: usize| Value::text(study.series.statements[s].name.clone());
    let cells = &study.matrix.cells[change.theme];
    vec![
        name(old),
        name(new),
        Value::text(study.model.themes().themes[change.theme].en.clone()),
        Value::text(change.kind.name()),
        Value::Counted(change.sentences.0, Anchor::Cell(change.theme, old)),
        Value::Counted(change.sentences.1, Anchor::Cell(change.theme, new)),
        Value::Number(change.points, 1),
        Value::Is(change.certain),
        behind(study, &cells[old]),
        behind(study, &cells[new]),
    ]
}
