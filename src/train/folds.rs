//! Folds grouped by statement: no paragraph of a held-out statement is ever learned from.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use crate::labelled::Labelled;

/// Which fold each row is held out in; none for a row that is only learned from.
pub type Folds = Vec<Option<usize>>;

/// Deals the statements into `folds` folds of about equal numbers of paragraphs.
///
/// The order is by the hash of seed and name, so it depends on nothing but these; each statement goes to the fold that
/// is smallest so far. With `basis`, only rows of that basis are held out, and rows of other bases in a statement that is
/// held out are left out of that fold's training by [`learned_from`].
#[must_use]
pub fn grouped(rows: &[Labelled], folds: usize, seed: u64, basis: Option<&str>) -> Folds {
    let scored = |row: &Labelled| basis.is_none() || row.basis.as_deref() == basis;
    let mut sizes: FxHashMap<&str, usize> = FxHashMap::default();
    for row in rows.iter().filter(|row| scored(row)) {
        *sizes.entry(&row.statement).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = sizes.into_iter().collect();
    order.sort_by_cached_key(|(name, _)| Sha256::digest(format!("{seed}:{name}")).to_vec());
    let mut filled = vec![0; folds];
    let mut fold_of: FxHashMap<&str, usize> = FxHashMap::default();
    for (name, size) in order {
        let smallest = (0..folds).min_by_key(|&f| filled[f]).unwrap_or(0);
        filled[smallest] += size;
        fold_of.insert(name, smallest);
    }
    rows.iter().map(|row| if scored(row) { fold_of.get(row.statement.as_str()).copied() } else { None }).collect()
}

/// The rows that fold `fold` learns from: those of no statement that it holds out.
#[must_use]
pub fn learned_from(rows: &[Labelled], folds: &Folds, fold: usize) -> Vec<usize> {
    let held = rows.iter().zip(folds).filter(|(_, f)| **f == Some(fold)).map(|(row, _)| row.statement.as_str());
    let held: rustc_hash::FxHashSet<&str> = held.collect();
    (0..rows.len()).filter(|&i| !held.contains(rows[i].statement.as_str())).collect()
}

/// The rows that fold `fold` holds out.
#[must_use]
pub fn held_out(folds: &Folds, fold: usize) -> Vec<usize> {
    (0..folds.len()).filter(|&i| folds[i] == Some(fold)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;

    fn row(statement: &str, basis: &str) -> Labelled {
        Labelled {
            id: String::new(),
            statement: statement.to_owned(),
            text: String::new(),
            themes: Vec::new(),
            sentences: None,
            basis: Some(basis.to_owned()),
            date: None,
            place: Place::file("t"),
        }
    }

    #[test]
    fn no_statement_is_both_learned_from_and_held_out() {
        let rows: Vec<Labelled> =
            (0..60).map(|i| row(&format!("s{}", i / 3), if i % 4 == 0 { "authored" } else { "paraphrase" })).collect();
        let folds = grouped(&rows, 5, 1, Some("paraphrase"));
        for fold in 0..5 {
            let held = held_out(&folds, fold);
            assert!(!held.is_empty());
            let learned = learned_from(&rows, &folds, fold);
            assert!(held.iter().all(|&h| learned.iter().all(|&l| rows[l].statement != rows[h].statement)));
        }
        assert!(rows.iter().zip(&folds).all(|(r, f)| f.is_some() == (r.basis.as_deref() == Some("paraphrase"))));
    }

    #[test]
    fn folds_are_of_about_equal_size() {
        let rows: Vec<Labelled> = (0..50).map(|i| row(&format!("s{i}"), "x")).collect();
        let folds = grouped(&rows, 5, 9, None);
        assert!((0..5).all(|f| held_out(&folds, f).len() == 10));
    }
}
