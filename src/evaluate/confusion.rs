//! What was said instead: for each gold label that was missed, the labels that the same paragraph was given for nothing.
//!
//! In multi-label data a missed label has no single counterpart. We count every (missed, extra) pair of a paragraph once,
//! so a paragraph that misses one and is given two for nothing counts in two cells; unlike the multi-label confusion
//! matrix of Heydarian, Doyle & Samavi 2022, correct labels are no counterpart and nothing is counted by fractions.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Sample;

/// What was said instead of one theme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// How often it was missed.
    pub missed: u64,
    /// How often nothing was given for nothing where it was missed.
    pub nothing: u64,
    /// Themes given instead by id, the most frequent first.
    pub instead: IndexMap<String, u64>,
}

/// One row for each theme that was missed at all, in the order of the themes.
#[must_use]
pub fn confusion(sample: &Sample<'_>) -> IndexMap<String, Missed> {
    let themes = sample.themes().len();
    let mut rows = vec![Missed::default(); themes];
    let mut cells = vec![vec![0; themes]; themes];
    for paragraph in sample.paragraphs() {
        for missed in paragraph.missed() {
            rows[missed].missed += 1;
            rows[missed].nothing += u64::from(paragraph.extra().next().is_none());
            paragraph.extra().for_each(|extra| cells[missed][extra] += 1);
        }
    }
    for (row, cells) in rows.iter_mut().zip(&cells) {
        row.instead = sample.themes().iter().cloned().zip(cells.iter().copied()).filter(|(_, n)| *n > 0).collect();
        row.instead.sort_by(|_, a, _, b| b.cmp(a));
    }
    sample.themes().iter().cloned().zip(rows).filter(|(_, row)| row.missed > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_pair_of_missed_and_extra_is_counted() {
        let themes = sample::themes(4);
        let rows = [
            sample::judged("1", "s", &[0, 1], &[1, 2, 3]),
            sample::judged("2", "s", &[0], &[3]),
            sample::judged("3", "s", &[0], &[]),
            sample::judged("4", "s", &[2], &[2, 3]),
        ];
        let confusion = confusion(&Sample::new(&themes, &rows, "t").unwrap());
        assert_eq!(confusion.keys().collect::<Vec<_>>(), ["a"]);
        let a = &confusion["a"];
        assert_eq!((a.missed, a.nothing), (3, 1));
        assert_eq!(a.instead.iter().map(|(id, n)| (id.as_str(), *n)).collect::<Vec<_>>(), [("d", 2), ("c", 1)]);
    }
}
