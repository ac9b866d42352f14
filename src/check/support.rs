//! Themes with too little labelled text to be learned or trusted.

use rustc_hash::FxHashSet;

use super::{Finding, Kind, Severity};
use crate::error::Place;
use crate::labelled::Labelled;
use crate::theme::ThemeSet;

/// The fewest paragraphs that a theme should have.
pub const FEWEST_PARAGRAPHS: usize = 20;

/// The fewest statements that they should come from.
pub const FEWEST_STATEMENTS: usize = 10;

/// The themes with less than that in the training part; `file` is where they are defined.
pub(super) fn thin(rows: &[Labelled], themes: &ThemeSet, file: &str) -> Vec<Finding> {
    let finding = |(theme, id): (usize, &str)| {
        let with: Vec<&Labelled> = rows.iter().filter(|row| row.themes.contains(&theme)).collect();
        let statements = with.iter().map(|row| row.statement.as_str()).collect::<FxHashSet<_>>().len();
        if with.len() >= FEWEST_PARAGRAPHS && statements >= FEWEST_STATEMENTS {
            return None;
        }
        let problem = format!("theme `{id}` has {} paragraphs of {statements} statements", with.len());
        let remedy = format!("label {FEWEST_PARAGRAPHS} of {FEWEST_STATEMENTS} statements or more");
        Some(Finding::new(Severity::Warning, Kind::ThinSupport, &Place::file(file), problem, remedy))
    };
    themes.ids().enumerate().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::row;
    use super::*;

    #[test]
    fn a_theme_needs_paragraphs_and_statements() {
        let themes = "[[theme]]\nid=\"arctic\"\nzh=\"\"\nen=\"\"\nsection=\"\"\ndefinition=\"\"\n";
        let themes = ThemeSet::parse(themes, "t").unwrap();
        let of =
            |statements: usize| (0..20).map(|n| row(n, &format!("s{}", n % statements), "x", &[0])).collect::<Vec<_>>();
        assert!(thin(&of(10), &themes, "themes.toml").is_empty());
        assert_eq!(thin(&of(9), &themes, "themes.toml")[0].problem, "theme `arctic` has 20 paragraphs of 9 statements");
        assert_eq!(thin(&of(10)[1..], &themes, "themes.toml").len(), 1);
    }
}
