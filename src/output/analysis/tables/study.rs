//! What a study says.

use crate::analyse::findings::Judged;
use crate::analyse::findings::Verdict::{Agree, Differ, Unjudged};
use crate::analyse::series::Series;
use crate::output::analysis::anchor::Anchor;
use crate::output::analysis::table::{Link, Table, Value};

/// A study's findings and what the statements say to them.
#[must_use]
pub fn findings(series: &Series, judged: &[Judged]) -> Table {
    let mut table = Table::new("findings", "The study's findings", &["Finding", "Verdict", "Statement", "Figures"]);
    let count = |v| judged.iter().filter(|j| j.verdict == v).count();
    table.note = format!("{} agree, {} differ, {} cannot be judged", count(Agree), count(Differ), count(Unjudged));
    for one in judged {
        let figures = match (one.theme, one.statement) {
            (Some(theme), Some(s)) => Value::Link(Link::new(one.figures.clone(), Anchor::Cell(theme, s))),
            _ => Value::text(one.figures.clone()),
        };
        table.rows.push(vec![
            Value::text(one.says.clone()),
            Value::text(one.verdict.name()),
            one.statement.map_or(Value::None, |s| Value::text(series.statements[s].name.clone())),
            figures,
        ]);
    }
    table
}
