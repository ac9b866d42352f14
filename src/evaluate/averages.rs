//! The four ways to average precision, recall and F1 over many themes, each named and defined.
//!
//! Definitions: Tsoumakas, Katakis & Vlahavas 2010, "Mining multi-label data", §7.1–7.2 (micro, macro, example-based);
//! weighted as in scikit-learn's `average="weighted"`. Macro F1 is the mean of the themes' F1, not the F1 of mean
//! precision and mean recall: the two differ, see Opitz & Burst 2019, "Macro F1 and Macro F1".
//!
//! Undefined parts are left out of a mean (scikit-learn's `zero_division=nan`), never counted as 0 or 1; a mean of
//! nothing is undefined.

use serde::{Deserialize, Serialize};

use super::counts::Count;

/// Precision, recall and F1 under one definition of their average, 0 to 1; `None` where undefined.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Average {
    /// How much of what was given is right.
    pub precision: Option<f64>,
    /// How much of what is right was given.
    pub recall: Option<f64>,
    /// The F1 of this average.
    pub f1: Option<f64>,
}

impl Average {
    fn of(count: Count) -> Self {
        Self { precision: count.precision(), recall: count.recall(), f1: count.f1() }
    }
}

/// Micro average: the ratios of the counts summed over all themes. Every label weighs the same, so frequent themes lead.
#[must_use]
pub fn micro(per_theme: &[Count]) -> Average {
    Average::of(per_theme.iter().copied().sum())
}

/// Macro average: the plain mean over the themes with at least one gold label. Every such theme weighs the same.
///
/// Themes without gold labels do not count, neither for nor against (labels given for them do lower the micro
/// figures). A theme that was never predicted has F1 and recall 0 here; its precision is undefined and is left out of
/// the mean precision.
#[must_use]
pub fn macro_average(per_theme: &[Count]) -> Average {
    mean(per_theme.iter().filter(|c| c.gold > 0).map(|&c| (c, 1.0)))
}

/// Weighted average: as macro, each theme weighed by its number of gold labels. Its recall equals the micro recall.
#[must_use]
pub fn weighted(per_theme: &[Count]) -> Average {
    mean(per_theme.iter().filter(|c| c.gold > 0).map(|&c| (c, c.gold as f64)))
}

/// Sample average: the mean of each paragraph's own precision, recall and F1 ("example-based"). A paragraph that has
/// no label and was given none is right, but has no ratio: it is left out, and shows in subset accuracy.
#[must_use]
pub fn samples(per_paragraph: &[Count]) -> Average {
    mean(per_paragraph.iter().map(|&c| (c, 1.0)))
}

fn mean(counts: impl Iterator<Item = (Count, f64)>) -> Average {
    let [mut precision, mut recall, mut f1] = [WeightedMean::default(); 3];
    for (count, weight) in counts {
        precision.add(count.precision(), weight);
        recall.add(count.recall(), weight);
        f1.add(count.f1(), weight);
    }
    Average { precision: precision.value(), recall: recall.value(), f1: f1.value() }
}

/// A mean of the defined values among those added.
#[derive(Clone, Copy, Default)]
struct WeightedMean {
    sum: f64,
    weight: f64,
}

impl WeightedMean {
    fn add(&mut self, value: Option<f64>, weight: f64) {
        if let Some(value) = value {
            self.sum += value * weight;
            self.weight += weight;
        }
    }

    fn value(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sample, counts, sample};
    use super::*;

    fn four() -> (Vec<Count>, Vec<Count>) {
        let (themes, rows) = (sample::themes(4), sample::four());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        (counts::per_theme(&sample), counts::per_paragraph(&sample))
    }

    fn close(average: Average, expected: [f64; 3]) {
        for (found, expected) in [average.precision, average.recall, average.f1].into_iter().zip(expected) {
            assert!((found.unwrap() - expected).abs() < 1e-12, "help: {average:?} against {expected}");
        }
    }

    #[test]
    fn every_average_follows_its_definition() {
        let (themes, paragraphs) = four();
        // Sums: gold 5, predicted 5, correct 3.
        close(micro(&themes), [0.6, 0.6, 0.6]);
        // Themes a, b, c: precision 2/3, 1, undefined; recall 1, 1/2, 0; F1 4/5, 2/3, 0.
        close(macro_average(&themes), [5.0 / 6.0, 0.5, 22.0 / 45.0]);
        // Weights 2, 2, 1.
        close(weighted(&themes), [5.0 / 6.0, 0.6, 44.0 / 75.0]);
        // Paragraphs 1, 1, 0 and one without labels.
        close(samples(&paragraphs), [2.0 / 3.0; 3]);
    }

    #[test]
    fn a_mean_of_nothing_is_undefined() {
        assert_eq!(macro_average(&[Count { predicted: 2, ..Count::default() }]), Average::default());
        assert_eq!(micro(&[]), Average::default());
    }
}
