//! How far two readers agree: the first reader's labels stand as gold, the second's as predicted; every figure here is
//! the same when they are exchanged.
//!
//! Cohen's kappa (Cohen 1960) per theme on yes or no: (observed − expected) / (1 − expected), expected from each
//! reader's own rate. Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability") for nominal
//! data, two readers and no missing values: 1 − (n − 1) d / (n₀ n₁), with n₀ noes and n₁ yeses of both readers together,
//! n = n₀ + n₁, and d units on which they differ. Overall, a unit is a (paragraph, theme) pair.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::averages::micro;
use super::counts::{self, Count, ratio};
use super::{Judged, Sample};

/// One paragraph's labels by one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The paragraph's id.
    pub id: String,
    /// Its statement.
    pub statement: String,
    /// Its themes, as indices.
    pub labels: Vec<usize>,
}

/// Two readers' paragraphs put together by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Joined {
    /// Paragraphs that both read, in the first reader's order: gold is the first reader, predicted the second.
    pub both: Vec<Judged>,
    /// Ids that only the first read.
    pub only_first: Vec<String>,
    /// Ids that only the second read.
    pub only_second: Vec<String>,
}

/// Puts two readers' paragraphs together by id.
#[must_use]
pub fn join(first: &[Reading], second: &[Reading]) -> Joined {
    let mut others: FxHashMap<&str, &Reading> = second.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut joined = Joined::default();
    for reading in first {
        let Some(other) = others.remove(reading.id.as_str()) else {
            joined.only_first.push(reading.id.clone());
            continue;
        };
        let (id, statement) = (reading.id.clone(), reading.statement.clone());
        let (gold, predicted) = (reading.labels.clone(), other.labels.clone());
        joined.both.push(Judged { id, statement, gold, predicted, ..Judged::default() });
    }
    let left = second.iter().filter(|r| others.contains_key(r.id.as_str()));
    joined.only_second = left.map(|r| r.id.clone()).collect();
    joined
}

/// How far two readers agree. `None` is undefined: both always said the same one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The paragraphs that both read.
    pub paragraphs: usize,
    /// Micro F1 of one reader against the other.
    pub micro_f1: Option<f64>,
    /// The share of paragraphs with the same labels.
    pub same_labels: Option<f64>,
    /// Krippendorff's alpha over all (paragraph, theme) pairs.
    pub alpha: Option<f64>,
    /// The mean of the themes' kappas where defined.
    pub mean_kappa: Option<f64>,
    /// Each theme's agreement by its id.
    pub per_theme: IndexMap<String, ThemeAgreement>,
    /// The paragraphs on which they differ.
    pub disagreements: Vec<Disagreement>,
}

/// How far two readers agree on one theme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ThemeAgreement {
    /// Paragraphs to which the first reader gave it.
    pub first: u64,
    /// Paragraphs to which the second reader gave it.
    pub second: u64,
    /// Paragraphs to which both gave it.
    pub both: u64,
    /// Cohen's kappa.
    pub kappa: Option<f64>,
    /// Krippendorff's alpha.
    pub alpha: Option<f64>,
    /// F1 of one reader against the other.
    pub f1: Option<f64>,
}

/// A paragraph on which two readers differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The paragraph's id.
    pub id: String,
    /// Its statement.
    pub statement: String,
    /// Themes that only the first reader gave.
    pub only_first: Vec<String>,
    /// Themes that only the second reader gave.
    pub only_second: Vec<String>,
}

impl Agreement {
    /// The agreement of the gold labels (first reader) with the predicted ones (second reader).
    #[must_use]
    pub fn new(sample: &Sample<'_>) -> Self {
        let (counts, rows) = (counts::per_theme(sample), sample.paragraphs().len());
        let per_theme: IndexMap<String, ThemeAgreement> =
            sample.themes().iter().cloned().zip(counts.iter().map(|&c| ThemeAgreement::of(c, rows as u64))).collect();
        let kappas: Vec<f64> = per_theme.values().filter_map(|theme| theme.kappa).collect();
        let disagreements = disagreements(sample);
        Self {
            paragraphs: rows,
            micro_f1: micro(&counts).f1,
            same_labels: ratio((rows - disagreements.len()) as u64, rows as u64),
            alpha: alpha(counts.iter().copied().sum(), (rows * counts.len()) as u64),
            mean_kappa: (!kappas.is_empty()).then(|| kappas.iter().sum::<f64>() / kappas.len() as f64),
            per_theme,
            disagreements,
        }
    }
}

