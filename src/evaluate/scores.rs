//! All figures of one sample in one table: the averages, the whole-set measures and each theme's own figures.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::averages;
use super::counts::{self, Count, ratio};
pub use super::intervals::Averaged;
use super::intervals::{Bootstrap, Intervals, wilson};
use super::sentences::SentenceScores;
use super::{Judged, Sample, ranking};

/// The figures of a sample. Shares run from 0 to 1; `None` is undefined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// The number of paragraphs.
    pub paragraphs: usize,
    /// The number of statements.
    pub statements: usize,
    /// See [`averages::micro`].
    pub micro: Averaged,
    /// See [`averages::macro_average`].
    pub r#macro: Averaged,
    /// See [`averages::weighted`].
    pub weighted: Averaged,
    /// See [`averages::samples`].
    pub samples: Averaged,
    /// The share of paragraphs whose labels are exactly the gold ones, none for none included.
    pub subset_accuracy: Option<f64>,
    /// The share of wrong decisions among all (paragraph, theme) pairs: labels missed plus labels given for nothing.
    pub hamming_loss: Option<f64>,
    /// Labels a paragraph (Tsoumakas & Katakis 2007), gold and predicted.
    pub cardinality: Cardinality,
    /// What was left for a person to read.
    pub review: Review,
    /// Themes without a gold label: they do not count in macro and weighted averages.
    pub absent_themes: Vec<String>,
    /// Themes with gold labels that were never predicted: their precision is undefined and left out of averages.
    pub unpredicted_themes: Vec<String>,
    /// Each theme's figures by its id, in the order of the themes.
    pub per_theme: IndexMap<String, ThemeScores>,
    /// Which sentences carry the labels, where sentences are labelled and were judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<SentenceScores>,
}

/// The mean number of labels a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cardinality {
    /// Gold labels.
    pub gold: Option<f64>,
    /// Predicted labels.
    pub predicted: Option<f64>,
}

/// What was left for a person to read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Paragraphs with at least one label to review.
    pub paragraphs: usize,
    /// Labels to review.
    pub labels: usize,
    /// The share of such paragraphs.
    pub share: Option<f64>,
}

/// The figures of one theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeScores {
    /// Correct among predicted.
    pub precision: Option<f64>,
    /// Correct among gold.
    pub recall: Option<f64>,
    /// See [`Count::f1`].
    pub f1: Option<f64>,
    /// Paragraphs that truly have the theme.
    pub support: u64,
    /// Paragraphs that were given it.
    pub predicted: u64,
    /// Paragraphs that have it and were given it.
    pub correct: u64,
    /// See [`ranking`]; over the paragraphs that have probabilities.
    pub average_precision: Option<f64>,
    /// Wilson intervals for precision and recall, a bootstrap interval for F1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervals: Option<Intervals>,
}

impl Scores {
    /// Every figure but the intervals.
    #[must_use]
    pub fn new(sample: &Sample<'_>) -> Self {
        let (themes, paragraphs) = (counts::per_theme(sample), counts::per_paragraph(sample));
        let total: Count = themes.iter().copied().sum();
        let (rows, pairs) = (paragraphs.len() as u64, (paragraphs.len() * themes.len()) as u64);
        let exact = paragraphs.iter().filter(|count| count.wrong() == 0).count() as u64;
        Self {
            paragraphs: paragraphs.len(),
            statements: sample.statements(),
            micro: averages::micro(&themes).into(),
            r#macro: averages::macro_average(&themes).into(),
            weighted: averages::weighted(&themes).into(),
            samples: averages::samples(&paragraphs).into(),
            subset_accuracy: ratio(exact, rows),
            hamming_loss: ratio(total.wrong(), pairs),
            cardinality: Cardinality { gold: ratio(total.gold, rows), predicted: ratio(total.predicted, rows) },
            review: Review::of(sample.paragraphs()),
            absent_themes: named(sample, &themes, |count| count.gold == 0),
            unpredicted_themes: named(sample, &themes, |count| count.gold > 0 && count.predicted == 0),
            per_theme: per_theme(sample, &themes),
            sentences: None,
        }
    }

    /// The same figures with intervals.
    #[must_use]
    pub fn with_intervals(mut self, bootstrap: &Bootstrap) -> Self {
        self.micro.intervals = Some(bootstrap.micro);
        self.r#macro.intervals = Some(bootstrap.macro_average);
        for (theme, f1) in self.per_theme.values_mut().zip(&bootstrap.f1) {
            let (precision, recall) = (wilson(theme.correct, theme.predicted), wilson(theme.correct, theme.support));
            theme.intervals = Some(Intervals { precision, recall, f1: *f1 });
        }
        self
    }
}

/// The ids of the themes whose counts are such.
fn named(sample: &Sample<'_>, counts: &[Count], such: impl Fn(&Count) -> bool) -> Vec<String> {
    sample.themes().iter().zip(counts).filter(|(_, count)| such(count)).map(|(id, _)| id.clone()).collect()
}

fn per_theme(sample: &Sample<'_>, counts: &[Count]) -> IndexMap<String, ThemeScores> {
    let scores = |(theme, count): (usize, &Count)| ThemeScores {
        precision: count.precision(),
        recall: count.recall(),
        f1: count.f1(),
        support: count.gold,
        predicted: count.predicted,
        correct: count.correct,
        average_precision: ranking::average_precision(&ranking::curve(sample, theme)),
        intervals: None,
    };
    sample.themes().iter().cloned().zip(counts.iter().enumerate().map(scores)).collect()
}

impl Review {
    fn of(paragraphs: &[Judged]) -> Self {
        let reviewed = paragraphs.iter().filter(|p| !p.review.is_empty()).count();
        let labels = paragraphs.iter().map(|p| p.review.len()).sum();
        Self { paragraphs: reviewed, labels, share: ratio(reviewed as u64, paragraphs.len() as u64) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::resample::Rounds;
    use super::super::sample;
    use super::*;

    #[test]
    fn whole_set_measures_follow_their_definitions() {
        let (themes, mut rows) = (sample::themes(4), sample::four());
        rows[2].review = vec![1, 2];
        let scores = Scores::new(&Sample::new(&themes, &rows, "t").unwrap());
        assert_eq!((scores.paragraphs, scores.statements), (4, 2));
        assert_eq!((scores.subset_accuracy, scores.hamming_loss), (Some(0.75), Some(4.0 / 16.0)));
        assert_eq!((scores.cardinality.gold, scores.cardinality.predicted), (Some(1.25), Some(1.25)));
        assert_eq!(scores.review, Review { paragraphs: 1, labels: 2, share: Some(0.25) });
        assert_eq!((scores.absent_themes, scores.unpredicted_themes), (vec!["d".to_owned()], vec!["c".to_owned()]));
    }

    #[test]
    fn themes_stand_in_their_order_with_their_intervals() {
        let (themes, rows) = (sample::themes(4), sample::four());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        let scores = Scores::new(&sample).with_intervals(&Bootstrap::new(&sample, Rounds::default()));
        assert_eq!(scores.per_theme.keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        let intervals = scores.per_theme["c"].intervals.unwrap();
        assert_eq!((intervals.precision, intervals.recall), (None, wilson(0, 1)));
        assert!(scores.micro.intervals.unwrap().f1.is_some());
    }
}
