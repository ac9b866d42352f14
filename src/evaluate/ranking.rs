//! How well probabilities rank the paragraphs of one theme: average precision and the precision–recall curve.
//!
//! Definition: AP = Σₙ (Rₙ − Rₙ₋₁) Pₙ over the distinct probabilities from high to low, as in scikit-learn's
//! `average_precision_score`; paragraphs of equal probability enter together, and nothing is interpolated.

use serde::{Deserialize, Serialize};

use super::Sample;
use super::counts::Count;

/// The most points that a curve keeps.
const MOST_POINTS: usize = 50;

/// One point of a precision–recall curve: what the figures would be if all probabilities from here up were labels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The lowest probability that is taken as a label.
    pub threshold: f64,
    /// The precision at that threshold.
    pub precision: f64,
    /// The recall at that threshold.
    pub recall: f64,
}

/// The curve of a theme over the paragraphs that have probabilities, from the highest threshold to the lowest; empty
/// where no such paragraph has the theme as a gold label.
#[must_use]
pub fn curve(sample: &Sample<'_>, theme: usize) -> Vec<Point> {
    let ranked = ranked(sample, theme);
    let gold = ranked.iter().filter(|(_, gold)| *gold).count() as u64;
    let mut count = Count { gold, ..Count::default() };
    let mut points = Vec::new();
    for equal in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        count.predicted += equal.len() as u64;
        count.correct += equal.iter().filter(|(_, gold)| *gold).count() as u64;
        if let (Some(precision), Some(recall)) = (count.precision(), count.recall()) {
            points.push(Point { threshold: f64::from(equal[0].0), precision, recall });
        }
    }
    points
}

/// Probability and gold label of every paragraph that has probabilities, the highest first.
fn ranked(sample: &Sample<'_>, theme: usize) -> Vec<(f32, bool)> {
    let probability = |p: &super::Judged| Some((*p.probabilities.get(theme)?, p.gold.contains(&theme)));
    let mut ranked: Vec<_> = sample.paragraphs().iter().filter_map(probability).collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

/// The average precision of a whole curve; undefined for an empty one.
#[must_use]
pub fn average_precision(curve: &[Point]) -> Option<f64> {
    let steps = curve.iter().scan(0.0, |before, point| {
        let step = point.recall - std::mem::replace(before, point.recall);
        Some(step * point.precision)
    });
    (!curve.is_empty()).then(|| steps.sum())
}

/// At most fifty points of a curve for drawing: those where recall first reaches each fiftieth, and the last.
#[must_use]
pub fn thinned(curve: &[Point]) -> Vec<Point> {
    if curve.len() <= MOST_POINTS {
        return curve.to_vec();
    }
    let step = |point: &Point| (point.recall * (MOST_POINTS - 1) as f64) as usize;
    curve.chunk_by(|a, b| step(a) == step(b)).map(|level| level[0]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Judged, sample};
    use super::*;

    fn curve_of(rows: &[(f32, bool)]) -> Vec<Point> {
        let themes = sample::themes(1);
        let paragraph = |(n, &(p, gold)): (usize, &(f32, bool))| {
            let gold: &[usize] = if gold { &[0] } else { &[] };
            Judged { probabilities: vec![p], ..sample::judged(&n.to_string(), "s", gold, &[]) }
        };
        let rows: Vec<Judged> = rows.iter().enumerate().map(paragraph).collect();
        curve(&Sample::new(&themes, &rows, "t").unwrap(), 0)
    }

    #[test]
    fn average_precision_is_that_of_the_example_in_scikit_learn() {
        // Their documentation: y_true 0 0 1 1, scores 0.1 0.4 0.35 0.8, result 0.83.
        let points = curve_of(&[(0.1, false), (0.4, false), (0.35, true), (0.8, true)]);
        assert!((average_precision(&points).unwrap() - 5.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn equal_probabilities_enter_together() {
        let points = curve_of(&[(0.5, true), (0.5, false), (0.5, false), (0.2, true)]);
        assert_eq!(points.len(), 2);
        assert!((average_precision(&points).unwrap() - (1.0 / 6.0 + 0.25)).abs() < 1e-12);
    }

    #[test]
    fn a_theme_without_gold_has_no_average_precision() {
        assert_eq!(average_precision(&curve_of(&[(0.5, false)])), None);
    }

    #[test]
    fn a_long_curve_is_thinned_but_keeps_its_start_and_full_recall() {
        let rows: Vec<_> = (0..1000_u16).map(|n| (f32::from(n) / 1000.0, n % 3 == 0)).collect();
        let whole = curve_of(&rows);
        let thin = thinned(&whole);
        assert!(thin.len() <= MOST_POINTS, "help: {} points", thin.len());
        assert_eq!(thin[0], whole[0]);
        assert!((thin[thin.len() - 1].recall - 1.0).abs() < 1e-12);
    }
}
