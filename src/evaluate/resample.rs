//! The cluster bootstrap: whole statements are drawn with replacement, because the paragraphs of one statement resemble
//! each other and an interval that drew them one by one would be too narrow.
//!
//! Source: Efron & Tibshirani 1993, *An Introduction to the Bootstrap*, ch. 8 and 13; Davison & Hinkley 1997, *Bootstrap
//! Methods and their Application*, §3.8 (resampling of whole groups). A resample is the sum of its statements' counts,
//! so a round costs what the statements' labels cost, not what their paragraphs do.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Sample;
use super::counts::{Count, add_labels};

/// Below this number of units a percentile interval tends to be too narrow, and says so.
const FEW_UNITS: usize = 10;

/// How often to resample, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounds {
    /// The number of rounds; defaults to 2,000.
    pub rounds: usize,
    /// The seed; defaults to 1. The same seed gives the same intervals on any number of threads.
    pub seed: u64,
}

impl Default for Rounds {
    fn default() -> Self {
        Self { rounds: 2000, seed: 1 }
    }
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Whole statements.
    Statement,
    /// Single paragraphs, because there is only one statement.
    Paragraph,
}

/// How intervals were drawn, for the reader of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// What was drawn.
    pub unit: Unit,
    /// How many of them there are.
    pub units: usize,
    /// The number of rounds.
    pub rounds: usize,
    /// The seed.
    pub seed: u64,
    /// What the reader must know to trust the intervals, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Method {
    pub(super) fn new(groups: &Groups, rounds: Rounds) -> Self {
        let Rounds { rounds, seed } = rounds;
        Self { unit: groups.unit, units: groups.len, rounds, seed, note: groups.note() }
    }
}

/// Which unit each paragraph belongs to.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    unit: Unit,
    len: usize,
    of: Vec<usize>,
}

impl Groups {
    /// By statement; by paragraph where there is one statement.
    pub fn new(sample: &Sample<'_>) -> Self {
        let mut known = FxHashMap::default();
        let mut index = |statement| {
            let next = known.len();
            *known.entry(statement).or_insert(next)
        };
        let of: Vec<usize> = sample.paragraphs().iter().map(|p| index(p.statement.as_str())).collect();
        match known.len() {
            1 => Self { unit: Unit::Paragraph, len: of.len(), of: (0..of.len()).collect() },
            len => Self { unit: Unit::Statement, len, of },
        }
    }

    fn note(&self) -> Option<String> {
        match self.unit {
            Unit::Paragraph => Some(
                "one statement only: paragraphs were drawn one by one, so the intervals say nothing of other statements"
                    .to_owned(),
            ),
            Unit::Statement if self.len < FEW_UNITS => {
                Some(format!("{} statements only: the intervals are rough and tend to be too narrow", self.len))
            }
            Unit::Statement => None,
        }
    }

    /// How often each unit was drawn, round by round, turned into whatever `figure` makes of it; in the order of the
    /// rounds. Every round has its own stream of random numbers, so threads do not matter.
    pub fn draw<T: Send>(&self, rounds: Rounds, figure: impl Fn(&[u32]) -> T + Sync) -> Vec<T> {
        let round = |times: &mut Vec<u32>, round: usize| {
            times.fill(0);
            let mut random = SplitMix64::stream(rounds.seed, round as u64);
            for _ in 0..self.len {
                times[random.below(self.len)] += 1;
            }
            figure(times)
        };
        (0..rounds.rounds).into_par_iter().map_init(|| vec![0; self.len], round).collect()
    }
}

/// The counts of each unit, only for the themes that occur in it.
pub(super) struct UnitCounts {
    themes: usize,
    starts: Vec<usize>,
    cells: Vec<(usize, Count)>,
}

impl UnitCounts {
    /// Counts the labels of each unit once.
    pub fn new(sample: &Sample<'_>, groups: &Groups) -> Self {
        let themes = sample.themes().len();
        let mut members = vec![Vec::new(); groups.len];
        for (paragraph, &unit) in sample.paragraphs().iter().zip(&groups.of) {
            members[unit].push(paragraph);
        }
        let mut counts = Self { themes, starts: vec![0], cells: Vec::new() };
        for unit in members {
            let mut row = vec![Count::default(); themes];
            for paragraph in unit {
                add_labels(&mut row, paragraph);
            }
            counts.cells.extend(row.into_iter().enumerate().filter(|(_, count)| *count != Count::default()));
            counts.starts.push(counts.cells.len());
        }
        counts
    }

    /// The counts of each theme when every unit is taken so many times.
    pub fn sum(&self, times: &[u32]) -> Vec<Count> {
        let mut sums = vec![Count::default(); self.themes];
        for (unit, &times) in self.starts.windows(2).zip(times).filter(|(_, times)| **times > 0) {
            for &(theme, count) in &self.cells[unit[0]..unit[1]] {
                sums[theme] += count * u64::from(times);
            }
        }
        sums
    }
}

/// The generator `SplitMix64` (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators"): our own few lines, so that
/// no upgrade of a crate changes an interval in a report that was kept.
struct SplitMix64(u64);

impl SplitMix64 {
    const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

    /// The stream of one round: its start is scattered, or neighbouring rounds would be shifts of each other.
    fn stream(seed: u64, round: u64) -> Self {
        let scattered = Self(seed).next();
        Self(Self(scattered ^ round).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(Self::GAMMA);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`: the high half of a product. Its bias is below n / 2⁶⁴.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::{counts, sample};
    use super::*;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        // The first outputs for seed 1234567 of the authors' reference program.
        let mut random = SplitMix64(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn a_round_draws_as_many_units_as_there_are() {
        let (themes, rows) = (sample::themes(4), sample::four());
        let groups = Groups::new(&Sample::new(&themes, &rows, "t").unwrap());
        let rounds = groups.draw(Rounds { rounds: 4000, seed: 7 }, |times| (times[0], times[1]));
        assert!(rounds.iter().all(|(a, b)| a + b == 2));
        let both = rounds.iter().filter(|times| **times == (1, 1)).count();
        assert!((1850..2150).contains(&both), "help: half of the rounds draw each once, {both} of 4000 did");
    }

    #[test]
    fn taking_each_unit_once_gives_the_counts_of_the_sample() {
        let (themes, rows) = (sample::themes(4), sample::four());
        let sample = Sample::new(&themes, &rows, "t").unwrap();
        let units = UnitCounts::new(&sample, &Groups::new(&sample));
        assert_eq!(units.sum(&[1, 1]), counts::per_theme(&sample));
        assert_eq!(units.sum(&[0, 2])[0], Count { gold: 0, predicted: 2, correct: 0 });
    }

    #[test]
    fn one_statement_is_drawn_by_paragraph_and_says_so() {
        let themes = sample::themes(1);
        let rows = [sample::judged("1", "s", &[0], &[0]), sample::judged("2", "s", &[0], &[])];
        let groups = Groups::new(&Sample::new(&themes, &rows, "t").unwrap());
        let method = Method::new(&groups, Rounds::default());
        assert_eq!((method.unit, method.units), (Unit::Paragraph, 2));
        assert!(method.note.unwrap().starts_with("one statement only"));
    }

    #[test]
    fn the_number_of_threads_does_not_matter() {
        let (themes, rows) = (sample::themes(4), sample::four());
        let groups = Groups::new(&Sample::new(&themes, &rows, "t").unwrap());
        let draw = || groups.draw(Rounds::default(), <[u32]>::to_vec);
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(draw);
        let many = rayon::ThreadPoolBuilder::new().num_threads(7).build().unwrap().install(draw);
        assert_eq!(alone, many);
    }
}