impl ThemeAgreement {
    fn of(count: Count, units: u64) -> Self {
        let (first, second, both) = (count.gold, count.predicted, count.correct);
        Self { first, second, both, kappa: kappa(count, units), alpha: alpha(count, units), f1: count.f1() }
    }
}

/// Cohen's kappa of yes-or-no decisions on `units` units.
fn kappa(count: Count, units: u64) -> Option<f64> {
    let n = units as f64;
    let (first, second) = (count.gold as f64 / n, count.predicted as f64 / n);
    let observed = 1.0 - count.wrong() as f64 / n;
    let expected = first * second + (1.0 - first) * (1.0 - second);
    let constant = [0, 2 * units].contains(&(count.gold + count.predicted));
    (!constant).then(|| (observed - expected) / (1.0 - expected))
}

/// Krippendorff's alpha of yes-or-no decisions on `units` units.
fn alpha(count: Count, units: u64) -> Option<f64> {
    let yes = (count.gold + count.predicted) as f64;
    let all = 2.0 * units as f64;
    let no = all - yes;
    (yes > 0.0 && no > 0.0).then(|| 1.0 - (all - 1.0) * count.wrong() as f64 / (yes * no))
}

fn disagreements(sample: &Sample<'_>) -> Vec<Disagreement> {
    let differ = |paragraph: &Judged| {
        let (first, second): (Vec<_>, Vec<_>) = (paragraph.missed().collect(), paragraph.extra().collect());
        (!first.is_empty() || !second.is_empty()).then(|| Disagreement {
            id: paragraph.id.clone(),
            statement: paragraph.statement.clone(),
            only_first: sample.ids(&first),
            only_second: sample.ids(&second),
        })
    };
    sample.paragraphs().iter().filter_map(differ).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// One theme read by two readers, 1 for yes.
    fn read(first: &[u8], second: &[u8]) -> Agreement {
        let themes = sample::themes(1);
        let labels = |yes: u8| if yes == 1 { vec![0] } else { vec![] };
        let row = |(n, (&a, &b)): (usize, (&u8, &u8))| sample::judged(&n.to_string(), "s", &labels(a), &labels(b));
        let rows: Vec<Judged> = first.iter().zip(second).enumerate().map(row).collect();
        Agreement::new(&Sample::new(&themes, &rows, "t").unwrap())
    }

    #[test]
    fn alpha_is_the_published_one_for_meg_and_owen() {
        // Krippendorff 2011, example A: binary data, two observers, no missing data, alpha 0.095.
        let agreement = read(&[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], &[1, 1, 1, 0, 0, 1, 0, 0, 0, 0]);
        assert!((agreement.alpha.unwrap() - (1.0 - 19.0 * 4.0 / (14.0 * 6.0))).abs() < 1e-12);
        assert!((agreement.alpha.unwrap() - 0.095).abs() < 5e-4);
        assert_eq!(agreement.per_theme["a"].alpha, agreement.alpha);
    }

    #[test]
    fn kappa_is_observed_over_expected_agreement() {
        // Both yes 1, only first 1, only second 3, both no 5: observed 0.6, expected 0.2 × 0.4 + 0.8 × 0.6 = 0.56.
        let agreement = read(&[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], &[1, 1, 1, 0, 0, 1, 0, 0, 0, 0]);
        assert!((agreement.per_theme["a"].kappa.unwrap() - 0.04 / 0.44).abs() < 1e-12);
        assert_eq!(agreement.disagreements.len(), 4);
        assert_eq!((agreement.same_labels, agreement.micro_f1), (Some(0.6), Some(2.0 / 6.0)));
    }

    #[test]
    fn readers_who_never_vary_have_no_kappa() {
        for constant in [0, 1] {
            let agreement = read(&[constant; 4], &[constant; 4]);
            assert_eq!((agreement.alpha, agreement.mean_kappa), (None, None));
        }
        assert_eq!(read(&[0, 1], &[0, 1]).mean_kappa, Some(1.0));
    }

    #[test]
    fn paragraphs_that_one_reader_lacks_are_set_aside() {
        let reading = |id: &str, label| Reading { id: id.to_owned(), statement: "s".to_owned(), labels: vec![label] };
        let joined = join(&[reading("1", 0), reading("2", 0)], &[reading("3", 1), reading("2", 1)]);
        assert_eq!(joined.both, [sample::judged("2", "s", &[0], &[1])]);
        assert_eq!((joined.only_first, joined.only_second), (vec!["1".to_owned()], vec!["3".to_owned()]));
    }
}
