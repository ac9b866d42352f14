//! A word where it stands.

use super::named_link;
use crate::analyse::context::Occurrence;
use crate::analyse::series::Series;
use crate::output::analysis::table::{Table, Value};
use crate::theme::ThemeSet;

/// A word where it stands.
#[must_use]
pub fn context(series: &Series, found: &[Occurrence], themes: &ThemeSet) -> Table {
    let mut table = Table::new("context", "In context", &["Paragraph", "Before", "Word", "After", "Themes"]);
    for one in found {
        let names: Vec<&str> = one.themes.iter().map(|&theme| themes.themes[theme].en.as_str()).collect();
        table.rows.push(vec![
            Value::Link(named_link(series, one.at)),
            Value::text(one.before.clone()),
            Value::text(one.word.clone()),
            Value::text(one.after.clone()),
            Value::text(names.join(", ")),
        ]);
    }
    table
}
