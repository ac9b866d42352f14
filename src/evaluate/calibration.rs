//! Whether probabilities mean what they say: of the labels given 0.7, seven in ten should be right.
//!
//! Expected calibration error (Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017, "On calibration of modern neural
//! networks", eq. 3): the pairs fall into ten bins of equal width, ((m − 1)/10, m/10], 0 into the first; ECE is the mean
//! over pairs of |mean probability − observed share| of their bin. We take it over (paragraph, theme) pairs and the
//! probability of the theme itself, not over the confidence in the top class. Brier score (Brier 1950, for one
//! outcome): the mean squared difference between probability and outcome.
//!
//! Most pairs are easy: almost every paragraph lacks almost every theme, and their tiny probabilities would hide every
//! fault. So the same table stands a second time for the pairs with at least a minimum probability.

use serde::{Deserialize, Serialize};

use super::Sample;

/// The number of bins.
pub const BINS: usize = 10;

/// The least probability of a pair in [`Calibration::likely`], unless the caller states another.
pub const MINIMUM: f64 = 0.05;

/// How well probabilities agree with what is gold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The paragraphs that have probabilities.
    pub paragraphs: usize,
    /// The least probability of the pairs in `likely`.
    pub minimum: f64,
    /// Over the pairs with at least the minimum probability.
    pub likely: Reliability,
    /// Over all pairs.
    pub all: Reliability,
}

/// A reliability table with its two summaries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The number of (paragraph, theme) pairs.
    pub pairs: u64,
    /// The expected calibration error; undefined without pairs.
    pub ece: Option<f64>,
    /// The Brier score; undefined without pairs.
    pub brier: Option<f64>,
    /// The ten bins, from low to high.
    pub bins: Vec<Bin>,
}

/// One bin of a reliability table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Its lower end, not included (but for 0).
    pub from: f64,
    /// Its upper end, included.
    pub to: f64,
    /// The pairs in it.
    pub count: u64,
    /// Their mean probability.
    pub predicted: Option<f64>,
    /// The share of them that is gold.
    pub observed: Option<f64>,
}

impl Calibration {
    /// The tables of a sample; `None` where no paragraph has probabilities.
    #[must_use]
    pub fn new(sample: &Sample<'_>, minimum: f64) -> Option<Self> {
        let with = || sample.paragraphs().iter().filter(|p| !p.probabilities.is_empty());
        let [mut likely, mut all] = [Table::default(), Table::default()];
        for paragraph in with() {
            for (theme, &probability) in paragraph.probabilities.iter().enumerate() {
                let (probability, gold) = (f64::from(probability), paragraph.gold.contains(&theme));
                all.add(probability, gold);
                if probability >= minimum {
                    likely.add(probability, gold);
                }
            }
        }
        let paragraphs = with().count();
        (paragraphs > 0).then(|| Self { paragraphs, minimum, likely: likely.close(), all: all.close() })
    }
}

/// Sums of one bin.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: u64,
    probability: f64,
    gold: u64,
}

/// A reliability table while it is filled.
#[derive(Default)]
struct Table {
    bins: [Sums; BINS],
    squared: f64,
}

impl Table {
    fn add(&mut self, probability: f64, gold: bool) {
        let bin = ((probability * BINS as f64).ceil() as usize).saturating_sub(1).min(BINS - 1);
        let sums = &mut self.bins[bin];
        sums.count += 1;
        sums.probability += probability;
        sums.gold += u64::from(gold);
        self.squared += (probability - f64::from(u8::from(gold))).powi(2);
    }

    fn close(&self) -> Reliability {
        let pairs: u64 = self.bins.iter().map(|bin| bin.count).sum();
        let mean = |sum: f64| (pairs > 0).then(|| sum / pairs as f64);
        // |mean probability − observed share| × count is |sum of probabilities − gold|.
        let gap = |bin: &Sums| (bin.probability - bin.gold as f64).abs();
        Reliability {
            pairs,
            ece: mean(self.bins.iter().map(gap).sum()),
            brier: mean(self.squared),
            bins: self.bins.iter().enumerate().map(|(n, sums)| sums.close(n)).collect(),
        }
    }
}

impl Sums {
    fn close(self, n: usize) -> Bin {
        let mean = |sum: f64| (self.count > 0).then(|| sum / self.count as f64);
        Bin {
            from: n as f64 / BINS as f64,
            to: (n + 1) as f64 / BINS as f64,
            count: self.count,
            predicted: mean(self.probability),
            observed: mean(self.gold as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Judged, sample};
    use super::*;

    fn calibration(rows: &[(&[usize], [f32; 2])]) -> Option<Calibration> {
        let themes = sample::themes(2);
        let row = |(n, (gold, p)): (usize, &(&[usize], [f32; 2]))| Judged {
            probabilities: p.to_vec(),
            ..sample::judged(&n.to_string(), "s", gold, &[])
        };
        let rows: Vec<Judged> = rows.iter().enumerate().map(row).collect();
        Calibration::new(&Sample::new(&themes, &rows, "t").unwrap(), MINIMUM)
    }

    #[test]
    fn the_error_is_the_one_worked_out_by_hand() {
        // Bin 0.7–0.8 holds 0.75 twice, one of them gold: gap 0.25 each. Bin 0–0.1 holds 0 and 0, no gold: gap 0.
        let found = calibration(&[(&[0], [0.75, 0.0]), (&[], [0.75, 0.0])]).unwrap();
        assert_eq!((found.all.ece, found.likely.ece), (Some(0.125), Some(0.25)));
        assert_eq!((found.all.pairs, found.likely.pairs, found.paragraphs), (4, 2, 2));
        assert_eq!(found.likely.brier, Some(f64::midpoint(0.0625, 0.5625)));
        let bin = found.likely.bins[7];
        assert_eq!((bin.count, bin.predicted, bin.observed), (2, Some(0.75), Some(0.5)));
        assert_eq!(found.likely.bins[0].observed, None);
    }

    #[test]
    fn bins_include_their_upper_end_and_hold_0_and_1() {
        let found = calibration(&[(&[], [0.0, 1.0]), (&[], [0.5, 0.125])]).unwrap();
        let filled: Vec<usize> = (0..BINS).filter(|&n| found.all.bins[n].count == 1).collect();
        assert_eq!(filled, [0, 1, 4, 9]);
    }

    #[test]
    fn without_probabilities_there_is_nothing_to_say() {
        let (themes, rows) = (sample::themes(4), sample::four());
        assert_eq!(Calibration::new(&Sample::new(&themes, &rows, "t").unwrap(), MINIMUM), None);
    }
}
