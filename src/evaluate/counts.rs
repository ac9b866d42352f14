//! Three integers a theme: labels that are gold, labels that were predicted, labels that are both. Count first, divide
//! later: every ratio of this module is a ratio of sums of these.
//!
//! With the usual names, correct = true positives, predicted − correct = false positives, gold − correct = false
//! negatives.

use std::ops::{Add, AddAssign, Mul};

use super::{Judged, Sample};

/// Counted labels of one theme, one paragraph, or any sum of such.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Labels that are gold.
    pub gold: u64,
    /// Labels that were predicted.
    pub predicted: u64,
    /// Labels that are both.
    pub correct: u64,
}

impl Count {
    /// Correct among predicted; undefined where nothing was predicted.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        ratio(self.correct, self.predicted)
    }

    /// Correct among gold; undefined where nothing is gold.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        ratio(self.correct, self.gold)
    }

    /// Twice the correct labels over gold plus predicted ones, which is the harmonic mean of precision and recall
    /// (van Rijsbergen 1979, *Information Retrieval*, ch. 7) wherever both are defined. Undefined where nothing is gold
    /// and nothing was predicted; 0 where all that is gold was missed.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.correct, self.gold + self.predicted)
    }

    /// Labels missed plus labels given for nothing.
    #[must_use]
    pub fn wrong(self) -> u64 {
        self.gold.saturating_sub(self.correct) + self.predicted.saturating_sub(self.correct)
    }

    /// The labels of one paragraph.
    #[must_use]
    pub fn of(paragraph: &Judged) -> Self {
        let correct = paragraph.gold.len() - paragraph.missed().count();
        let [gold, predicted, correct] = [paragraph.gold.len(), paragraph.predicted.len(), correct].map(|n| n as u64);
        Self { gold, predicted, correct }
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            gold: self.gold + other.gold,
            predicted: self.predicted + other.predicted,
            correct: self.correct + other.correct,
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<u64> for Count {
    type Output = Self;

    fn mul(self, times: u64) -> Self {
        Self { gold: self.gold * times, predicted: self.predicted * times, correct: self.correct * times }
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// `part / whole`, undefined where the whole is nothing.
#[must_use]
pub fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The counts of each theme over all paragraphs, in the order of the themes.
#[must_use]
pub fn per_theme(sample: &Sample<'_>) -> Vec<Count> {
    let mut counts = vec![Count::default(); sample.themes().len()];
    for paragraph in sample.paragraphs() {
        add_labels(&mut counts, paragraph);
    }
    counts
}

/// The counts of each paragraph over all themes, in the order of the paragraphs.
#[must_use]
pub fn per_paragraph(sample: &Sample<'_>) -> Vec<Count> {
    sample.paragraphs().iter().map(Count::of).collect()
}

/// Adds a paragraph's labels to the counts of their themes.
pub(super) fn add_labels(counts: &mut [Count], paragraph: &Judged) {
    for &theme in &paragraph.predicted {
        counts[theme].predicted += 1;
    }
    for &theme in &paragraph.gold {
        counts[theme].gold += 1;
        counts[theme].correct += u64::from(paragraph.predicted.contains(&theme));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn count(gold: u64, predicted: u64, correct: u64) -> Count {
        Count { gold, predicted, correct }
    }

    #[test]
    fn labels_are_counted_by_theme_and_by_paragraph() {
        let (themes, rows) = (sample::themes(4), sample::four());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        assert_eq!(per_theme(&sample), [count(2, 3, 2), count(2, 1, 1), count(1, 0, 0), count(0, 1, 0)]);
        assert_eq!(per_paragraph(&sample), [count(1, 1, 1), count(2, 2, 2), count(2, 2, 0), count(0, 0, 0)]);
    }

    #[test]
    fn ratios_divide_the_counts() {
        let c = count(4, 3, 2);
        assert_eq!((c.precision(), c.recall(), c.f1()), (Some(2.0 / 3.0), Some(0.5), Some(4.0 / 7.0)));
        assert_eq!(c.wrong(), 3);
    }

    #[test]
    fn what_is_not_defined_is_not_zero() {
        assert_eq!((count(0, 0, 0).f1(), count(3, 0, 0).precision(), count(0, 3, 0).recall()), (None, None, None));
        assert_eq!((count(3, 0, 0).f1(), count(0, 3, 0).f1()), (Some(0.0), Some(0.0)));
    }
}
