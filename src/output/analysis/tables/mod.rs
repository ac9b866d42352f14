//! The analyses as tables: one row in [`ALL`] each.

mod aligned;
mod context;
mod language;
mod model;
mod names;
mod room;
mod study;
mod subjects;

pub use context::context;
pub use study::findings;

use crate::analyse::series::{Reference, Series};
use crate::analyse::study::Study;

use super::anchor::Anchor;
use super::table::{Link, Table};

/// A kind of table.
#[derive(Debug)]
pub struct Kind {
    /// What options, files and data formats call it.
    pub id: &'static str,
    /// What it tells, for help and for pointing at it.
    pub about: &'static str,
    /// Fills it.
    pub make: fn(&Study) -> Table,
}

/// Every table of a series, in the order in which an analyst would read them.
pub static ALL: &[&Kind] = &[
    &room::MATRIX,
    &room::CHANGES,
    &language::KEYS,
    &language::FORMULAS,
    &aligned::ALIGNED,
    &names::MENTIONS,
    &names::STANCES,
    &subjects::SUBJECTS,
    &subjects::UNFAMILIAR_TEXT,
    &language::WORDS,
    &language::PAIRS,
    &room::ROOM,
    &model::MODEL,
];

/// The tables of a comparison: all but those that set no statements beside each other.
pub fn comparison() -> impl Iterator<Item = &'static Kind> {
    const APART: [&str; 3] = ["words", "pairs", "model"];
    ALL.iter().copied().filter(|kind| !APART.contains(&kind.id))
}

/// The kind that an id names.
#[must_use]
pub fn kind(id: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|kind| kind.id == id)
}

/// The id of a theme's cell on the page.
#[must_use]
pub fn cell_anchor(theme: usize, statement: usize) -> String {
    Anchor::Cell(theme, statement).to_string()
}

/// A link to a paragraph, called by its id.
#[must_use]
pub fn link(series: &Series, at: Reference) -> Link {
    Link::new(series.id(at), Anchor::Paragraph(at))
}

/// A link to a paragraph, called by its statement's name and its id.
#[must_use]
pub fn named_link(series: &Series, at: Reference) -> Link {
    Link::new(format!("{}:{}", series.statements[at.statement].name, series.id(at)), Anchor::Paragraph(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::mentions::Names;
    use crate::analyse::series::tests::statement;
    use crate::analyse::study::Settings;
    use crate::model::Model;

    fn series() -> Series {
        let first: [(&str, &[usize]); 2] = [("双方反对霸权，支持北极航道合作，北极航道开放。", &[5]), ("别的。", &[])];
        let second: [(&str, &[usize]); 2] = [("中方支持联合国和北极安全，北极安全。", &[5, 7]), ("太空。", &[])];
        Series::new(vec![statement("a", Some("2023-03-21"), &first), statement("b", Some("2024-05-16"), &second)])
    }

    /// The tables of a series, checked for what every table must have.
    fn made(series: &Series) -> Vec<Table> {
        let names = Names::embedded().unwrap();
        let study = Study::new(series, Model::embedded().unwrap(), &names, Settings::default()).unwrap();
        let tables: Vec<Table> = ALL.iter().map(|kind| (kind.make)(&study)).collect();
        for (kind, table) in ALL.iter().zip(&tables) {
            assert_eq!(kind.id, table.id, "help: the list and the table must call it the same");
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "help: table {} has a row of another length", kind.id);
            }
            let mut keys: Vec<&str> = table.columns.iter().map(|c| c.0.as_str()).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), table.columns.len(), "help: table {} has a key twice", kind.id);
        }
        tables
    }

    #[test]
    fn every_table_is_whole_for_any_number_of_statements() {
        made(&Series::default());
        made(&Series::new(vec![statement("empty", None, &[])]));
        let tables = made(&series());
        for id in ["matrix", "changes", "formulas", "aligned", "mentions", "stances", "subjects", "words", "room"] {
            assert!(tables.iter().any(|t| t.id == id && !t.rows.is_empty()), "help: {id} found nothing");
        }
    }

    #[test]
    fn figures_go_without_the_whole_dictionary() {
        let (series, names) = (series(), Names::embedded().unwrap());
        let study = Study::new(&series, Model::embedded().unwrap(), &names, Settings::default()).unwrap();
        for id in ["matrix", "room", "changes", "mentions", "stances", "model"] {
            let _ = (kind(id).unwrap().make)(&study);
        }
        assert!(!study.knows_words(), "help: loading the dictionary takes longer than such a table");
        let _ = (kind("keys").unwrap().make)(&study);
        assert!(study.knows_words());
    }

    #[test]
    fn ids_are_one_of_a_kind_and_lead_to_their_kind() {
        assert!(ALL.iter().all(|one| kind(one.id).is_some_and(|found| std::ptr::eq(found, *one))));
        assert_eq!(ALL.len() - comparison().count(), 3, "help: a table that is set apart has another name now");
        assert!(kind("nonsense").is_none());
    }
}
